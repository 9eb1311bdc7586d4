package closing_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/ids"
	"fealty/models/money"
	"fealty/models/purchases"
	"fealty/models/tiers"
)

// earned is a purchase on a day that counted towards tiers.
func (w *world) earned(t *testing.T, m ids.Member, points money.Points, on time.Time) {
	t.Helper()
	w.in(t, func(ctx context.Context, tx *db.Tx) error {
		id, err := db.ID[ids.Purchase](tx)
		if err != nil {
			return err
		}
		writes, err := purchases.Insert([]purchases.Purchase{{MemberID: m, ID: id, Reference: id.String(), PlacedAt: on, PlacedOn: on, RecordedAt: tx.Now,
			Channel: "web", Shop: "web", TierPoints: points, Version: 1, Facts: purchases.Facts("{}")}}, nil)
		if err != nil {
			return err
		}
		return tx.Apply(ctx, writes...)
	})
}

// stands puts a member on a tier until a day.
func (w *world) stands(t *testing.T, m ids.Member, tier string, until time.Time) {
	t.Helper()
	w.in(t, func(ctx context.Context, tx *db.Tx) error {
		return tx.Apply(ctx, tiers.Save(tiers.Standing{MemberID: m, Tier: tier, Since: start.AddDate(-1, 0, 0), KeepUntil: &until}))
	})
}

// notices are the messages of a template, as "member: params".
func (w *world) notices(t *testing.T, template string) []string {
	t.Helper()
	var list []string
	err := w.d.Select(t.Context(), &list, `SELECT c.value || ': ' || cast(m.params AS text) FROM messages m
		JOIN member_contacts c USING (member_id) WHERE template = $1 ORDER BY 1`, template)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestWhoFallsInTheNightIsToldWhyAndWhatTheWayBackIs(t *testing.T) {
	w := newWorld(t)
	end := time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC)
	w.stands(t, w.alice, "gold", end)
	w.earned(t, w.alice, 4000, end.AddDate(0, -1, 0)) // Silver's line is 3,000, Gold's 10,000
	w.stands(t, w.bob, "silver", end)
	w.earned(t, w.bob, 3000, end)
	for range 2 {
		testdb.At(t, w.d, end.AddDate(0, 0, 1).Add(time.Hour))
		w.close(t, end)
	}
	want := `[a@example.com: {"why": "term", "from": "gold", "tier": "silver", "points": 10000, "keep_until": "2026-12-31"}]`
	if got := fmt.Sprint(w.notices(t, "tier_down")); got != want {
		t.Errorf("told\n%s, want\n%s", got, want)
	}
}

func TestWhoWouldFallIsWarnedOnceAndOnlyThen(t *testing.T) {
	w := newWorld(t)
	end := time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC)
	w.stands(t, w.alice, "silver", end)
	w.earned(t, w.alice, 2840, end.AddDate(0, -2, 0))
	w.stands(t, w.bob, "silver", end)
	w.earned(t, w.bob, 3000, end.AddDate(0, -2, 0))
	for before := 33; before > 20; before-- {
		testdb.At(t, w.d, end.AddDate(0, 0, 1-before).Add(time.Hour))
		w.close(t, end.AddDate(0, 0, -before))
		if told := w.count(t, `SELECT count(*) FROM messages`); (told == 1) != (before <= 30) {
			t.Fatalf("%d days before, %d messages", before, told)
		}
	}
	want := `[a@example.com: {"next": "member", "tier": "silver", "points": 160, "keep_until": "2026-12-31"}]`
	if got := fmt.Sprint(w.notices(t, "tier_at_risk")); got != want {
		t.Errorf("told\n%s, want\n%s", got, want)
	}
}
