package recording_test

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/ledger"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/purchases"
	"fealty/models/recording"
)

func text(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// T3: the same key fifty times at once has one effect and identical bytes.
func TestOneKeyFiftyTimesAtOnceIsOnePurchase(t *testing.T) {
	w := newWorld(t)
	m := w.member("alice@example.com")
	in := basket(m, "R-1", 10)
	answers := make([]string, 50)
	var wait sync.WaitGroup
	for i := range answers {
		wait.Add(1)
		go func() {
			defer wait.Done()
			r, err := recording.Purchase(context.Background(), w.d, w.deps, command("one", in))
			answers[i] = text(t, r) + fmt.Sprint(err)
		}()
	}
	wait.Wait()
	for i, a := range answers {
		if a != answers[0] {
			t.Fatalf("answer %d differs:\n%s\n%s", i, a, answers[0])
		}
	}
	w.wants("entries", w.count(`SELECT count(*) FROM entries`), 1)
	w.wants("balance", w.totals(m).Spendable, 10)
}

func TestOneReferenceUnderFiftyKeysIsOnePurchase(t *testing.T) {
	w := newWorld(t)
	in := basket(w.member(""), "R-1", 10)
	answers := make([]string, 50)
	var wait sync.WaitGroup
	for i := range answers {
		wait.Add(1)
		go func() {
			defer wait.Done()
			r, err := recording.Purchase(context.Background(), w.d, w.deps, command(fmt.Sprint("key", i), in))
			answers[i] = text(t, r) + fmt.Sprint(err)
		}()
	}
	wait.Wait()
	for i, a := range answers {
		if a != answers[0] {
			t.Fatalf("answer %d differs:\n%s\n%s", i, a, answers[0])
		}
	}
	w.wants("entries", w.count(`SELECT count(*) FROM entries`), 1)
}

func TestARepeatedKeyWithOtherInputIsRefused(t *testing.T) {
	w := newWorld(t)
	m := w.member("")
	in := basket(m, "R-1", 10)
	w.buy(in)
	in.Lines[0].UnitPrice++
	w.refused(w.tryBuy(in), fault.Mismatch, "key_reused")
	_, err := recording.Purchase(context.Background(), w.d, w.deps, command("new key", in))
	w.refused(err, fault.Conflict, "reference_taken")
	_, err = recording.Purchase(context.Background(), w.d, w.deps, command("", in))
	w.refused(err, fault.Invalid, "key_invalid")
	w.wants("purchases", w.count(`SELECT count(*) FROM purchases`), 1)
}

// A new process knows nothing but the database.
func TestARepeatAfterARestartGetsTheSameBytes(t *testing.T) {
	w := newWorld(t)
	in := basket(w.member("a@example.com"), "R-1", 310)
	first := w.buy(in)
	w.buy(basket(in.Member.ID, "R-2", 10))
	d, err := db.Open(context.Background(), testdb.AppURL(t, w.d), db.Options{Connections: 2})
	w.must(err)
	defer func() { _ = d.Close() }()
	deps := recording.Deps{Programme: &programme.Cache{}, Keys: w.deps.Keys}
	for _, key := range []string{"k-R-1", "another key"} {
		again, err := recording.Purchase(context.Background(), d, deps, command(key, in))
		w.must(err)
		w.wants("bytes under "+key, text(t, again), text(t, first))
	}
}

func TestAReceiptCanBeBuiltAgainWhenItsKeyIsForgotten(t *testing.T) {
	w := newWorld(t)
	in := basket(w.member(""), "R-1", 40)
	in.Lines[0].Category = "coffee"
	first := w.buy(in)
	_, err := testdb.Owner(t, w.d).Exec(`DELETE FROM once_keys`)
	w.must(err)
	again, err := recording.Purchase(context.Background(), w.d, w.deps, command("new", in))
	w.must(err)
	for i := range first.Explanation {
		first.Explanation[i].Params = nil
	}
	w.wants("receipt", text(t, again), text(t, first))
}

func TestARefusalIsKeptUnderItsKey(t *testing.T) {
	w := newWorld(t)
	m := w.member("")
	in := basket(m, "R-1", 20)
	in.Payments = paid(recording.Payment{Kind: purchases.PaidPoints, Points: 100})
	first := w.tryBuy(in)
	w.give(m, ledger.Points, money.Points(500), nil)
	again := w.tryBuy(in)
	w.refused(again, fault.Refused, "too_few_points")
	w.wants("params", text(t, fault.Of(again).Params), text(t, fault.Of(first).Params))
	_, err := recording.Purchase(context.Background(), w.d, w.deps, command("new key", in))
	w.must(err)
}

// G10: counted by PostgreSQL itself.
func TestAPurchaseTakesAtMostFiveStatements(t *testing.T) {
	w := newWorld(t)
	m := w.member("alice@example.com")
	w.give(m, ledger.Points, 500, nil)
	owner := testdb.Owner(t, w.d)
	if _, err := owner.Exec(`CREATE EXTENSION IF NOT EXISTS pg_stat_statements`); err != nil {
		t.Skip("pg_stat_statements is not there: ", err)
	}
	w.buy(basket(m, "warm", 1))
	count := func(in recording.Input) int {
		w.Helper()
		before := statements(w, owner)
		w.buy(in)
		return statements(w, owner) - before
	}
	plain := count(basket(m, "R-1", 10))
	in := basket(m, "R-2", 300) // crosses a tier's line, too
	in.Payments = paid(recording.Payment{Kind: purchases.PaidPoints, Points: 100})
	most := count(in)
	t.Logf("statements between BEGIN and COMMIT: %d; paid with points, with a new tier: %d", plain, most)
	if plain != 4 || most != 5 {
		t.Errorf("%d and %d statements", plain, most)
	}
}
