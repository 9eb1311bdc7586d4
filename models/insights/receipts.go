package insights

import (
	"context"
	"fmt"

	"fealty/models/causes"
	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/money"
)

// Receipt is a payout as everybody may see it: to which cause, and what is paid
// in all.
type Receipt struct {
	causes.Payout
	Language string       `db:"language"`
	Name     string       `db:"name"`
	Art      string       `db:"art"`
	Total    money.Amount `db:"total"`
	Count    int          `db:"count"`
}

// Receipts lists what causes were paid, the latest first, after a given payout
// (the zero id: from the latest): one more than causes.PayoutPage where there are
// more. One statement.
func Receipts(ctx context.Context, r db.Reader, lang causes.Languages, after ids.Payout) ([]Receipt, error) {
	var list []Receipt
	err := r.Select(ctx, &list, `SELECT p.id, p.cause_id, p.gifts, p.points, p.amount, p.matched, p.paid_on, p.proof, p.did, p.recorded_at, p.recorded_by,
			t.language, t.name, c.art, a.total, a.count
		FROM cause_payouts p JOIN causes c ON c.id = p.cause_id
		CROSS JOIN LATERAL (SELECT x.language, x.name FROM cause_texts x WHERE x.cause_id = c.id
			ORDER BY (x.language = $1) DESC, (x.language = $2) DESC, x.language LIMIT 1) t
		CROSS JOIN (SELECT cast(coalesce(sum(amount + matched), 0) AS bigint) AS total, count(*) AS count FROM cause_payouts) a
		WHERE $3::uuid IS NULL OR (p.paid_on, p.id) < (SELECT paid_on, id FROM cause_payouts WHERE id = $3)
		ORDER BY p.paid_on DESC, p.id DESC LIMIT $4`, lang.Wanted, lang.Main, after, causes.PayoutPage+1)
	if err != nil {
		return nil, fmt.Errorf("list what causes were paid: %w", err)
	}
	return list, nil
}
