package tiers

import "time"

// defaultWarnDays is how long before a fall members are told where the policy
// doesn't say.
const defaultWarnDays = 30

// MaxWarnDays bounds how early members are told: as long as a message that was
// sent is remembered, so that nobody is told twice.
const MaxWarnDays = 90

// shortestMonth is how many days a month has at least.
const shortestMonth = 28

// Notice is how many days before a fall members are told; never longer than the
// tier itself is promised.
func (p Policy) Notice() int {
	days := p.WarnDays
	if days == 0 {
		days = defaultWarnDays
	}
	if p.Keep.Kind == KeepMonths {
		days = min(days, p.Keep.Months*shortestMonth)
	}
	return days
}

// Risk is a fall that is coming as things stand: to which tier, and how much
// more until the promise ends keeps the tier, in minor units or points.
type Risk struct {
	Tier     string
	To       string
	KeepToGo int64
	KeepBy   time.Time
}

// AtRisk tells whether a member would fall when the promise ends, were nothing
// more to come; the window is that of the last promised day.
func AtRisk(p Policy, s Standing, w Window) (Risk, bool) {
	if s.KeepUntil == nil || p.Rank(s.Tier) < 0 {
		return Risk{}, false
	}
	_, change := Night(p, s, w, *s.KeepUntil)
	if change.Kind != Down {
		return Risk{}, false
	}
	return Risk{Tier: s.Tier, To: change.To, KeepToGo: WayBack(p, s.Tier, w), KeepBy: *s.KeepUntil}, true
}

// WayBack is how much is missing in a window to the line of a tier, in minor
// units or points; 0 when it is reached, or the policy doesn't have the tier.
func WayBack(p Policy, tier string, w Window) int64 {
	step, _ := p.Find(tier)
	return max(step.From-w.Value(p), 0)
}

// Unit is how a message names what counts towards tiers: "amount" in minor
// units, or "points".
func (p Policy) Unit() string {
	if p.By == Spend {
		return "amount"
	}
	return "points"
}
