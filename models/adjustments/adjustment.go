package adjustments

import (
	"time"

	"fealty/models/ids"
	"fealty/models/money"
)

// State is where an adjustment stands.
type State string

// The states of an adjustment.
const (
	Waiting  State = "waiting"
	Approved State = "approved"
	Refused  State = "refused"
)

// Adjustment is points to be given (positive) or taken (negative) by hand. Who
// decides is never who asked. EntrySeq is the entry that an approval made.
type Adjustment struct {
	ID        ids.Adjustment `db:"id"`
	MemberID  ids.Member     `db:"member_id"`
	Points    money.Points   `db:"points"`
	Reason    string         `db:"reason"`
	State     State          `db:"state"`
	AskedBy   ids.Staff      `db:"asked_by"`
	AskedAt   time.Time      `db:"asked_at"`
	DecidedBy ids.Staff      `db:"decided_by"`
	DecidedAt *time.Time     `db:"decided_at"`
	EntrySeq  *int64         `db:"entry_seq"`
}
