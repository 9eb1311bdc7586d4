package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"fealty/models/db"
	"fealty/models/fault"
)

// stillHere is how often a load says that its claim is alive, well within the
// time after which PostgreSQL ends an idle transaction.
const stillHere = 5 * time.Second

// alone runs a load while no other runs on the same database; where one does, it
// is fault.Conflict "demo_loading". The claim is a lock of a transaction that is
// held open meanwhile: it goes with the program that held it, however that ends,
// so a load that was killed can be gone on with at once.
func alone(ctx context.Context, d *db.DB, load func(context.Context) error) error {
	return db.InTx(ctx, d, func(tx *db.Tx) error {
		var isMine bool
		if err := tx.Get(ctx, &isMine, `SELECT pg_try_advisory_xact_lock(hashtextextended('fealty demo', 7312))`); err != nil {
			return fmt.Errorf("claim the demo's load: %w", err)
		}
		if !isMine {
			return fault.New(fault.Conflict, "demo_loading")
		}
		return whileHeld(ctx, tx, load)
	})
}

// whileHeld runs a load and keeps the transaction of its claim awake. A claim
// that is lost stops the load.
func whileHeld(ctx context.Context, tx *db.Tx, load func(context.Context) error) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	ended := make(chan error, 1)
	go func() { ended <- load(ctx) }()
	beat := time.NewTicker(stillHere)
	defer beat.Stop()
	for {
		select {
		case err := <-ended:
			return err
		case <-beat.C:
			if _, err := tx.Exec(ctx, `SELECT 1`); err != nil {
				stop(err)
				return fmt.Errorf("keep the claim of the demo's load: %w", errors.Join(err, <-ended))
			}
		}
	}
}
