package insights

import (
	"context"
	"fmt"
	"time"

	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/money"
)

// MonthDue is what a partner's month comes to, and how it was paid. Month is its
// first day; PaidOn is nil while it isn't.
type MonthDue struct {
	Month     time.Time    `db:"month"`
	Uses      int64        `db:"uses"`
	Pays      money.Amount `db:"pays"`
	PaidOn    *time.Time   `db:"paid_on"`
	Reference string       `db:"reference"`
}

// MonthsShown is how many months MonthsDue gives.
const MonthsShown = 24

// MonthsDue sums a partner's uses by month of a time zone, the latest first.
func MonthsDue(ctx context.Context, r db.Reader, partner ids.Partner, zone *time.Location) ([]MonthDue, error) {
	var list []MonthDue
	err := r.Select(ctx, &list, `SELECT m.month, m.uses, m.pays, s.paid_on, coalesce(s.reference, '') AS reference
		FROM (SELECT cast(date_trunc('month', used_at AT TIME ZONE $2) AS date) AS month, count(*) AS uses, cast(sum(pays) AS bigint) AS pays
			FROM voucher_uses WHERE partner_id = $1 AND undone_at IS NULL GROUP BY 1) m
		LEFT JOIN settlements s ON s.partner_id = $1 AND s.month = m.month
		ORDER BY m.month DESC LIMIT $3`, partner, zone.String(), MonthsShown)
	if err != nil {
		return nil, fmt.Errorf("sum a partner's months: %w", err)
	}
	return list, nil
}

// OfferAsk is a partner's request with the name of the offer it is about.
type OfferAsk struct {
	ID        ids.OfferRequest `db:"id"`
	Kind      string           `db:"kind"`
	State     string           `db:"state"`
	Name      string           `db:"name"`
	Language  string           `db:"language"`
	About     string           `db:"description"`
	HandOver  string           `db:"hand_over"`
	Worth     money.Amount     `db:"worth"`
	Pays      money.Amount     `db:"pays"`
	Note      string           `db:"note"`
	Answer    string           `db:"answer"`
	AskedAt   time.Time        `db:"asked_at"`
	DecidedAt *time.Time       `db:"decided_at"`
	RewardID  ids.Reward       `db:"reward_id"`
}

// OfferAsksShown is how many requests Requests gives.
const OfferAsksShown = 20

// Requests gives a partner's latest requests, those that wait first.
func Requests(ctx context.Context, r db.Reader, at At) ([]OfferAsk, error) {
	var list []OfferAsk
	err := r.Select(ctx, &list, `SELECT q.id, q.kind, q.state, coalesce(nullif(q.name, ''), t.name, '') AS name, coalesce(t.language, $3) AS language,
			q.description, q.hand_over, q.worth, q.pays, q.note, q.answer, q.asked_at, q.decided_at, q.reward_id
		FROM offer_requests q
		LEFT JOIN LATERAL (SELECT x.language, x.name FROM reward_texts x WHERE x.reward_id = q.reward_id
			ORDER BY (x.language = $2) DESC, (x.language = $3) DESC, x.language LIMIT 1) t ON true
		WHERE q.partner_id = $1 ORDER BY (q.state = 'waiting') DESC, q.id DESC LIMIT $4`, at.Partner, at.Wanted, at.Main, OfferAsksShown)
	if err != nil {
		return nil, fmt.Errorf("list a partner's requests: %w", err)
	}
	return list, nil
}
