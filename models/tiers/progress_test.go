package tiers_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"fealty/models/tiers"
)

func TestProgressSaysHowFarAndUntilWhen(t *testing.T) {
	silver := tiers.Standing{Tier: "silver", Since: day("2025-05-01"), KeepUntil: until("2026-12-31")}
	end := until("2026-12-31")
	for name, c := range map[string]struct {
		policy   tiers.Policy
		standing tiers.Standing
		value    int64
		want     tiers.Way
	}{
		"on the first day": {yearly(), tiers.Standing{}, 0,
			tiers.Way{By: tiers.Points, Tier: "member", Next: "silver", Target: 1000, ToGo: 1000, Until: end}},
		"the tier must still be earned again": {yearly(), silver, 840,
			tiers.Way{By: tiers.Points, Tier: "silver", Value: 840, Next: "gold", Target: 2600, ToGo: 1760, Percent: 32, Until: end,
				KeptUntil: end, KeepBy: end, KeepToGo: 160}},
		"the tier is earned again": {yearly(), silver, 1840,
			tiers.Way{By: tiers.Points, Tier: "silver", Value: 1840, Next: "gold", Target: 2600, ToGo: 760, Percent: 71, Until: end,
				KeptUntil: until("2027-12-31")}},
		"the own line itself is enough": {yearly(), silver, 1000,
			tiers.Way{By: tiers.Points, Tier: "silver", Value: 1000, Next: "gold", Target: 2600, ToGo: 1600, Percent: 38, Until: end,
				KeptUntil: until("2027-12-31")}},
		"there, and the tier not yet": {yearly(), tiers.Standing{}, 1000,
			tiers.Way{By: tiers.Points, Tier: "member", Value: 1000, Next: "silver", Target: 1000, Percent: 99, Until: end}},
		"all but there is not there": {yearly(), silver, 2599,
			tiers.Way{By: tiers.Points, Tier: "silver", Value: 2599, Next: "gold", Target: 2600, ToGo: 1, Percent: 99, Until: end,
				KeptUntil: until("2027-12-31")}},
		"at the top, safe through next year": {yearly(), tiers.Standing{Tier: "gold", KeepUntil: until("2027-12-31")}, 100,
			tiers.Way{By: tiers.Points, Tier: "gold", Value: 100, Percent: 100, Until: end, KeptUntil: until("2027-12-31")}},
		"a rolling window": {rolling(), tiers.Standing{Tier: "silver", KeepUntil: end}, 1200,
			tiers.Way{By: tiers.Spend, Tier: "silver", Value: 1200, Next: "gold", Target: 2600, ToGo: 1400, Percent: 46, KeptUntil: end}},
		"more came back than counted": {yearly(), tiers.Standing{}, -40,
			tiers.Way{By: tiers.Points, Tier: "member", Next: "silver", Target: 1000, ToGo: 1000, Until: end}},
	} {
		if diff := cmp.Diff(c.want, tiers.Progress(c.policy, c.standing, sum(c.value), day("2026-11-18"))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
