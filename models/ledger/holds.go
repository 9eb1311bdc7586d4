package ledger

import (
	"context"
	"time"

	"github.com/google/uuid"

	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/money"
)

// Hold is points set aside between a cart and its order.
type Hold struct {
	Member    ids.Member
	Wallet    Wallet
	ID        uuid.UUID
	Amount    money.Points
	ExpiresAt time.Time
}

// SetAside holds points back until the hold is captured by a posting (its Hold
// field), released or over. More than can be spent today is fault.Refused
// "too_few_points". The lots must be loaded.
func SetAside(ctx context.Context, tx *db.Tx, h *Held, hold Hold, today time.Time) error { return nil }

// Release gives held points free; a hold that is over already stays so.
func Release(hold Hold) db.Write { return db.Write{} }
