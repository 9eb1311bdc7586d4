package ledger

import (
	"context"
	"time"

	"fealty/models/db"
)

// DueToExpire locks up to limit members who have points or credit left in lots
// whose last day is endOf or before (the day that has ended; never a day that
// still runs), skipping members somebody else holds, and loads their lots. The
// night posts Held.Past of each as Expired, drawn by Expiring, with HappenedOn
// endOf. An empty Held means that nothing is left, or that all of it is held.
func DueToExpire(ctx context.Context, tx *db.Tx, endOf time.Time, limit int) (*Held, error) {
	return nil, nil
}
