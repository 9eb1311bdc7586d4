package jobs_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/jobs"
)

func enqueue(t *testing.T, d *db.DB, n int) {
	t.Helper()
	err := db.InTx(t.Context(), d, func(tx *db.Tx) error {
		for i := range n {
			write, err := jobs.Enqueue(tx, "count", map[string]int{"n": i}, tx.Now)
			if err != nil {
				return err
			}
			if err := tx.Apply(t.Context(), write); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func claim(t *testing.T, d *db.DB, n int) []jobs.Job {
	t.Helper()
	got, err := jobs.Claim(t.Context(), d, n, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestManyWorkersTakeEachJobOnce(t *testing.T) {
	d := testdb.OpenWith(t, db.Options{Connections: 8})
	enqueue(t, d, 60)
	var mu sync.Mutex
	taken := map[string]int{}
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for {
				got, err := jobs.Claim(context.Background(), d, 3, time.Minute)
				if err != nil {
					t.Error(err)
				}
				if len(got) == 0 {
					return
				}
				mu.Lock()
				for _, job := range got {
					taken[job.ID.String()]++
				}
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	for id, times := range taken {
		if times != 1 {
			t.Errorf("%s was taken %d times", id, times)
		}
	}
	if len(taken) != 60 {
		t.Errorf("%d of 60 jobs were taken", len(taken))
	}
}

func TestAJobOfAKilledWorkerComesBackWhenItsLeaseEnds(t *testing.T) {
	d := testdb.Open(t)
	enqueue(t, d, 1)
	lost := claim(t, d, 1)[0]
	if again := claim(t, d, 1); len(again) != 0 {
		t.Fatal("leased twice")
	}
	testdb.Forward(t, d, time.Minute)
	again := claim(t, d, 1)
	if len(again) != 1 || again[0].ID != lost.ID || again[0].Attempts != 2 {
		t.Fatalf("after the lease: %+v", again)
	}
	if err := jobs.Finish(t.Context(), d, lost); err != nil {
		t.Fatal(err)
	}
	var done int
	if err := d.Get(t.Context(), &done, `SELECT count(*) FROM jobs WHERE done_at IS NOT NULL`); err != nil || done != 0 {
		t.Errorf("who lost the lease finished the job: %d, %v", done, err)
	}
	if err := jobs.Finish(t.Context(), d, again[0]); err != nil {
		t.Fatal(err)
	}
	testdb.Forward(t, d, time.Hour)
	if left := claim(t, d, 1); len(left) != 0 {
		t.Error("a finished job came back")
	}
}

func TestAFailingJobWaitsLongerEachTimeAndDiesAtLast(t *testing.T) {
	d := testdb.Open(t)
	enqueue(t, d, 1)
	var before time.Duration
	for attempt := 1; attempt <= 8; attempt++ {
		got := claim(t, d, 1)
		if len(got) != 1 || got[0].Attempts != attempt || string(got[0].Payload) != `{"n": 0}` {
			t.Fatalf("attempt %d: %+v", attempt, got)
		}
		if err := jobs.Fail(t.Context(), d, got[0], errors.New("no luck")); err != nil {
			t.Fatal(err)
		}
		if attempt == 8 {
			break
		}
		var runAt time.Time
		if err := d.Get(t.Context(), &runAt, `SELECT run_at FROM jobs`); err != nil {
			t.Fatal(err)
		}
		wait := runAt.Sub(d.Time())
		if wait <= before {
			t.Errorf("after attempt %d it waits %v, before it %v", attempt, wait, before)
		}
		before = wait
		testdb.At(t, d, runAt)
	}
	dead, err := jobs.Dead(t.Context(), d)
	if err != nil || len(dead) != 1 || dead[0].LastError == nil || *dead[0].LastError != "no luck" {
		t.Errorf("the dead: %+v, %v", dead, err)
	}
}

func TestASlotIsClaimedOnceOverManyInstances(t *testing.T) {
	d := testdb.OpenWith(t, db.Options{Connections: 8})
	slot := jobs.Slot{Task: "night", At: testdb.Start.Truncate(24 * time.Hour)}
	var won atomic.Int64
	var wait sync.WaitGroup
	for range 30 {
		wait.Go(func() {
			mine, err := jobs.ClaimSlot(context.Background(), d, slot.Task, slot.At)
			if err != nil {
				t.Error(err)
			}
			if mine {
				won.Add(1)
			}
		})
	}
	wait.Wait()
	if won.Load() != 1 {
		t.Errorf("%d instances won the slot", won.Load())
	}
	if other, err := jobs.ClaimSlot(t.Context(), d, "hour", slot.At); !other || err != nil {
		t.Errorf("another task's slot: %v, %v", other, err)
	}
}

func TestASlotWhoseOwnerWasKilledIsTakenOverAndAFinishedOneNever(t *testing.T) {
	d := testdb.Open(t)
	slot := jobs.Slot{Task: "night", At: testdb.Start}
	for i, step := range []struct {
		wait   time.Duration
		finish bool
		won    bool
	}{{0, false, true}, {14 * time.Minute, false, false}, {time.Minute, true, true}, {time.Hour, false, false}} {
		testdb.Forward(t, d, step.wait)
		won, err := jobs.ClaimSlot(t.Context(), d, slot.Task, slot.At)
		if won != step.won || err != nil {
			t.Errorf("step %d: %v, %v", i, won, err)
		}
		if step.finish {
			if err := jobs.FinishSlot(t.Context(), d, slot, nil); err != nil {
				t.Fatal(err)
			}
		}
	}
}
