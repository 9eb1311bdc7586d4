package limits_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/limits"
)

var three = limits.Limit{Count: 3, Per: 15 * time.Minute}

func TestALimitStopsAtItsCountAndForgivesWhenItsWindowHasPassed(t *testing.T) {
	d := testdb.Open(t)
	testdb.At(t, d, testdb.Start.Add(5*time.Minute))
	for i := range 3 {
		if err := limits.Take(t.Context(), d, "code:address:192.0.2.7", three); err != nil {
			t.Fatalf("attempt %d: %v", i+1, err)
		}
	}
	err := limits.Take(t.Context(), d, "code:address:192.0.2.7", three)
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.TooMany || f.Key != "too_many" || f.Params["seconds"] != 600 {
		t.Errorf("the fourth attempt got %v", err)
	}
	if err := limits.Take(t.Context(), d, "code:address:192.0.2.8", three); err != nil {
		t.Errorf("somebody else got %v", err)
	}
	testdb.Forward(t, d, 10*time.Minute)
	if err := limits.Take(t.Context(), d, "code:address:192.0.2.7", three); err != nil {
		t.Errorf("in the next window: %v", err)
	}
}

func TestWhoIsStoppedByOneLimitUsesUpNoOther(t *testing.T) {
	d := testdb.Open(t)
	one := limits.Limit{Count: 1, Per: time.Hour}
	address := limits.Use{Key: "code:address:a", Limit: one}
	owner := limits.Use{Key: "code:contact:ola@example.com", Limit: three}
	if err := limits.TakeAll(t.Context(), d, address, owner); err != nil {
		t.Fatal(err)
	}
	for range 10 {
		if err := limits.TakeAll(t.Context(), d, owner, address); fault.KindOf(err) != fault.TooMany {
			t.Fatalf("got %v", err)
		}
	}
	for i := range 2 {
		if err := limits.TakeAll(t.Context(), d, owner); err != nil {
			t.Errorf("the owner's attempt %d: %v", i+2, err)
		}
	}
}

func TestManyAtOnceGetExactlyTheCount(t *testing.T) {
	d := testdb.OpenWith(t, db.Options{Connections: 20})
	limit := limits.Limit{Count: 7, Per: time.Hour}
	var granted, refused atomic.Int64
	var wait sync.WaitGroup
	for range 50 {
		wait.Go(func() {
			switch err := limits.TakeAll(t.Context(), d, limits.Use{Key: "a:b:c", Limit: limit}, limits.Use{Key: "b:b:c", Limit: limit}); {
			case err == nil:
				granted.Add(1)
			case fault.KindOf(err) == fault.TooMany:
				refused.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if granted.Load() != 7 || refused.Load() != 43 {
		t.Errorf("granted %d, refused %d", granted.Load(), refused.Load())
	}
}

func TestTheTableHoldsNobodysAddress(t *testing.T) {
	d := testdb.Open(t)
	if err := limits.Take(t.Context(), d, "code:contact:ola@example.com", three); err != nil {
		t.Fatal(err)
	}
	var n int
	if err := d.Get(t.Context(), &n, `SELECT count(*) FROM limits WHERE key LIKE 'code:contact:%' AND key NOT LIKE '%ola%'`); err != nil || n != 1 {
		t.Errorf("%d rows without the address, %v", n, err)
	}
}

func TestPruneForgetsPassedWindows(t *testing.T) {
	d := testdb.Open(t)
	if err := limits.Take(t.Context(), d, "a:b:c", three); err != nil {
		t.Fatal(err)
	}
	if n, err := limits.Prune(t.Context(), d); n != 0 || err != nil {
		t.Errorf("in its window: %d, %v", n, err)
	}
	testdb.Forward(t, d, time.Hour)
	if n, err := limits.Prune(t.Context(), d); n != 1 || err != nil {
		t.Errorf("after it: %d, %v", n, err)
	}
}

func TestAnAddressCountsAsWhatOneHouseholdHas(t *testing.T) {
	for addr, want := range map[string]string{
		"192.0.2.7": "192.0.2.7", "::ffff:192.0.2.7": "192.0.2.7",
		"2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "2001:db8:1:2::1": "2001:db8:1:2::/64",
		"fe80::1%eth0": "fe80::/64", "": "unknown", "10.0.0.1:80": "unknown",
	} {
		if got := limits.AddressPrefix(addr); got != want {
			t.Errorf("%q counts as %q, not %q", addr, got, want)
		}
	}
}
