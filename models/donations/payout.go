package donations

import (
	"context"
	"fmt"
	"time"

	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/money"
)

// PayableFrom is the instant after which a gift can still be taken back, and so
// isn't paid out yet.
func PayableFrom(now time.Time) time.Time { return now.Add(-UndoWindow) }

// PayOut puts every gift to a cause up to an instant that isn't in a payout yet
// into one, and sums them. The cause must be held.
func PayOut(ctx context.Context, tx *db.Tx, cause ids.Cause, payout ids.Payout) (Sum, error) {
	var s Sum
	err := tx.Get(ctx, &s, `WITH paid AS (UPDATE donations SET payout_id = $2
			WHERE cause_id = $1 AND undone_at IS NULL AND payout_id IS NULL AND given_at < $3
			RETURNING member_id, points, amount, matched)
		SELECT `+sums+` FROM paid`, cause, payout, PayableFrom(tx.Now))
	if err != nil {
		return s, fmt.Errorf("put gifts into a payout: %w", err)
	}
	return s, nil
}

// Unpaid is what of a cause's gifts waits for its payout: Due can be paid now,
// Fresh can still be taken back.
type Unpaid struct {
	CauseID ids.Cause    `db:"cause_id"`
	Gifts   int64        `db:"gifts"`
	Points  money.Points `db:"points"`
	Due     money.Amount `db:"due"`
	Fresh   money.Amount `db:"fresh"`
}

// UnpaidByCause sums what waits for its payout, the shop's part included, by cause.
func UnpaidByCause(ctx context.Context, r db.Reader) (map[ids.Cause]Unpaid, error) {
	var list []Unpaid
	err := r.Select(ctx, &list, `SELECT cause_id, count(*) FILTER (WHERE given_at < $1) AS gifts,
			cast(coalesce(sum(points) FILTER (WHERE given_at < $1), 0) AS bigint) AS points,
			cast(coalesce(sum(amount + matched) FILTER (WHERE given_at < $1), 0) AS bigint) AS due,
			cast(coalesce(sum(amount + matched) FILTER (WHERE given_at >= $1), 0) AS bigint) AS fresh
		FROM donations WHERE undone_at IS NULL AND payout_id IS NULL GROUP BY cause_id`, PayableFrom(r.Time()))
	if err != nil {
		return nil, fmt.Errorf("sum gifts that wait for a payout: %w", err)
	}
	byCause := make(map[ids.Cause]Unpaid, len(list))
	for _, u := range list {
		byCause[u.CauseID] = u
	}
	return byCause, nil
}
