package tiers_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"fealty/models/money"
	"fealty/models/tiers"
)

func day(s string) time.Time {
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return d
}

func until(s string) *time.Time {
	d := day(s)
	return &d
}

// yearly counts points in a calendar year: Member, Silver at 1,000, Gold at 2,600.
func yearly() tiers.Policy {
	return tiers.Policy{
		By: tiers.Points, Window: tiers.Calendar, Keep: tiers.Keep{Kind: tiers.RestOfNextYear}, Downgrade: tiers.DowngradeRecompute,
		Steps: []tiers.Tier{{Key: "member"}, {Key: "silver", From: 1000}, {Key: "gold", From: 2600, FreeShipping: true}},
	}
}

// rolling counts spending over twelve months.
func rolling() tiers.Policy {
	p := yearly()
	p.By, p.Window, p.Months, p.Keep = tiers.Spend, tiers.Rolling, 12, tiers.Keep{Kind: tiers.KeepMonths, Months: 6}
	return p
}

func sum(n int64) tiers.Window { return tiers.Window{Spend: money.Amount(n), Points: money.Points(n)} }

func TestACrossedLineRaisesAtOnce(t *testing.T) {
	p := yearly()
	s := tiers.Start(p, [16]byte{1}, day("2026-01-05"))
	s, change := tiers.After(p, s, sum(999), day("2026-03-10"))
	if change.Kind != tiers.Same || s.Tier != "member" {
		t.Fatalf("at 999: %s, %v", s.Tier, change)
	}
	s, change = tiers.After(p, s, sum(1000), day("2026-03-11"))
	want := tiers.Standing{MemberID: [16]byte{1}, Tier: "silver", Since: day("2026-03-11"), KeepUntil: until("2027-12-31"), ReachedIn: "member 2026-01-05 -"}
	if diff := cmp.Diff(want, s); diff != "" || change != (tiers.Change{Kind: tiers.Up, From: "member", To: "silver"}) {
		t.Errorf("%v, standing (-want +got):\n%s", change, diff)
	}
}

func TestOnePurchaseMayClimbTwoSteps(t *testing.T) {
	s, change := tiers.After(yearly(), tiers.Standing{}, sum(5000), day("2026-03-10"))
	if s.Tier != "gold" || change.Kind != tiers.Up {
		t.Errorf("at 5,000: %s, %v", s.Tier, change)
	}
}

func TestATierGainedInThisPeriodFallsWithAReturn(t *testing.T) {
	p := yearly()
	s, _ := tiers.After(p, tiers.Standing{}, sum(1200), day("2026-03-10"))
	s, _ = tiers.After(p, s, sum(2700), day("2026-05-10"))
	if same, change := tiers.AfterReturn(p, s, sum(2600), day("2026-06-01")); same.Tier != "gold" || change.Kind != tiers.Same {
		t.Errorf("still on the line: %s, %v", same.Tier, change)
	}
	silver, change := tiers.AfterReturn(p, s, sum(1500), day("2026-06-01"))
	if silver.Tier != "silver" || change.Kind != tiers.Down || *silver.KeepUntil != day("2027-12-31") {
		t.Errorf("below gold: %+v, %v", silver, change)
	}
	if silver.Since != day("2026-05-10") {
		t.Errorf("silver since %s: it was theirs when gold was reached", silver.Since.Format(time.DateOnly))
	}
	member, _ := tiers.AfterReturn(p, silver, sum(999), day("2026-06-02"))
	if member.Tier != "member" || member.KeepUntil != nil {
		t.Errorf("below silver too: %+v, want the first tier", member)
	}
}

