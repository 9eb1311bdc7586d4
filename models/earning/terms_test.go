package earning_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"fealty/models/earning"
	"fealty/models/money"
)

func TestTermsAreCountedFromTheDayPointsCanBeSpent(t *testing.T) {
	months := func(n int, up earning.RoundUp) earning.Expiry {
		return earning.Expiry{Kind: earning.Months, Months: n, RoundUp: up}
	}
	for _, c := range []struct {
		name               string
		expiry             earning.Expiry
		pending            int
		on, start, expires string
	}{
		{"at once and never", earning.Expiry{Kind: earning.Never}, 0, "2026-03-10", "2026-03-10", ""},
		{"pending and never", earning.Expiry{Kind: earning.Never}, 14, "2026-03-10", "2026-03-24", ""},
		{"months to the day", months(24, earning.RoundNone), 0, "2026-03-10", "2026-03-10", "2028-03-10"},
		{"no rounding said", months(24, ""), 0, "2026-03-10", "2026-03-10", "2028-03-10"},
		{"to the month's end", months(24, earning.RoundMonth), 0, "2026-03-10", "2026-03-10", "2028-03-31"},
		{"on the month's end already", months(1, earning.RoundMonth), 0, "2026-03-31", "2026-03-31", "2026-04-30"},
		{"to the quarter's end", months(3, earning.RoundQuarter), 0, "2026-01-31", "2026-01-31", "2026-06-30"},
		{"in the quarter's last month", months(2, earning.RoundQuarter), 0, "2026-01-31", "2026-01-31", "2026-03-31"},
		{"to the year's end", months(12, earning.RoundYear), 0, "2026-03-10", "2026-03-10", "2027-12-31"},
		{"a clamped month", months(1, earning.RoundNone), 0, "2026-01-31", "2026-01-31", "2026-02-28"},
		{"a leap day", months(12, earning.RoundNone), 0, "2028-02-29", "2028-02-29", "2029-02-28"},
		{"the clock starts at activation", months(1, earning.RoundMonth), 30, "2026-03-10", "2026-04-09", "2026-05-31"},
	} {
		start, expires := earning.Terms(c.expiry, c.pending, day(c.on))
		if start != day(c.start) || (expires == nil) != (c.expires == "") || expires != nil && *expires != day(c.expires) {
			t.Errorf("%s: %v to %v, want %s to %s", c.name, start, expires, c.start, c.expires)
		}
	}
}

func TestMonthsMoveForwardAndBack(t *testing.T) {
	for _, c := range []struct {
		on     string
		months int
		want   string
	}{
		{"2026-01-31", 1, "2026-02-28"}, {"2026-03-31", -1, "2026-02-28"}, {"2026-03-10", -12, "2025-03-10"},
		{"2026-12-31", 2, "2027-02-28"}, {"2026-12-15", 1, "2027-01-15"}, {"2026-05-05", 0, "2026-05-05"},
	} {
		if got := earning.AddMonths(day(c.on), c.months); got != day(c.want) {
			t.Errorf("%s and %d months is %s, want %s", c.on, c.months, got.Format(time.DateOnly), c.want)
		}
	}
}

func TestPartialReturnsTakeBackExactlyTheAward(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points := money.Points(rapid.Int64Range(0, 1e12).Draw(t, "points"))
		bought := money.Quantity(rapid.Int64Range(1, int64(money.MaxQuantity)).Draw(t, "bought"))
		var back money.Quantity
		var due money.Points
		for back < bought {
			now := money.Quantity(rapid.Int64Range(1, int64(bought-back)).Draw(t, "now"))
			if rapid.IntRange(0, 3).Draw(t, "rest") == 0 {
				now = bought - back
			}
			part := earning.Due(points, bought, back, now)
			if part < 0 {
				t.Fatalf("a return of %d gave points", now)
			}
			back, due = back+now, due+part
			if due > points {
				t.Fatalf("%d due of %d", due, points)
			}
		}
		if due != points {
			t.Fatalf("%d due in all, want %d", due, points)
		}
	})
}

func TestTheLastUnitTakesTheRest(t *testing.T) {
	for before, want := range map[money.Quantity]money.Points{0: 3, 1000: 3, 2000: 4} {
		if got := earning.Due(10, 3000, before, 1000); got != want {
			t.Errorf("one of three back after %d: %d points, want %d", before, got, want)
		}
	}
}
