package ledger

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/money"
)

func TestTheLastPointsAreSpentByExactlyOneOfFiftyAtOnce(t *testing.T) {
	d := testdb.Open(t)
	const rounds, callers = 8, 50
	for round := range rounds {
		m := member(100 + round)
		open(t, d, m)
		mustPost(t, d, m, award(m, 60, until(3)), award(m, 40, nil))
		var won, refused atomic.Int64
		var wg sync.WaitGroup
		start := make(chan struct{})
		for range callers {
			wg.Go(func() {
				<-start
				switch err := posting(t, d, m, spend(m, 100)); {
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
		wg.Wait()
		same(t, "winners and refused", []int64{won.Load(), refused.Load()}, []int64{1, callers - 1})
	}
	balanced(t, d)
}

func TestConcurrentSpendsKeepTheBalanceWithItsLots(t *testing.T) {
	d := testdb.Open(t)
	open(t, d, alice, bob)
	for n := range 20 {
		mustPost(t, d, alice, award(alice, 10, until(n)))
		mustPost(t, d, bob, award(bob, 10, until(n)))
	}
	var wg sync.WaitGroup
	for n := range 40 {
		wg.Go(func() {
			m := []Posting{spend(alice, money.Points(n%7)+1), spend(bob, 3)}[n%2].Member
			if err := posting(t, d, m, spend(m, money.Points(n%5)+1)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	balanced(t, d)
}

// Whoever waits for the lock and reads the lots in the same statement sees them
// as they were before it waited; that is why LoadLots is a second statement.
func TestLotsReadInTheStatementThatWaitsAreOld(t *testing.T) {
	d := testdb.Open(t)
	open(t, d, alice)
	mustPost(t, d, alice, award(alice, 100, nil))
	var inOne int64
	var held *Held
	var wg sync.WaitGroup
	ctx := context.Background()
	err := inTx(t, d, alice, func(_ context.Context, tx *db.Tx, h *Held) error {
		wg.Go(func() {
			if err := d.Get(ctx, &inOne, `WITH w AS MATERIALIZED (SELECT member_id FROM wallets WHERE member_id = $1 AND wallet = 'points' FOR UPDATE)
				SELECT sum(remaining) FROM lots JOIN w USING (member_id)`, alice); err != nil {
				t.Error(err)
			}
		})
		wg.Go(func() {
			if err := inTx(t, d, alice, func(_ context.Context, _ *db.Tx, h *Held) error { held = h; return nil }); err != nil {
				t.Error(err)
			}
		})
		waiting(t, d, 2)
		_, err := Post(ctx, tx, h, spend(alice, 70))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	wg.Wait()
	same(t, "lots read in one statement with the lock are old", inOne, 100)
	same(t, "lots read after the lock", []money.Points{held.Spendable(alice, Points, day(0)), held.Balance(alice, Points)}, []money.Points{30, 30})
}

// waiting returns when so many sessions wait for a lock.
func waiting(t *testing.T, d *db.DB, sessions int) {
	t.Helper()
	for range 1000 {
		var n int
		err := d.Get(context.Background(), &n, `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)
		if err != nil {
			t.Fatal(err)
		}
		if n >= sessions {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal("nobody waits for the lock")
}

func TestMembersInAnyOrderAreLockedWithoutDeadlock(t *testing.T) {
	d := testdb.Open(t)
	open(t, d, alice, bob)
	var wg sync.WaitGroup
	for n := range 30 {
		wg.Go(func() {
			a, b := alice, bob
			if n%2 == 0 {
				a, b = bob, alice
			}
			err := db.InTx(context.Background(), d, func(tx *db.Tx) error {
				h, err := Lock(context.Background(), tx, a, b)
				if err != nil {
					return err
				}
				_, err = Post(context.Background(), tx, h, award(a, 1, nil), award(b, 2, nil))
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	var deadlocks int
	if err := d.Get(t.Context(), &deadlocks, `SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()`); err != nil || deadlocks > 0 {
		t.Errorf("%d deadlocks, %v", deadlocks, err)
	}
	balanced(t, d)
}
