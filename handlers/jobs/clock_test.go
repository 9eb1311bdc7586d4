package jobs

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"fealty/handlers/web"
	"fealty/models/db/testdb"
)

func TestATaskIsDueFromItsHourInTheProgrammesZone(t *testing.T) {
	oslo, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		t.Fatal(err)
	}
	task := Task{Hour: 0, Minute: 20, CatchUp: 2}
	for at, want := range map[string]string{
		"2026-03-09T23:19:59Z": "2026-03-09", // 00:19:59 in Oslo: still the day before
		"2026-03-09T23:20:00Z": "2026-03-10",
		"2026-03-10T22:59:00Z": "2026-03-10",
		"2026-03-29T22:20:00Z": "2026-03-30", // summer time has begun
	} {
		instant, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		days := task.due(instant, oslo)
		if len(days) != 3 || days[2].Format(time.DateOnly) != want || days[0].AddDate(0, 0, 2) != days[2] {
			t.Errorf("at %s the slots are %v; the last should be %s", at, days, want)
		}
	}
}

func clockOf(t *testing.T) *Clock {
	t.Helper()
	return &Clock{deps: web.Deps{DB: testdb.Open(t), Log: slog.New(slog.DiscardHandler)}, finished: map[slot]bool{}}
}

func TestTwoInstancesDoASlotOnce(t *testing.T) {
	a := clockOf(t)
	b := &Clock{deps: a.deps, finished: map[slot]bool{}}
	runs := 0
	task := Task{Name: "x", Run: func(context.Context, web.Deps, time.Time) error { runs++; return nil }}
	for _, c := range []*Clock{a, b, a, b} {
		if err := c.once(t.Context(), task, testdb.Start); err != nil {
			t.Fatal(err)
		}
	}
	if runs != 1 {
		t.Errorf("the slot was done %d times", runs)
	}
}

func TestASlotThatFailedIsDoneAgainAfterItsLease(t *testing.T) {
	c := clockOf(t)
	runs := 0
	task := Task{Name: "x", Run: func(context.Context, web.Deps, time.Time) error {
		if runs++; runs == 1 {
			return errors.New("the night was cut off")
		}
		return nil
	}}
	if err := c.once(t.Context(), task, testdb.Start); err == nil {
		t.Error("the failure isn't told")
	}
	testdb.Forward(t, c.deps.DB, time.Hour)
	if err := c.once(t.Context(), task, testdb.Start); err != nil || runs != 2 {
		t.Errorf("it ran %d times: %v", runs, err)
	}
}

func TestStoppingWaitsForTheWorkInHand(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	c := &Clock{stop: stop}
	begun, ended := make(chan bool), atomic.Bool{}
	c.every(ctx, time.Hour, func(ctx context.Context) {
		close(begun)
		time.Sleep(50 * time.Millisecond)
		ended.Store(ctx.Err() == nil)
	})
	<-begun
	c.Stop()
	if !ended.Load() {
		t.Error("the work was cut off")
	}
}

func TestPruningAnEmptyDatabaseIsNothingToDo(t *testing.T) {
	c := clockOf(t)
	if err := prune(t.Context(), c.deps, testdb.Start); err != nil {
		t.Error(err)
	}
}
