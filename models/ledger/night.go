package ledger

import (
	"context"
	"fmt"
	"time"

	"fealty/models/db"
)

// DueToExpire locks up to limit members who have points or credit left in lots
// whose last day is endOf or before (the day that has ended; never a day that
// still runs), skipping members somebody else holds, and loads their lots. The
// night posts Held.Past of each as Expired, drawn by Expiring, with HappenedOn
// endOf. A Held of nobody means that nothing is left, or that all of it is held.
func DueToExpire(ctx context.Context, tx *db.Tx, endOf time.Time, limit int) (*Held, error) {
	h := newHeld(tx.Now)
	var rows []walletRow
	err := tx.Select(ctx, &rows, `SELECT member_id, wallet, balance, seq, head, active_on FROM wallets
		WHERE wallet = 'points' AND member_id IN (SELECT member_id FROM lots WHERE open AND expires_on <= $1 ORDER BY expires_on LIMIT $2)
		ORDER BY member_id FOR UPDATE SKIP LOCKED`, endOf, limit)
	if err != nil {
		return nil, fmt.Errorf("lock members whose points have expired: %w", err)
	}
	h.add(rows)
	if err := h.LoadLots(ctx, tx); err != nil {
		return nil, err
	}
	for of := range h.wallets {
		if h.Past(of.Member, Points, endOf)+h.Past(of.Member, Credit, endOf) == 0 {
			h.drop(of.Member)
		}
	}
	return h, nil
}
