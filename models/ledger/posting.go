package ledger

import (
	"time"

	"github.com/google/uuid"

	"fealty/models/ids"
	"fealty/models/money"
)

// Terms are frozen at award: the first day the points can be spent and the last
// (nil: they never expire).
type Terms struct {
	AvailableOn time.Time
	ExpiresOn   *time.Time
	// Graced says that they have had their grace: they move with it.
	Graced bool
}

// Take is so much of one lot.
type Take struct {
	Lot    int64
	Amount money.Points
}

// Draw says how a negative posting finds its lots when it names no Takes.
type Draw uint8

const (
	// Spending takes what can be spent on the day, in the order of spending, and
	// leaves what is held back.
	Spending Draw = iota
	// TakingBack takes from the lot From first and then from the others in the
	// order of spending, pending lots and held points too, but not from lots past
	// their day. Ask Held.CanTake first; more than that is refused.
	TakingBack
	// FromAward takes from the lot made last in the same batch for this wallet,
	// pending or not: paying a debt with an award.
	FromAward
	// Expiring takes all that remains in lots whose last day is HappenedOn or
	// before. The amount must be exactly that: ask Held.Past.
	Expiring
)

// Posting is an entry to be: who, how much, and how its lots are found.
type Posting struct {
	Member ids.Member
	Wallet Wallet
	Kind   Kind
	// Amount is signed and not zero. In the debt wallet positive is more owed.
	Amount money.Points
	// Terms make a lot of a positive posting. A positive posting of points or
	// credit has either Terms or GivesBack.
	Terms *Terms
	// GivesBack is the seq of an entry whose lots get back what it took, pro rata
	// when the amount is smaller; Held.LoadUses must have read it. With Grace,
	// what would come back to a lot past its day becomes a new lot that lasts
	// seven days more, once: for returns that the shop starts.
	GivesBack int64
	Grace     bool
	// Takes names the lots of a negative posting exactly; else Draw finds them.
	Takes []Take
	Draw  Draw
	From  int64
	// Hold is an open hold that this posting captures: its points become free
	// for it, and it is over.
	Hold uuid.UUID
	// Undoes is the seq of the entry this one undoes; a second undo of the same
	// violates entries_undone_once.
	Undoes   int64
	Source   string
	SourceID uuid.UUID
	Actor    Actor
	Version  int
	// Detail is JSON of keys, ids and numbers; empty means {}.
	Detail string
	// HappenedOn is the programme's local day of the act; what can be spent is
	// decided by it.
	HappenedOn time.Time
}
