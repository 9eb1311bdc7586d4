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
	// and 0 when that is settled, not yet open, or moves with a rolling window.
	KeepBy   *time.Time
	KeepToGo int64
}

// Progress measures a member's way on a day, with that day's window.
func Progress(p Policy, s Standing, w Window, on time.Time) Way {
	s = known(p, s, on)
	rank := p.Rank(s.Tier)
	way := Way{By: p.By, Tier: s.Tier, Value: max(w.Value(p), 0), Percent: 100, KeptUntil: s.KeepUntil}
	if rank+1 < len(p.Steps) {
		way.climb(p.Steps[rank+1])
	}
	if p.Window == Calendar {
		end := time.Date(on.Year(), time.December, 31, 0, 0, 0, 0, time.UTC)
		way.Until = &end
		way.keep(p, rank, on)
	}
	return way
}

func (w *Way) climb(next Tier) {
	w.Next, w.Target = next.Key, next.From
	w.ToGo = max(next.From-w.Value, 0)
	w.Percent = 99
	if w.ToGo > 0 {
		w.Percent = int(min((w.Value*100+next.From/2)/next.From, 99))
	}
}

// keep works out the promise as it stands: who has reached the own line this year
// keeps the tier as long as if it were reached today.
func (w *Way) keep(p Policy, rank int, on time.Time) {
	if rank == 0 || w.KeptUntil == nil {
		return
	}
	line := p.Steps[rank].From
	if w.Value >= line {
		if end := p.keepEnd(rank, on); end.After(*w.KeptUntil) {
			w.KeptUntil = end
		}
		return
	}
	if p.Downgrade != DowngradeNone && !WindowStart(p, *w.KeptUntil).After(on) {
		w.KeepBy, w.KeepToGo = w.KeptUntil, line-w.Value
	}
}
