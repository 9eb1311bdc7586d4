package reservations

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/money"
)

// State is where a reservation stands.
type State string

// The states of a reservation: open until it ends in one of three ways.
const (
	Open     State = "open"
	Captured State = "captured"
	Released State = "released"
	Expired  State = "expired"
)

// Reservation is what a member has set aside: Points that pay Amount, Credit,
// and vouchers. Amounts are minor units.
type Reservation struct {
	MemberID ids.Member      `db:"member_id" json:"member_id"`
	ID       ids.Reservation `db:"id" json:"id"`
	Points   money.Points    `db:"points" json:"points"`
	Amount   money.Amount    `db:"amount" json:"amount"`
	Credit   money.Amount    `db:"credit" json:"credit"`
	Vouchers Vouchers        `db:"vouchers" json:"vouchers"`
	// Total is what there was to pay when it was made.
	Total   money.Amount `db:"total" json:"total"`
	Channel string       `db:"channel" json:"channel"`
	// Version is the programme's under which it was made, and is captured.
	Version   int       `db:"version" json:"version"`
	CreatedAt time.Time `db:"created_at" json:"created_at"`
	ExpiresAt time.Time `db:"expires_at" json:"expires_at"`
	// Ended is how it ended, "" while nobody has ended it; PurchaseID is what
	// captured it.
	Ended      State        `db:"ended" json:"ended,omitempty"`
	EndedAt    *time.Time   `db:"ended_at" json:"ended_at,omitempty"`
	PurchaseID ids.Purchase `db:"purchase_id" json:"purchase_id,omitzero"`
}

// StateAt tells where it stands at an instant: over means expired, even if the
// clock has not written it yet.
func (r Reservation) StateAt(at time.Time) State {
	switch {
	case r.Ended != "":
		return r.Ended
	case !r.ExpiresAt.After(at):
		return Expired
	}
	return Open
}

// MustBeOpen answers nil, or fault.Refused "reservation_captured",
// "reservation_released" or "reservation_expired".
func (r Reservation) MustBeOpen(at time.Time) error {
	switch r.StateAt(at) {
	case Captured:
		return fault.New(fault.Refused, "reservation_captured")
	case Released:
		return fault.New(fault.Refused, "reservation_released")
	case Expired:
		return fault.New(fault.Refused, "reservation_expired")
	}
	return nil
}

// Has tells whether a voucher is among what is set aside.
func (r Reservation) Has(v ids.Voucher) bool { return slices.Contains(r.Vouchers, v) }

// Hold is the id of its holds in the ledger.
func (r Reservation) Hold() uuid.UUID { return uuid.UUID(r.ID) }
