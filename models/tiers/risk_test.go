package tiers_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"fealty/models/tiers"
)

func TestOnlyWhoWouldFallIsAtRisk(t *testing.T) {
	gold := tiers.Standing{Tier: "gold", Since: day("2025-05-05"), KeepUntil: until("2026-12-31")}
	stays, oneStep := yearly(), yearly()
	stays.Downgrade, oneStep.Downgrade = tiers.DowngradeNone, tiers.DowngradeOneStep
	for name, c := range map[string]struct {
		policy tiers.Policy
		s      tiers.Standing
		value  int64
		want   tiers.Risk
	}{
		"short of the line":     {yearly(), gold, 2440, tiers.Risk{Tier: "gold", To: "silver", KeepToGo: 160, KeepBy: day("2026-12-31")}},
		"two steps":             {yearly(), gold, 0, tiers.Risk{Tier: "gold", To: "member", KeepToGo: 2600, KeepBy: day("2026-12-31")}},
		"one step at most":      {oneStep, gold, 0, tiers.Risk{Tier: "gold", To: "silver", KeepToGo: 2600, KeepBy: day("2026-12-31")}},
		"the line is reached":   {yearly(), gold, 2600, tiers.Risk{}},
		"nobody falls":          {stays, gold, 0, tiers.Risk{}},
		"the first tier":        {yearly(), tiers.Standing{Tier: "member"}, 0, tiers.Risk{}},
		"a tier that went away": {yearly(), tiers.Standing{Tier: "platinum", KeepUntil: until("2026-12-31")}, 0, tiers.Risk{}},
	} {
		got, is := tiers.AtRisk(c.policy, c.s, sum(c.value))
		if diff := cmp.Diff(c.want, got); diff != "" || is != (c.want != tiers.Risk{}) {
			t.Errorf("%s: %v (-want +got):\n%s", name, is, diff)
		}
	}
}

func TestNoticeIsThirtyDaysUnlessThePolicySaysElse(t *testing.T) {
	for _, c := range []struct {
		days, months, want int
	}{{0, 0, 30}, {14, 0, 14}, {0, 1, 28}, {60, 2, 56}, {60, 6, 60}} {
		p := yearly()
		p.WarnDays = c.days
		if c.months > 0 {
			p.Keep = tiers.Keep{Kind: tiers.KeepMonths, Months: c.months}
		}
		if got := p.Notice(); got != c.want {
			t.Errorf("%+v gives %d days", c, got)
		}
	}
}

func TestTheWayBackIsWhatIsMissingToTheLine(t *testing.T) {
	p := rolling()
	for value, want := range map[int64]int64{0: 1000, 999: 1, 1000: 0, 5000: 0} {
		if got := tiers.WayBack(p, "silver", sum(value)); got != want {
			t.Errorf("with %d it is %d", value, got)
		}
	}
}
