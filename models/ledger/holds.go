package ledger

import (
	"errors"
	"time"

	"github.com/google/uuid"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/money"
)

// Hold is points set aside between a cart and its order.
type Hold struct {
	Of
	ID        uuid.UUID
	Amount    money.Points
	ExpiresAt time.Time
}

var errHold = errors.New("a hold is of points or credit that are locked, more than zero and ends later")

// SetAside holds points back until the hold is captured by a posting (its Hold
// field), released or over. More than can be spent today is fault.Refused
// "too_few_points". The lots must be loaded. From here on Held counts it; the
// write is the caller's to apply.
func (h *Held) SetAside(hold Hold, today time.Time) (db.Write, error) {
	w := h.wallets[hold.Of]
	if w == nil || !w.loaded || !hold.Wallet.HasLots() || hold.Amount <= 0 || !hold.ExpiresAt.After(h.at) {
		return db.Write{}, errHold
	}
	if there := w.spendable(today); there < hold.Amount {
		return db.Write{}, tooFew(hold.Amount, there)
	}
	w.holds = with(w.holds, hold.ID, hold.Amount)
	return db.Write{SQL: `INSERT INTO holds (member_id, wallet, id, amount, held_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6)`, Args: []any{hold.Member, hold.Wallet, hold.ID, int64(hold.Amount), h.at, hold.ExpiresAt}}, nil
}

// Release gives held points free; a hold that is over already stays so. Lock
// the member first.
func Release(of Of, id uuid.UUID) db.Write {
	return db.Write{SQL: `UPDATE holds SET state = 'released' WHERE member_id = $1 AND wallet = $2 AND id = $3 AND state = 'open'`,
		Args: []any{of.Member, of.Wallet, id}}
}

func with(holds map[uuid.UUID]money.Points, id uuid.UUID, amount money.Points) map[uuid.UUID]money.Points {
	own := map[uuid.UUID]money.Points{id: amount}
	for other, n := range holds {
		own[other] = n
	}
	return own
}

func tooFew(needed, spendable money.Points) error {
	return fault.New(fault.Refused, "too_few_points", fault.Params{"needed": int64(needed), "spendable": int64(spendable)})
}
