package donations

import (
	"time"

	"fealty/models/ids"
	"fealty/models/money"
)

// UndoWindow is how long a member may take a gift back.
const UndoWindow = 24 * time.Hour

// Donation is one gift: the points, what they are worth in money, and what the
// shop adds. EntrySeq is the entry in the member's points wallet that took them.
type Donation struct {
	MemberID ids.Member   `db:"member_id"`
	ID       ids.Donation `db:"id"`
	CauseID  ids.Cause    `db:"cause_id"`
	Points   money.Points `db:"points"`
	Amount   money.Amount `db:"amount"`
	Matched  money.Amount `db:"matched"`
	EntrySeq int64        `db:"entry_seq"`
	GivenAt  time.Time    `db:"given_at"`
	GivenOn  time.Time    `db:"given_on"`
	UndoneAt *time.Time   `db:"undone_at"`
}

// CanUndo tells whether the gift can still be taken back at this instant.
func (d Donation) CanUndo(at time.Time) bool {
	return d.UndoneAt == nil && !at.After(d.GivenAt.Add(UndoWindow))
}

// Sum is what gifts come to, the undone ones left out.
type Sum struct {
	Gifts   int64        `db:"gifts"`
	Members int64        `db:"members"`
	Points  money.Points `db:"points"`
	Amount  money.Amount `db:"amount"`
	Matched money.Amount `db:"matched"`
}
