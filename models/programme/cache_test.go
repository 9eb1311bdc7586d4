package programme_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/programme"
)

var d2026 = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func put(t *testing.T, d *db.DB, number int, startsAt time.Time) {
	t.Helper()
	doc := norwegian()
	doc.Club.Name = fmt.Sprintf("Club %d", number)
	text, err := doc.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	err = db.InTx(t.Context(), d, func(tx *db.Tx) error {
		return tx.Apply(t.Context(), programme.Insert(programme.Published{Number: number, StartsAt: startsAt, PublishedAt: tx.Now, By: "cli"}, text))
	})
	if err != nil {
		t.Fatal(err)
	}
}

func number(t *testing.T, c *programme.Cache, d *db.DB, at time.Time) int {
	t.Helper()
	v, err := c.At(t.Context(), d, at)
	if err != nil {
		t.Fatalf("at %s: %v", at, err)
	}
	return v.Number
}

func TestTheNewestVersionThatHasStartedIsInForce(t *testing.T) {
	d, c := testdb.Open(t), &programme.Cache{}
	put(t, d, 1, d2026)
	put(t, d, 2, d2026.AddDate(0, 1, 0))
	put(t, d, 3, d2026.AddDate(0, 1, 0))
	put(t, d, 4, d2026.AddDate(1, 0, 0))
	for at, want := range map[time.Time]int{
		d2026.AddDate(-30, 0, 0): 1, d2026: 1, d2026.AddDate(0, 1, 0).Add(-1): 1, d2026.AddDate(0, 1, 0): 3, testdb.Start: 3, d2026.AddDate(1, 0, 0): 4,
	} {
		if got := number(t, c, d, at); got != want {
			t.Errorf("at %s version %d is in force, want %d", at, got, want)
		}
	}
	v, err := c.InForce(t.Context(), d)
	if err != nil || v.Number != 3 || v.Document.Club.Name != "Club 3" || v.Currency().Code != "NOK" || v.Zone().String() != "Europe/Oslo" {
		t.Errorf("in force: %+v, %v", v, err)
	}
	if today := v.Today(time.Date(2026, 3, 10, 23, 30, 0, 0, time.UTC)); today.Day() != 11 {
		t.Errorf("half past midnight in Oslo is the %d", today.Day())
	}
}

func TestAVersionOfAnotherInstanceIsSeenWithinASecond(t *testing.T) {
	d, c := testdb.Open(t), &programme.Cache{}
	put(t, d, 1, d2026)
	number(t, c, d, testdb.Start)
	put(t, d, 2, d2026)
	if got := number(t, c, d, testdb.Start); got != 1 {
		t.Errorf("the list was read again at once: version %d", got)
	}
	testdb.Forward(t, d, programme.Fresh)
	if got := number(t, c, d, testdb.Start); got != 2 {
		t.Errorf("a second later version %d is in force, want 2", got)
	}
	put(t, d, 3, d2026)
	c.Forget()
	if got := number(t, c, d, testdb.Start); got != 3 {
		t.Errorf("after Forget version %d is in force, want 3", got)
	}
}

func TestAVersionIsWorkedOutOnceForAll(t *testing.T) {
	d, c := testdb.Open(t), &programme.Cache{}
	put(t, d, 1, d2026)
	seen := make([]*programme.Version, 20)
	var all sync.WaitGroup
	for i := range seen {
		all.Go(func() {
			v, err := c.InForce(t.Context(), d)
			if err != nil {
				t.Error(err)
			}
			seen[i] = v
		})
	}
	all.Wait()
	for _, v := range seen {
		if v == nil || v != seen[0] {
			t.Fatal("callers hold different copies of one version")
		}
	}
}

func TestWithoutAVersionTheCacheSaysSo(t *testing.T) {
	d, c := testdb.Open(t), &programme.Cache{}
	if _, err := c.InForce(t.Context(), d); !fault.Is(err, "no_programme") {
		t.Errorf("an empty database: %v", err)
	}
	if _, err := c.Number(t.Context(), d, 7); fault.KindOf(err) != fault.NotFound {
		t.Errorf("an unknown version: %v", err)
	}
	put(t, d, 1, d2026)
	if got := number(t, c, d, testdb.Start); got != 1 {
		t.Errorf("the first version is seen at once, got %d", got)
	}
	list, err := programme.List(t.Context(), d)
	if err != nil || len(list) != 1 || list[0].By != "cli" {
		t.Errorf("list: %v, %v", list, err)
	}
}