func TestATierKeptFromBeforeStaysOnAReturn(t *testing.T) {
	p := yearly()
	silver, _ := tiers.After(p, tiers.Standing{}, sum(1200), day("2025-11-10"))
	same, change := tiers.AfterReturn(p, silver, sum(0), day("2026-02-01"))
	if same.Tier != "silver" || change.Kind != tiers.Same {
		t.Errorf("a tier of last year: %s, %v", same.Tier, change)
	}
	gold, _ := tiers.After(p, silver, sum(2600), day("2026-03-01"))
	back, change := tiers.AfterReturn(p, gold, sum(100), day("2026-03-05"))
	if equal, _ := tiers.AfterReturn(p, gold, sum(1000), day("2026-03-05")); equal.Since != silver.Since {
		t.Errorf("silver, earned again and kept, counts since %s", equal.Since.Format(time.DateOnly))
	}
	silver.ReachedIn = ""
	if diff := cmp.Diff(silver, back); diff != "" || change.To != "silver" {
		t.Errorf("%v, it should fall to what was kept (-want +got):\n%s", change, diff)
	}
}

func TestAPromiseThatHasEndedIsNoPlaceToFallTo(t *testing.T) {
	p := rolling()
	silver := tiers.Standing{Tier: "silver", Since: day("2026-01-01"), KeepUntil: until("2026-06-30")}
	gold, _ := tiers.After(p, silver, sum(2600), day("2026-05-01"))
	for on, want := range map[string]string{"2026-06-30": "silver", "2026-07-01": "member"} {
		if got, _ := tiers.AfterReturn(p, gold, sum(0), day(on)); got.Tier != want {
			t.Errorf("a return on %s leads to %s, want %s", on, got.Tier, want)
		}
	}
}

func TestTimeAloneTakesNothingOnAReturn(t *testing.T) {
	p := rolling()
	s, _ := tiers.After(p, tiers.Standing{}, sum(1100), day("2026-11-20"))
	if got := tiers.ReturnWindowStart(p, s, day("2027-04-01")); got != day("2025-11-21") {
		t.Errorf("sums from %s, want the window in which silver was reached", got.Format(time.DateOnly))
	}
	if got := tiers.ReturnWindowStart(p, s, day("2027-12-01")); got != day("2026-12-02") {
		t.Errorf("sums from %s, want the day's own window", got.Format(time.DateOnly))
	}
}

func TestAFallToAStepBetweenStillLooksAtTheWindowOfTheClimb(t *testing.T) {
	p := rolling()
	gold, _ := tiers.After(p, tiers.Standing{}, sum(2700), day("2026-11-20"))
	silver, _ := tiers.AfterReturn(p, gold, sum(1500), day("2027-04-01"))
	if got := tiers.ReturnWindowStart(p, silver, day("2027-04-02")); silver.Tier != "silver" || got != day("2025-11-21") {
		t.Errorf("%s sums from %s, want the window in which it was reached", silver.Tier, got.Format(time.DateOnly))
	}
}

func TestNothingHappensAtNightWhileThePromiseHolds(t *testing.T) {
	p := yearly()
	s, _ := tiers.After(p, tiers.Standing{}, sum(1200), day("2026-03-10"))
	for _, on := range []string{"2026-12-31", "2027-12-30"} {
		if got, change := tiers.Night(p, s, sum(0), day(on)); change.Kind != tiers.Same || got != s {
			t.Errorf("night of %s: %v", on, change)
		}
	}
}

func TestAfterTheLastPromisedDayTheMemberIsJudgedAgain(t *testing.T) {
	gold, _ := tiers.After(yearly(), tiers.Standing{}, sum(3000), day("2026-03-10"))
	for _, c := range []struct {
		downgrade tiers.Downgrade
		value     int64
		kind      tiers.ChangeKind
		tier      string
		until     *time.Time
	}{
		{tiers.DowngradeRecompute, 2600, tiers.Kept, "gold", until("2028-12-31")},
		{tiers.DowngradeRecompute, 1000, tiers.Down, "silver", until("2028-12-31")},
		{tiers.DowngradeRecompute, 0, tiers.Down, "member", nil},
		{tiers.DowngradeOneStep, 0, tiers.Down, "silver", until("2028-12-31")},
		{tiers.DowngradeNone, 0, tiers.Kept, "gold", until("2028-12-31")},
	} {
		p := yearly()
		p.Downgrade = c.downgrade
		s, change := tiers.Night(p, gold, sum(c.value), day("2027-12-31"))
		if s.Tier != c.tier || change.Kind != c.kind || s.ReachedIn != "" || cmp.Diff(c.until, s.KeepUntil) != "" {
			t.Errorf("%s at %d: %+v, %v", c.downgrade, c.value, s, change)
		}
		if since := map[bool]time.Time{true: day("2028-01-01"), false: gold.Since}[c.kind == tiers.Down]; s.Since != since {
			t.Errorf("%s at %d: since %s", c.downgrade, c.value, s.Since)
		}
	}
}

