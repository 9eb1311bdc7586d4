package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"fealty/models/db"
	"fealty/models/ids"
)

// Job is one piece of work; Payload holds ids and numbers, as JSON.
type Job struct {
	ID      ids.Job         `db:"id"`
	Kind    string          `db:"kind"`
	Payload json.RawMessage `db:"payload"`
	RunAt   time.Time       `db:"run_at"`
	// Attempts counts this one too.
	Attempts  int        `db:"attempts"`
	LastError *string    `db:"last_error"`
	DeadAt    *time.Time `db:"dead_at"`
	CreatedAt time.Time  `db:"created_at"`
}

const columns = `id, kind, payload, run_at, attempts, last_error, dead_at, created_at`

// waits are the pauses after the first, second, … failed attempt; after the
// last of them a job is dead.
var waits = [...]time.Duration{
	10 * time.Second, time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour, 12 * time.Hour,
}

// Enqueue adds a job to the transaction of the act it follows. A payload that
// JSON can't say is an error.
func Enqueue(tx *db.Tx, kind string, payload any, runAt time.Time) (db.Write, error) {
	body, err := json.Marshal(payload)
	if err != nil {
		return db.Write{}, fmt.Errorf("enqueue %s: %w", kind, err)
	}
	id, err := db.ID[ids.Job](tx)
	if err != nil {
		return db.Write{}, fmt.Errorf("enqueue %s: %w", kind, err)
	}
	return db.Write{
		SQL:  `INSERT INTO jobs (id, kind, payload, run_at, created_at) VALUES ($1, $2, $3, $4, $5)`,
		Args: []any{id, kind, string(body), runAt, tx.Now},
	}, nil
}

// Claim leases up to n due jobs, the longest waiting first. A job whose lease
// ends before it is finished or failed is due again.
func Claim(ctx context.Context, d *db.DB, n int, lease time.Duration) ([]Job, error) {
	var out []Job
	err := db.InTx(ctx, d, func(tx *db.Tx) error {
		out = nil
		return tx.Select(ctx, &out, `
			UPDATE jobs SET leased_until = $1, attempts = attempts + 1 WHERE id IN (
				SELECT id FROM jobs
				WHERE done_at IS NULL AND dead_at IS NULL AND run_at <= $2 AND (leased_until IS NULL OR leased_until <= $2)
				ORDER BY run_at LIMIT $3 FOR UPDATE SKIP LOCKED)
			RETURNING `+columns, tx.Now.Add(lease), tx.Now, n)
	})
	if err != nil {
		return nil, fmt.Errorf("claim jobs: %w", err)
	}
	return out, nil
}

// Finish says that a claimed job is done. Who lost the lease says it in vain.
func Finish(ctx context.Context, d *db.DB, job Job) error {
	return apply(ctx, d, "finish a job", db.Write{
		SQL:  `UPDATE jobs SET done_at = $3, leased_until = NULL WHERE id = $1 AND attempts = $2 AND done_at IS NULL`,
		Args: []any{job.ID, job.Attempts, d.Time()},
	})
}

// Fail says that a claimed job failed and why: it runs again after a pause, or
// is dead after the eighth attempt.
func Fail(ctx context.Context, d *db.DB, job Job, why error) error {
	now := d.Time()
	runAt, deadAt := now, &now
	if job.Attempts <= len(waits) {
		runAt, deadAt = now.Add(waits[max(job.Attempts, 1)-1]), nil
	}
	return apply(ctx, d, "fail a job", db.Write{
		SQL: `UPDATE jobs SET run_at = $3, dead_at = $4, last_error = $5, leased_until = NULL
			WHERE id = $1 AND attempts = $2 AND done_at IS NULL`,
		Args: []any{job.ID, job.Attempts, runAt, deadAt, why.Error()},
	})
}

// Dead lists the jobs that were given up, the latest first.
func Dead(ctx context.Context, r db.Reader) ([]Job, error) {
	var out []Job
	err := r.Select(ctx, &out, `SELECT `+columns+` FROM jobs WHERE dead_at IS NOT NULL ORDER BY dead_at DESC LIMIT 100`)
	if err != nil {
		return nil, fmt.Errorf("list dead jobs: %w", err)
	}
	return out, nil
}

// Prune forgets jobs done, and slots past, more than 30 days ago.
func Prune(ctx context.Context, d *db.DB) error {
	before := d.Time().Add(-30 * 24 * time.Hour)
	return apply(ctx, d, "prune jobs",
		db.Write{SQL: `DELETE FROM jobs WHERE done_at < $1`, Args: []any{before}},
		db.Write{SQL: `DELETE FROM job_slots WHERE slot < $1`, Args: []any{before}})
}

func apply(ctx context.Context, d *db.DB, doing string, writes ...db.Write) error {
	if err := db.InTx(ctx, d, func(tx *db.Tx) error { return tx.Apply(ctx, writes...) }); err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}
