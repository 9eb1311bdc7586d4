package ledger

import (
	"context"

	"fealty/models/db"
)

// LoadUses reads what the entries took from lots and got back since, with those
// lots, so that a posting can give back. Call it after the lock, and after
// LoadLots if that is called too.
func (h *Held) LoadUses(ctx context.Context, tx *db.Tx, of Of, entries ...int64) error { return nil }
