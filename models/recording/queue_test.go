package recording_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/purchases"
	"fealty/models/recording"
)

// all records purchases at once, each under its own key, and gives their errors.
func (w *world) all(inputs ...recording.Input) []error {
	errs := make([]error, len(inputs))
	var wait sync.WaitGroup
	for i, in := range inputs {
		wait.Go(func() { errs[i] = w.tryBuy(in) })
	}
	wait.Wait()
	return errs
}

func (w *world) members(n int) []ids.Member {
	list := make([]ids.Member, n)
	for i := range list {
		list[i] = w.member(fmt.Sprintf("m%d@example.com", i))
	}
	return list
}

// G1: what comes in at once is committed together, and nobody's purchase is lost or doubled by it.
func TestPurchasesThatComeAtOnceShareTheirTransactions(t *testing.T) {
	w := newWorld(t)
	owner := counting(t, w)
	people := w.members(16)
	w.buy(basket(people[0], "warm", 1))
	var inputs []recording.Input
	for i := range 320 {
		inputs = append(inputs, basket(people[i%len(people)], fmt.Sprint("R-", i), 10))
	}
	before := statements(w, owner)
	for i, err := range w.all(inputs...) {
		if err != nil {
			t.Errorf("purchase %d: %v", i, err)
		}
	}
	took := statements(w, owner) - before
	t.Logf("%d purchases took %d statements", len(inputs), took)
	if took > len(inputs) {
		t.Errorf("%d purchases took %d statements: they did not go together", len(inputs), took)
	}
	w.wants("points", w.count(`SELECT sum(balance) FROM wallets`), 3200+1)
	w.wants("messages", w.count(`SELECT count(*) FROM messages WHERE template = 'points_earned'`), 321)
	w.booksAgree()
}

func TestOnePurchaseThatFailsDoesNotFailThoseBesideIt(t *testing.T) {
	w := newWorld(t)
	_, err := testdb.Owner(t, w.d).Exec(`CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'spoiled'; END $$;
		CREATE TRIGGER spoil BEFORE INSERT ON purchase_lines FOR EACH ROW WHEN (NEW.sku = 'BAD') EXECUTE FUNCTION spoil()`)
	w.must(err)
	var inputs []recording.Input
	for i, m := range w.members(40) {
		in := basket(m, fmt.Sprint("R-", i), 10)
		if i == 20 {
			in.Lines[0].SKU = "BAD"
		}
		inputs = append(inputs, in)
	}
	for i, err := range w.all(inputs...) {
		if (err != nil) != (i == 20) {
			t.Errorf("purchase %d: %v", i, err)
		}
	}
	w.wants("purchases", w.count(`SELECT count(*) FROM purchases`), 39)
	w.wants("keys", w.count(`SELECT count(*) FROM once_keys`), 39)
	w.booksAgree()
}

func TestNobodyWaitsForAMemberWhomSomebodyElseHolds(t *testing.T) {
	w := newWorld(t)
	people := w.members(9)
	held := make(chan error)
	var late error
	var wait sync.WaitGroup
	w.must(w.tx(func(tx *db.Tx) error {
		if _, err := ledger.Lock(context.Background(), tx, people[0]); err != nil {
			return err
		}
		wait.Go(func() { late = w.tryBuy(basket(people[0], "R-0", 10)) })
		go func() {
			var inputs []recording.Input
			for i, m := range people[1:] {
				inputs = append(inputs, basket(m, fmt.Sprint("R-", i+1), 10))
			}
			held <- errors.Join(w.all(inputs...)...)
		}()
		select {
		case err := <-held:
			w.must(err)
		case <-time.After(9 * time.Second):
			t.Error("the others waited")
		}
		w.wants("recorded meanwhile", w.count(`SELECT count(*) FROM purchases`), 8)
		return nil
	}))
	wait.Wait()
	w.must(late)
	w.wants("recorded", w.count(`SELECT count(*) FROM purchases`), 9)
}

// One key with two inputs at the same instant: one is a purchase, the other is told so.
func TestOneKeyForTwoMembersAtOnceIsOnePurchase(t *testing.T) {
	w := newWorld(t)
	people := w.members(20)
	errs := make([]error, len(people))
	var wait sync.WaitGroup
	for i, m := range people {
		wait.Go(func() {
			_, errs[i] = recording.Purchase(context.Background(), w.d, w.deps, command("one", basket(m, fmt.Sprint("R-", i), 10)))
		})
	}
	wait.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
			continue
		}
		w.refused(err, fault.Mismatch, "key_reused")
	}
	w.wants("won", won, 1)
	w.wants("purchases", w.count(`SELECT count(*) FROM purchases`), 1)
	w.booksAgree()
}

func TestPurchasesOfEveryKindAtOnceKeepTheBook(t *testing.T) {
	w := newWorld(t)
	people := w.members(12)
	var inputs []recording.Input
	for i, m := range people {
		w.give(m, ledger.Points, 500, nil)
		for j := range 12 {
			in := basket(m, fmt.Sprint("R-", i, "-", j), 20)
			if j%3 == 0 {
				in.Payments = paid(recording.Payment{Kind: purchases.PaidPoints, Points: 100})
			}
			inputs = append(inputs, in)
		}
	}
	for i, err := range w.all(inputs...) {
		if err != nil {
			t.Errorf("purchase %d: %v", i, err)
		}
	}
	w.wants("purchases", w.count(`SELECT count(*) FROM purchases`), 144)
	w.booksAgree()
}
