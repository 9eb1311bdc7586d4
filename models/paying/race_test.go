package paying_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/once"
	"fealty/models/paying"
	"fealty/models/spending"
)

// T1: the last points, five hundred callers at once.
func TestTheLastPointsAreReservedByExactlyOneOfFiveHundred(t *testing.T) {
	w := newWorld(t)
	const rounds, callers = 3, 500
	for round := range rounds {
		m := w.member(100)
		var won, refused atomic.Int64
		var wait sync.WaitGroup
		start := make(chan struct{})
		for i := range callers {
			wait.Go(func() {
				<-start
				asking := paying.Asking{Key: once.Key{Scope: "race", Key: fmt.Sprint(round, "-", i)}, Input: basket(m, "R", 40), Ask: spending.Ask{Points: 100}}
				switch _, err := paying.Reserve(t.Context(), w.d, w.deps, asking); {
				case err == nil:
					won.Add(1)
				case fault.Is(err, "too_few_points"):
					refused.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		close(start)
		wait.Wait()
		w.wants("winners and refused", []int64{won.Load(), refused.Load()}, []int64{1, callers - 1})
	}
}

// A capture, another capture, a release and the clock reach for the same reservation.
func TestExactlyOneEndsAReservation(t *testing.T) {
	w := newWorld(t)
	m := w.member(4000)
	for round := range 20 {
		r := w.reserve(basket(m, "R", 40), spending.Ask{Points: 100})
		releases := []paying.Releasing{{Key: w.key("releases"), ID: r.ID}, {Key: w.key("releases"), ID: r.ID}}
		errs := make([]error, 6)
		var wait sync.WaitGroup
		for i := range errs {
			wait.Go(func() {
				if i < 2 {
					_, errs[i] = paying.Release(t.Context(), w.d, releases[i])
					return
				}
				_, errs[i] = w.capture(r, basket(m, fmt.Sprint("R-", round, "-", i), 40))
			})
		}
		wait.Wait()
		won := 0
		for _, err := range errs {
			switch {
			case err == nil:
				won++
			case !fault.Is(err, "reservation_captured") && !fault.Is(err, "reservation_released"):
				t.Error(err)
			}
		}
		w.wants("winners", won, 1)
	}
	w.wants("ends", w.rows(`SELECT count(*) FROM reservation_ends`), 20)
	captured := w.rows(`SELECT count(*) FROM reservation_ends WHERE kind = 'captured'`)
	w.wants("purchases", w.rows(`SELECT count(*) FROM purchases`), captured)
	w.wants("taken", w.rows(`SELECT coalesce(-sum(amount), 0)::bigint FROM entries WHERE kind = 'payment'`), captured*100)
	w.wants("held", w.rows(`SELECT count(*) FROM holds WHERE state = 'open'`), 0)
}

func TestAReservationTakesFewStatements(t *testing.T) {
	w := newWorld(t)
	m := w.member(4000)
	owner := testdb.Owner(t, w.d)
	if _, err := owner.Exec(`CREATE EXTENSION IF NOT EXISTS pg_stat_statements`); err != nil {
		t.Skip("pg_stat_statements is not there: ", err)
	}
	statements := func() (n int) {
		w.must(owner.Get(&n, `SELECT coalesce(sum(calls), 0) FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid JOIN pg_roles r ON r.oid = s.userid
			WHERE d.datname = current_database() AND r.rolname = 'fealty_app' AND query !~* '^(begin|commit|start|rollback)'`))
		return n
	}
	w.reserve(basket(m, "warm", 40), spending.Ask{Points: 100})
	before := statements()
	r := w.reserve(basket(m, "R-1", 40), spending.Ask{Points: 100})
	w.wants("reserve", statements()-before, 5)
	before = statements()
	_, err := w.capture(r, basket(m, "R-1", 40))
	w.must(err)
	w.wants("capture: one to find it, five as any purchase that takes from lots", statements()-before, 6)
	r = w.reserve(basket(m, "R-2", 40), spending.Ask{Points: 100})
	before = statements()
	w.must(w.release(r))
	w.wants("release", statements()-before, 5)
}
