package giving_test

import (
	"context"
	"encoding/json"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"fealty/models/causes"
	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/donations"
	"fealty/models/fault"
	"fealty/models/giving"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/money"
	"fealty/models/programme"
)

var (
	today   = time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC)
	alice   = ids.Member{1}
	charlie = ids.Member{3}
	coast   = causes.Cause{ID: ids.Cause{1}, State: causes.Live, Art: "coast", Goal: 5_000_000, MatchPercent: 100}
	closed  = causes.Cause{ID: ids.Cause{2}, State: causes.Paused, Art: "book"}
)

// club gives Alice 180 points that end in a month and 820 that never do, and two
// causes.
func club(t *testing.T) (*db.DB, giving.Deps) {
	t.Helper()
	d := testdb.Open(t)
	document, err := json.Marshal(programme.Default(programme.Settings{Currency: "NOK", Languages: []string{"nb"}}))
	if err != nil {
		t.Fatal(err)
	}
	soon := today.AddDate(0, 1, 0)
	err = db.InTx(t.Context(), d, func(tx *db.Tx) error {
		ctx := context.Background()
		first := programme.Published{Number: 1, StartsAt: tx.Now, PublishedAt: tx.Now, By: "test"}
		if err := tx.Apply(ctx, programme.Insert(first, document), ledger.Open(alice, charlie)); err != nil {
			return err
		}
		for _, c := range []causes.Cause{coast, closed} {
			if err := causes.Save(ctx, tx, c, []causes.Text{{Language: "nb", Name: "Ren kyst"}}); err != nil {
				return err
			}
		}
		held, err := ledger.Lock(ctx, tx, alice)
		if err != nil {
			return err
		}
		_, err = ledger.Post(ctx, tx, held, award(180, &soon), award(820, nil))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return d, giving.Deps{Programme: &programme.Cache{}}
}

func award(points money.Points, until *time.Time) ledger.Posting {
	return ledger.Posting{Member: alice, Wallet: ledger.Points, Kind: ledger.Opening, Amount: points, Source: "test", Version: 1,
		HappenedOn: today, Terms: &ledger.Terms{AvailableOn: today, ExpiresOn: until}, Actor: ledger.Actor{Kind: ledger.BySystem}}
}

func balance(t *testing.T, d *db.DB) ledger.Totals {
	t.Helper()
	totals, err := ledger.Balances(t.Context(), d, alice, today)
	if err != nil {
		t.Fatal(err)
	}
	return totals
}

func TestAGiftBecomesMoneyThatTheShopMatches(t *testing.T) {
	d, deps := club(t)
	cmd := giving.Gift{Member: alice, Cause: coast.ID, Points: 250, Key: "give"}
	got, err := giving.Donate(t.Context(), d, deps, cmd)
	if err != nil {
		t.Fatal(err)
	}
	v, err := deps.Programme.InForce(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	worth := v.Document.Giving.ValuePer100 * 250 / 100
	if got.Amount != worth || got.Matched != worth || worth == 0 || got.Spendable != 750 {
		t.Errorf("the receipt says %+v; 250 points are worth %d", got, worth)
	}
	if again, err := giving.Donate(t.Context(), d, deps, cmd); err != nil || again != got {
		t.Errorf("the repeat answered %+v, %v", again, err)
	}
	all, err := donations.Everyone(t.Context(), d, today)
	if err != nil || all.Gifts != 1 || all.Points != 250 || balance(t, d).Spendable != 750 {
		t.Errorf("all gave %+v, %v", all, err)
	}
}

func TestWhatCantBeGivenIsRefused(t *testing.T) {
	d, deps := club(t)
	give := func(m ids.Member, c ids.Cause, points money.Points, key string) error {
		_, err := giving.Donate(t.Context(), d, deps, giving.Gift{Member: m, Cause: c, Points: points, Key: key})
		return err
	}
	if err := give(alice, closed.ID, 100, "a"); !fault.Is(err, "cause_closed") {
		t.Errorf("a paused cause: %v", err)
	}
	if err := give(alice, coast.ID, 1001, "b"); !fault.Is(err, "too_few_points") {
		t.Errorf("more than there is: %v", err)
	}
	if err := give(alice, coast.ID, 1001, "b"); !fault.Is(err, "too_few_points") || fault.KindOf(err) != fault.Refused {
		t.Errorf("the same again: %v", err)
	}
	for _, points := range []money.Points{0, -5} {
		if err := give(alice, coast.ID, points, "c"); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%d points: %v", points, err)
		}
	}
	if err := give(alice, ids.Cause{9}, 1, "d"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("no cause: %v", err)
	}
	if balance(t, d).Spendable != 1000 {
		t.Error("a refusal took points")
	}
}

func TestAGiftTakenBackWithinADayGoesToItsOldLots(t *testing.T) {
	d, deps := club(t)
	before := balance(t, d)
	got, err := giving.Donate(t.Context(), d, deps, giving.Gift{Member: alice, Cause: coast.ID, Points: 200, Key: "give"})
	if err != nil {
		t.Fatal(err)
	}
	if balance(t, d).Expiring != 0 {
		t.Error("the points that end first were not given first")
	}
	back := func(m ids.Member, key string) error {
		_, err := giving.Undo(t.Context(), d, deps, giving.TakingBack{Member: m, Donation: got.Donation, Key: key})
		return err
	}
	if err := back(charlie, "x"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("Charlie takes it back: %v", err)
	}
	testdb.Forward(t, d, 24*time.Hour)
	if err := back(alice, "back"); err != nil {
		t.Fatal(err)
	}
	after := balance(t, d)
	if after.Spendable != 1000 || after.Expiring != before.Expiring || !after.ExpiringOn.Equal(*before.ExpiringOn) {
		t.Errorf("she had %+v and has %+v", before, after)
	}
	if err := back(alice, "again"); !fault.Is(err, "already_undone") {
		t.Errorf("a second time: %v", err)
	}
	if sum, err := donations.Mine(t.Context(), d, alice); err != nil || sum.Gifts != 0 {
		t.Errorf("it still counts: %+v, %v", sum, err)
	}
}

func TestAfterADayAGiftStays(t *testing.T) {
	d, deps := club(t)
	got, err := giving.Donate(t.Context(), d, deps, giving.Gift{Member: alice, Cause: coast.ID, Points: 200, Key: "give"})
	if err != nil {
		t.Fatal(err)
	}
	testdb.Forward(t, d, 24*time.Hour+time.Second)
	_, err = giving.Undo(t.Context(), d, deps, giving.TakingBack{Member: alice, Donation: got.Donation, Key: "late"})
	if !fault.Is(err, "undo_too_late") {
		t.Errorf("answered %v", err)
	}
}

func TestAGiftIsTakenBackOnceThoughFiftyTry(t *testing.T) {
	d, deps := club(t)
	got, err := giving.Donate(t.Context(), d, deps, giving.Gift{Member: alice, Cause: coast.ID, Points: 200, Key: "give"})
	if err != nil {
		t.Fatal(err)
	}
	var won atomic.Int64
	var wait sync.WaitGroup
	for i := range 50 {
		wait.Go(func() {
			_, err := giving.Undo(t.Context(), d, deps, giving.TakingBack{Member: alice, Donation: got.Donation, Key: strconv.Itoa(i)})
			if err == nil {
				won.Add(1)
			} else if !fault.Is(err, "already_undone") {
				t.Errorf("answered %v", err)
			}
		})
	}
	wait.Wait()
	if won.Load() != 1 || balance(t, d).Spendable != 1000 {
		t.Errorf("%d took it back, %d points are there", won.Load(), balance(t, d).Spendable)
	}
}
