package jobs

import (
	"context"
	"fmt"
	"time"

	"fealty/models/db"
)

// slotLease is how long a claimed slot may stay unfinished before another
// instance takes it over: its first owner was killed.
const slotLease = 15 * time.Minute

// ClaimSlot takes one slot of a recurring task, such as the night of a date.
// Over any number of instances one is told true. A slot that was claimed and
// not finished within a quarter of an hour can be claimed again, so tasks are
// written to be killed half-way and run again.
func ClaimSlot(ctx context.Context, d *db.DB, task string, slot time.Time) (bool, error) {
	var n int64
	err := db.InTx(ctx, d, func(tx *db.Tx) (err error) {
		n, err = tx.Exec(ctx, `
			INSERT INTO job_slots (task, slot, claimed_at) VALUES ($1, $2, $3)
			ON CONFLICT (task, slot) DO UPDATE SET claimed_at = $3
			WHERE job_slots.finished_at IS NULL AND job_slots.claimed_at <= $4`, task, slot, tx.Now, tx.Now.Add(-slotLease))
		return err
	})
	if err != nil {
		return false, fmt.Errorf("claim a slot of %s: %w", task, err)
	}
	return n == 1, nil
}

// FinishSlot says that a claimed slot's task was done, or how it failed; then it
// is claimed again after the lease.
func FinishSlot(ctx context.Context, d *db.DB, slot Slot, failed error) error {
	if failed != nil {
		return apply(ctx, d, "fail a slot", db.Write{
			SQL:  `UPDATE job_slots SET last_error = $3 WHERE task = $1 AND slot = $2`,
			Args: []any{slot.Task, slot.At, failed.Error()},
		})
	}
	return apply(ctx, d, "finish a slot", db.Write{
		SQL:  `UPDATE job_slots SET finished_at = $3, last_error = NULL WHERE task = $1 AND slot = $2`,
		Args: []any{slot.Task, slot.At, d.Time()},
	})
}

// Slot names one slot of a task.
type Slot struct {
	Task string
	At   time.Time
}
