package tiers

import (
	"strings"
	"time"

	"fealty/models/ids"
)

// Standing is where a member stands. KeepUntil is the last promised day; nil for
// the first tier.
type Standing struct {
	MemberID  ids.Member `db:"member_id"`
	Tier      string     `db:"tier"`
	Since     time.Time  `db:"since"`
	KeepUntil *time.Time `db:"keep_until"`
	// ReachedIn remembers, for a tier that was climbed to, where the member stood
	// before that period, so that a return can let it fall there; empty for one
	// that was given or kept.
	ReachedIn string `db:"reached_in"`
}

// ChangeKind is what happened to a standing.
type ChangeKind string

// Nothing, a climb, a fall, or a promise made again.
const (
	Same ChangeKind = ""
	Up   ChangeKind = "up"
	Down ChangeKind = "down"
	Kept ChangeKind = "kept"
)

// Change says what happened to a standing, by keys.
type Change struct {
	Kind ChangeKind
	From string
	To   string
}

// Start is a new member's standing.
func Start(p Policy, member ids.Member, on time.Time) Standing {
	return Standing{MemberID: member, Tier: p.First().Key, Since: on}
}

// climbedWithin tells whether the tier was climbed to in the period that a day
// looks back on.
func (s Standing) climbedWithin(p Policy, on time.Time) bool {
	return s.ReachedIn != "" && !s.Since.Before(WindowStart(p, on))
}

// remember writes a standing as ReachedIn keeps it: tier, since, keep until.
func (s Standing) remember() string {
	return s.Tier + " " + s.Since.Format(time.DateOnly) + " " + formatDay(s.KeepUntil)
}

// before reads what remember wrote; what can't be read is no promise at all.
func (s Standing) before() Standing {
	parts := strings.Split(s.ReachedIn, " ")
	if len(parts) != 3 {
		return Standing{}
	}
	since, _ := time.Parse(time.DateOnly, parts[1])
	before := Standing{MemberID: s.MemberID, Tier: parts[0], Since: since}
	if until, err := time.Parse(time.DateOnly, parts[2]); err == nil {
		before.KeepUntil = &until
	}
	return before
}

func formatDay(day *time.Time) string {
	if day == nil {
		return "-"
	}
	return day.Format(time.DateOnly)
}
