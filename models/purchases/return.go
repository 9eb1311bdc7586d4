package purchases

import (
	"database/sql/driver"
	"time"

	"fealty/models/ids"
	"fealty/models/money"
)

// Return is what came back of a purchase and what became of its points:
// Due = Taken + Forgiven + Owed.
type Return struct {
	MemberID   ids.Member   `db:"member_id"`
	PurchaseID ids.Purchase `db:"purchase_id"`
	ID         ids.Return   `db:"id"`
	Reference  string       `db:"reference"`
	ReturnedAt time.Time    `db:"returned_at"`
	RecordedAt time.Time    `db:"recorded_at"`
	Amount     money.Amount `db:"amount"`
	Due        money.Points `db:"due"`
	Taken      money.Points `db:"taken"`
	Forgiven   money.Points `db:"forgiven"`
	// Lapsed is the part of Forgiven that had expired unused.
	Lapsed   money.Points  `db:"lapsed"`
	Owed     money.Points  `db:"owed"`
	Restored money.Points  `db:"restored"`
	Lines    ReturnedLines `db:"lines"`
}

// ReturnedLine is how much of a line came back, in thousandths, and what it took.
type ReturnedLine struct {
	Line     int            `json:"line"`
	Quantity money.Quantity `json:"quantity"`
	Due      money.Points   `json:"due"`
}

// ReturnedLines are kept with the return.
type ReturnedLines []ReturnedLine

// Value writes jsonb.
func (l ReturnedLines) Value() (driver.Value, error) { return toJSON(l, len(l) == 0) }

// Scan reads jsonb.
func (l *ReturnedLines) Scan(src any) error { return fromJSON(src, l) }

// Left is the quantity of a line that has not come back.
func (l Line) Left() money.Quantity { return l.Bought - l.Returned }

// IsAllBack tells whether nothing of any line is left.
func IsAllBack(lines []Line) bool {
	for _, l := range lines {
		if l.Left() > 0 {
			return false
		}
	}
	return true
}
