package ledger

import (
	"context"
	"fmt"

	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/ids"
)

// ReleaseAll gives free what is held back of members' points and credit. Lock
// them first.
func ReleaseAll(members ...ids.Member) db.Write {
	return db.Write{SQL: `UPDATE holds SET state = 'released' WHERE member_id = ANY($1) AND state = 'open'`,
		Args: []any{pq.StringArray(texts(members))}}
}

// TakeAll is a posting's Takes of everything that is left in a wallet, whether it
// can be spent or not. The lots must be loaded.
func (h *Held) TakeAll(m ids.Member, w Wallet) []Take {
	var takes []Take
	for _, l := range h.Lots(m, w) {
		if l.Remaining > 0 {
			takes = append(takes, Take{Lot: l.Seq, Amount: l.Remaining})
		}
	}
	return takes
}

// OpenLots reads what is left of a wallet in the order of spending: the
// soonest-ending first.
func OpenLots(ctx context.Context, r db.Reader, of Of) ([]Lot, error) {
	var lots []Lot
	err := r.Select(ctx, &lots, `SELECT member_id, wallet, seq, amount, remaining, available_on, expires_on, graced FROM lots
		WHERE member_id = $1 AND wallet = $2 AND open ORDER BY expires_on NULLS LAST, seq LIMIT 200`, of.Member, of.Wallet)
	if err != nil {
		return nil, fmt.Errorf("read open lots: %w", err)
	}
	for i := range lots {
		lots[i] = lots[i].clean()
	}
	return lots, nil
}
