package once

import (
	"context"
	"fmt"
	"time"

	"fealty/models/db"
)

// Keep is how long a key is remembered at the least.
const Keep = 31 * 24 * time.Hour

// batch bounds the rows that one transaction of Prune deletes.
const batch = 5000

// Prune forgets the keys older than Keep, a batch at a time, and tells how many.
func Prune(ctx context.Context, d *db.DB) (int64, error) {
	var total int64
	for {
		n, err := pruneBatch(ctx, d)
		total += n
		if n < batch || err != nil {
			return total, err
		}
	}
}

func pruneBatch(ctx context.Context, d *db.DB) (int64, error) {
	var n int64
	err := db.InTx(ctx, d, func(tx *db.Tx) (err error) {
		n, err = tx.Exec(ctx, `
			DELETE FROM once_keys WHERE id IN (
				SELECT id FROM once_keys WHERE created_at < $1 ORDER BY created_at LIMIT $2)`,
			tx.Now.Add(-Keep), batch)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("prune keys: %w", err)
	}
	return n, nil
}
