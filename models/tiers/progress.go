package tiers

import "time"

// Way is how far a member is on the way up, and how long the tier is
// theirs. Value, Target, ToGo and KeepToGo are minor units or points, as the
// policy counts.
type Way struct {
	By    By
	Tier  string
	Value int64
	// Next is the tier above, or empty at the top; Target is its line.
	Next   string
	Target int64
	ToGo   int64
	// Percent of Target, at most 99 until it is reached; 100 at the top.
	Percent int
	// Until is the last day on which what was bought counts together: the end of
	// the calendar year; nil when the window rolls.
	Until *time.Time
	// KeptUntil is the last day of the tier as things stand; nil for the first.
	KeptUntil *time.Time
	// KeepBy and KeepToGo say how much more by when keeps the tier longer; nil
	// and 0 when that is settled or not yet open.
	KeepBy   *time.Time
	KeepToGo int64
}

// Progress measures a member's way.
func Progress(p Policy, s Standing, w Window, on time.Time) Way { return Way{} }
