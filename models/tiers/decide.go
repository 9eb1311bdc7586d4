package tiers

import "time"

// After is a member's standing after a purchase on a day, with that purchase in
// the window: up at once, never down. The purchase itself earned at the tier
// before; the next earns at the new one.
func After(p Policy, s Standing, w Window, on time.Time) (Standing, Change) {
	s = known(p, s, on)
	rank, earned := p.Rank(s.Tier), p.earned(w.Value(p))
	if earned <= rank {
		return s, Change{}
	}
	before := s
	if s.climbedWithin(p, on) {
		before = s.before()
	}
	up := Standing{MemberID: s.MemberID, Tier: p.Steps[earned].Key, Since: on, KeepUntil: p.keepEnd(earned, on), ReachedIn: before.remember()}
	return up, Change{Kind: Up, From: s.Tier, To: up.Tier}
}

// AfterReturn is a member's standing after a return, with the window summed from
// ReturnWindowStart. A tier climbed to in this period falls at once when the
// member is below its line without what came back: to what is still reached, or
// to what was promised before. A tier kept from before stays.
func AfterReturn(p Policy, s Standing, w Window, on time.Time) (Standing, Change) {
	s = known(p, s, on)
	rank := p.Rank(s.Tier)
	if rank == 0 || !s.climbedWithin(p, on) || w.Value(p) >= p.Steps[rank].From {
		return s, Change{}
	}
	down := fallen(p, s, p.earned(w.Value(p)), on)
	return down, Change{Kind: Down, From: s.Tier, To: down.Tier}
}

// fallen is where a member lands. A step between was reached with the one that
// is lost, so it is theirs since then.
func fallen(p Policy, s Standing, earned int, on time.Time) Standing {
	before := s.before()
	promised := before.KeepUntil == nil || !before.KeepUntil.Before(on)
	if promised && p.Rank(before.Tier) >= earned {
		return before
	}
	if earned == 0 {
		return Start(p, s.MemberID, on)
	}
	return Standing{MemberID: s.MemberID, Tier: p.Steps[earned].Key, Since: s.Since, KeepUntil: s.KeepUntil, ReachedIn: s.ReachedIn}
}

// ReturnWindowStart is the first day whose purchases are summed for AfterReturn:
// that of the window in which the tier was reached, so that time alone takes
// nothing that was promised.
func ReturnWindowStart(p Policy, s Standing, on time.Time) time.Time {
	if s.climbedWithin(p, on) {
		return WindowStart(p, s.Since)
	}
	return WindowStart(p, on)
}

// Night is a member's standing at the end of a day, with that day's window. While
// the promise holds nothing happens; after its last day the member keeps the tier
// by qualifying again, or falls as the policy says.
func Night(p Policy, s Standing, w Window, on time.Time) (Standing, Change) {
	s = known(p, s, on)
	if s.KeepUntil == nil || s.KeepUntil.After(on) {
		return s, Change{}
	}
	rank := p.Rank(s.Tier)
	next := max(p.earned(w.Value(p)), p.floor(rank))
	judged := Standing{MemberID: s.MemberID, Tier: p.Steps[next].Key, Since: s.Since, KeepUntil: p.keepEnd(next, on)}
	if next == rank {
		return judged, Change{Kind: Kept, From: s.Tier, To: judged.Tier}
	}
	judged.Since = on.AddDate(0, 0, 1)
	change := Change{Kind: Down, From: s.Tier, To: judged.Tier}
	if next > rank {
		change.Kind = Up
	}
	return judged, change
}

// floor is the lowest rank to which a member falls in one night.
func (p Policy) floor(rank int) int {
	switch p.Downgrade {
	case DowngradeNone:
		return rank
	case DowngradeOneStep:
		return max(rank-1, 0)
	}
	return 0
}

// known gives the first tier to a member without a standing, or with one in a
// tier that the policy no longer has.
func known(p Policy, s Standing, on time.Time) Standing {
	if p.Rank(s.Tier) < 0 {
		return Start(p, s.MemberID, on)
	}
	return s
}