func TestATierThatIsNoMoreBecomesTheFirst(t *testing.T) {
	lost := tiers.Standing{Tier: "platinum", Since: day("2020-01-01"), KeepUntil: until("2021-01-01")}
	if s, _ := tiers.After(yearly(), lost, sum(0), day("2026-03-10")); s.Tier != "member" || s.KeepUntil != nil {
		t.Errorf("got %+v", s)
	}
}

func TestWindowsBeginWithTheYearOrMonthsAgo(t *testing.T) {
	for _, c := range []struct {
		policy   tiers.Policy
		on, want string
	}{
		{yearly(), "2026-03-10", "2026-01-01"}, {yearly(), "2026-12-31", "2026-01-01"},
		{rolling(), "2026-03-10", "2025-03-11"}, {rolling(), "2026-12-31", "2026-01-01"}, {rolling(), "2028-02-29", "2027-03-01"},
	} {
		if got := tiers.WindowStart(c.policy, day(c.on)); got != day(c.want) {
			t.Errorf("%s on %s begins %s, want %s", c.policy.Window, c.on, got.Format(time.DateOnly), c.want)
		}
	}
}

func TestTheWindowCountsWhatThePolicySays(t *testing.T) {
	w := tiers.Window{Spend: 70, Points: 7}
	if w.Value(yearly()) != 7 || w.Value(rolling()) != 70 {
		t.Error("points and spend are mixed up")
	}
}

func TestGatesOpenFromTheirTierUp(t *testing.T) {
	p := yearly()
	if !p.AtLeast("gold", "silver") || p.AtLeast("member", "silver") || !p.AtLeast("member", "") || p.AtLeast("gold", "unknown") {
		t.Error("a gate opens for the wrong tiers")
	}
	if !p.AtLeast("silver", "silver") || !p.AtLeast("member", "member") || p.AtLeast("unknown", "member") {
		t.Error("a gate is shut for its own tier, or open for one that is no more")
	}
	if first, known := p.Find("member"); !known || first.Key != "member" {
		t.Errorf("the first tier is %+v, %v", first, known)
	}
	if gone, known := p.Find("platinum"); known || gone.Key != "" {
		t.Errorf("a tier that is no more is %+v, %v", gone, known)
	}
}

func TestAPurchaseNeverLowersATier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SampledFrom([]tiers.Policy{yearly(), rolling()}).Draw(t, "policy")
		s, on := tiers.Standing{}, day("2026-01-01")
		for range rapid.IntRange(1, 30).Draw(t, "acts") {
			on = on.AddDate(0, 0, rapid.IntRange(0, 120).Draw(t, "days"))
			w := sum(rapid.Int64Range(-50, 4000).Draw(t, "sum"))
			rank := p.Rank(s.Tier)
			switch rapid.IntRange(0, 2).Draw(t, "act") {
			case 0:
				after, change := tiers.After(p, s, w, on)
				if p.Rank(after.Tier) < rank || (change.Kind == tiers.Up) != (p.Rank(after.Tier) > max(rank, 0)) {
					t.Fatalf("a purchase led from %s to %s, %v", s.Tier, after.Tier, change)
				}
				s = after
			case 1:
				s, _ = tiers.AfterReturn(p, s, w, on)
			case 2:
				kept := s.KeepUntil != nil && s.KeepUntil.After(on)
				night, change := tiers.Night(p, s, w, on)
				if kept && change.Kind != tiers.Same {
					t.Fatalf("judged before the promise ended: %v", change)
				}
				s = night
			}
			if (s.KeepUntil == nil) != (p.Rank(s.Tier) == 0) {
				t.Fatalf("%s is kept until %v", s.Tier, s.KeepUntil)
			}
		}
	})
}
