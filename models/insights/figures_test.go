package insights_test

import (
	"testing"
	"time"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/ids"
	"fealty/models/insights"
	"fealty/models/programme"
)

// shopped puts purchases of members into the book's neighbour, so many days ago.
func shopped(t *testing.T, d *db.DB, member byte, daysAgo ...int) {
	t.Helper()
	x := testdb.Owner(t, d)
	for i, ago := range daysAgo {
		on := d.Time().AddDate(0, 0, -ago)
		_, err := x.Exec(`INSERT INTO purchases (member_id, id, reference, placed_at, placed_on, recorded_at, channel, shop, total, shipping, discount, tax,
				paid_otherwise, earning_base, version, points, tier_spend, tier_points, cells, facts, payments)
			VALUES ($1, $2, $3, cast($4 AS timestamptz), cast($4 AS timestamptz), cast($4 AS timestamptz), 'web', 'web', 1000, 0, 0, 0, 0, 1000, 1, 10, 1000, 10, '[]', '{}', '[]')`,
			ids.Member{member}, ids.Purchase{member, byte(i), 1}, string(rune('a'+member))+string(rune('a'+i)), on)
		if err != nil {
			t.Fatal(err)
		}
	}
}

func figures(t *testing.T, d *db.DB) insights.Figures {
	t.Helper()
	v, err := programme.NewVersion(1, testdb.Start, programme.Default(programme.Settings{}))
	if err != nil {
		t.Fatal(err)
	}
	f, err := insights.ReadFigures(t.Context(), d, v, insights.Stretches()[0])
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestFiguresAreOfTheirDaysAndOfNoOthers(t *testing.T) {
	d := testdb.Open(t)
	shopped(t, d, 1, 0, 29, 30, 59, 60, 90)
	shopped(t, d, 2, 5)
	f := figures(t, d)
	if f.Now.Active != 2 || f.Now.Purchases != 3 || f.Before.Active != 1 || f.Before.Purchases != 2 || f.Now.Average() != 1000 {
		t.Errorf("%+v", f)
	}
	// Ripe in this stretch are those of 30 to 59 days ago: that of day 30 was followed on day 29, that of day 59 on day 30.
	if f.Now.Ripe != 2 || f.Now.Again != 2 || f.Before.Ripe != 1 || f.Before.Again != 1 {
		t.Errorf("came back: %+v", f)
	}
	if f.Now.Back() != -1 || f.Now.IsTelling() {
		t.Error("two purchases are told as if they said something")
	}
}

func TestAMemberWhoStaysAwayHasNotComeBack(t *testing.T) {
	d := testdb.Open(t)
	for m := byte(1); m <= 30; m++ {
		shopped(t, d, m, 45)
		if m <= 12 {
			shopped2(t, d, m, 20)
		}
	}
	if f := figures(t, d); f.Now.Ripe != 30 || f.Now.Back() != 400 {
		t.Errorf("%+v: %d of a thousand", f.Now, f.Now.Back())
	}
}

// shopped2 is another purchase of somebody who has shopped.
func shopped2(t *testing.T, d *db.DB, member byte, ago int) {
	t.Helper()
	_, err := testdb.Owner(t, d).Exec(`INSERT INTO purchases SELECT member_id, $2, reference || 'x', placed_at + cast($3 AS interval), $4, recorded_at, channel, shop,
		total, shipping, discount, tax, paid_otherwise, earning_base, version, points, points_returned, entry_seq, tier_spend, tier_points, cells, facts, payments
		FROM purchases WHERE member_id = $1 LIMIT 1`, ids.Member{member}, ids.Purchase{member, 99}, "25 days", d.Time().AddDate(0, 0, -ago))
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheFlowHasTwelveWeeksAndMonthsEvenEmptyOnes(t *testing.T) {
	d := testdb.Open(t)
	v, err := programme.NewVersion(1, testdb.Start, programme.Default(programme.Settings{}))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range insights.Stretches() {
		flows, err := insights.ReadFlow(t.Context(), d, v, s)
		if err != nil || len(flows) != 12 {
			t.Fatalf("%s: %d, %v", s.Key, len(flows), err)
		}
		last := flows[11].From
		if !s.ByMonth && (last.Weekday() != time.Monday || last.Format(time.DateOnly) != "2026-03-09") || s.ByMonth && last.Format(time.DateOnly) != "2026-03-01" {
			t.Errorf("%s ends with %v", s.Key, last)
		}
	}
}
