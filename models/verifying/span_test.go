package verifying_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/verifying"
)

// crowd makes members with a welcome each, in id order; no rows of theirs but
// wallets and the book.
func crowd(t testing.TB, d *db.DB, n int) []ids.Member {
	t.Helper()
	members, postings := make([]ids.Member, n), make([]ledger.Posting, n)
	for i := range n {
		members[i] = id(fmt.Sprintf("01970000-0000-7000-8000-%012d", i))
		postings[i] = ledger.Posting{Member: members[i], Wallet: ledger.Points, Kind: ledger.Welcome, Amount: 100, Terms: &ledger.Terms{AvailableOn: today},
			Source: "test", Actor: ledger.Actor{Kind: ledger.BySystem}, Version: 1, HappenedOn: today}
	}
	err := db.InTx(context.Background(), d, func(tx *db.Tx) error {
		h, err := ledger.Lock(context.Background(), tx)
		if err != nil {
			return err
		}
		h.Open(members...)
		_, err = ledger.Post(context.Background(), tx, h, postings...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return members
}

func TestManyMembersAreVerifiedSpanBySpanWithoutAGap(t *testing.T) {
	d := testdb.Open(t)
	w := &world{T: t, d: d, owner: testdb.Owner(t, d)}
	w.owner.SetMaxOpenConns(1)
	members := crowd(t, d, 1001)
	if r := w.verify(); r.Wrong != nil || r.Members != 1001 || r.Entries != 1001 {
		t.Fatalf("%+v", r)
	}
	w.keep()
	for _, i := range []int{0, 499, 500, 999, 1000} {
		w.tamper(fmt.Sprintf(`UPDATE entries SET amount = 99 WHERE member_id = '%s'`, members[i]))
		if r := w.verify(); r.Wrong == nil || r.Wrong.Member != members[i] {
			t.Errorf("member %d: %v", i, r.Wrong)
		}
		w.mend()
	}
	for _, i := range []int{0, 500, 1000} {
		w.tamper(fmt.Sprintf(`DELETE FROM lots WHERE member_id = '%s'; DELETE FROM wallets WHERE member_id = '%s'`, members[i], members[i]))
		if r := w.verify(); r.Wrong == nil || !strings.HasSuffix(r.Wrong.String(), "entry 1: the member has no such wallet") {
			t.Errorf("member %d without wallets: %v", i, r.Wrong)
		}
		w.mend()
	}
}

func TestARunningProgrammeDoesNotDisturbTheSnapshot(t *testing.T) {
	w := newWorld(t)
	stop, done := make(chan struct{}), make(chan int)
	go func() {
		posted := 0
		defer func() { done <- posted }()
		for {
			select {
			case <-stop:
				return
			default:
				w.post(nil, ledger.Posting{Member: id(bobID), Kind: ledger.Welcome, Amount: 3, Terms: &ledger.Terms{AvailableOn: today}},
					ledger.Posting{Member: id(bobID), Kind: ledger.Redemption, Amount: -2})
				posted++
			}
		}
	}()
	for range 20 {
		if r := w.verify(); r.Wrong != nil {
			t.Error(r.Wrong)
		}
	}
	close(stop)
	if posted := <-done; posted == 0 {
		t.Error("nothing ran beside it")
	}
}

// One operation verifies 20,000 members with an entry and a lot each.
func BenchmarkRun(b *testing.B) {
	d := testdb.Open(b)
	crowd(b, d, 20_000)
	for b.Loop() {
		if r, err := verifying.Run(context.Background(), d); err != nil || r.Entries != 20_000 {
			b.Fatal(r, err)
		}
	}
}
