package ledger

import (
	"context"
	"errors"
	"testing"
	"time"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/money"
)

func TestWhatIsPostedIsReadBackAsItWasComposed(t *testing.T) {
	d := testdb.Open(t)
	open(t, d, alice, bob)
	full := award(alice, 120, until(30))
	full.SourceID, full.Actor, full.Detail = [16]byte{7}, Actor{ByAPI, [16]byte{8}}, `{"rule":"base","note":"a \"b\", {c}\\ ł"}`
	var posted []Entry
	err := inTx(t, d, alice, func(ctx context.Context, tx *db.Tx, h *Held) (err error) {
		posted, err = Post(ctx, tx, h, full, spend(alice, 20))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	read, err := Entries(t.Context(), d, alice, 0, 10)
	if err != nil || len(read) != 2 {
		t.Fatalf("read %d entries: %v", len(read), err)
	}
	same(t, "the chain from what is read", read[1].Chain(nil), posted[0].Hash)
	same(t, "the chain goes on", read[0].Chain(read[1].Hash), posted[1].Hash)
	same(t, "detail", read[1].Detail, full.Detail)
	page, err := Entries(t.Context(), d, alice, 2, 10)
	if err != nil || len(page) != 1 || page[0].Seq != 1 {
		t.Errorf("the page before entry 2: %v, %v", page, err)
	}
	mustPost(t, d, alice, takeBack(alice, 1, 1))
	last, err := Find(t.Context(), d, Of{alice, Points}, 3)
	same(t, "the chain goes on in the next transaction", []any{last.Hash, err}, []any{last.Chain(posted[1].Hash), nil})
	err = inTx(t, d, alice, func(_ context.Context, _ *db.Tx, h *Held) error {
		same(t, "active on", []any{h.ActiveOn(alice, Points), h.ActiveOn(alice, Credit), h.Seq(alice, Points)}, []any{until(0), nil, 3})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	one, err := Find(t.Context(), d, Of{alice, Points}, 2)
	if err != nil || one.Amount != -20 || one.Balance != 100 {
		t.Errorf("found %+v, %v", one, err)
	}
	if _, err := Find(t.Context(), d, Of{bob, Points}, 2); fault.KindOf(err) != fault.NotFound {
		t.Errorf("bob has alice's entry: %v", err)
	}
	balanced(t, d)
}

func TestOnlyActsOfTheMemberKeepAWalletActive(t *testing.T) {
	h := fresh(alice)
	on(t, h, award(alice, 10, nil))
	later := spend(alice, 1)
	later.HappenedOn = day(4)
	on(t, h, later)
	same(t, "after a redemption", h.ActiveOn(alice, Points), until(4))
	byShop := takeBack(alice, 1, 1)
	byShop.HappenedOn = day(6)
	on(t, h, byShop, spend(alice, 1))
	same(t, "after a reversal, and an act of an earlier day", h.ActiveOn(alice, Points), until(4))
}

func TestMembersMadeInTheTransactionNeedNoRoundTripMore(t *testing.T) {
	d := testdb.Open(t)
	err := db.InTx(t.Context(), d, func(tx *db.Tx) error {
		h, err := Lock(t.Context(), tx)
		if err != nil {
			return err
		}
		h.Open(alice, bob)
		welcome := award(alice, 100, nil)
		if _, err := Post(t.Context(), tx, h, welcome); err != nil {
			return err
		}
		_, err = Post(t.Context(), tx, h, spend(alice, 30), award(bob, 5, nil))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	totals, err := Balances(t.Context(), d, alice, day(0))
	same(t, "alice", []any{totals.Balance, totals.Spendable, err}, []any{70, 70, nil})
	mustPost(t, d, bob, spend(bob, 5))
	balanced(t, d)
}

func TestAMemberWithoutWalletsCanNotBeLocked(t *testing.T) {
	d := testdb.Open(t)
	if err := posting(t, d, alice, award(alice, 1, nil)); fault.KindOf(err) != fault.NotFound {
		t.Errorf("got %v", err)
	}
}

func TestTheSameEntryIsUndoneOnce(t *testing.T) {
	d := testdb.Open(t)
	open(t, d, alice)
	mustPost(t, d, alice, award(alice, 10, nil))
	undo := takeBack(alice, 5, 1)
	undo.Undoes = 1
	mustPost(t, d, alice, undo)
	if err := posting(t, d, alice, undo); !db.Violated(err, "entries_undone_once") {
		t.Errorf("undone twice: %v", err)
	}
	balanced(t, d)
}

func TestTotalsLeaveOutWhatCanNotBeSpentToday(t *testing.T) {
	d := testdb.Open(t)
	open(t, d, alice)
	pending := award(alice, 7, nil)
	pending.Terms.AvailableOn = day(3)
	credit := award(alice, 900, nil)
	credit.Wallet = Credit
	mustPost(t, d, alice, award(alice, 100, until(-1)), award(alice, 40, until(0)), award(alice, 50, until(9)),
		award(alice, 1000, nil), pending, credit, debt(alice, 12))
	hold := Hold{Of: Of{alice, Points}, ID: [16]byte{5}, Amount: 90, ExpiresAt: testdb.Start.Add(time.Hour)}
	err := inTx(t, d, alice, func(ctx context.Context, tx *db.Tx, h *Held) error {
		same(t, "held spendable before", h.Spendable(alice, Points, day(0)), 1090)
		return setAside(ctx, tx, h, hold)
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := Balances(t.Context(), d, alice, day(0))
	if err != nil {
		t.Fatal(err)
	}
	same(t, "expiring on", got.ExpiringOn, until(0))
	got.ExpiringOn = nil
	same(t, "totals", got, Totals{Balance: 1197, Spendable: 1000, Pending: 7, Reserved: 90, Expiring: 40, Owed: 12, Credit: 900})

	plan, err := ExpiryPlan(t.Context(), d, alice, day(0))
	if err != nil || len(plan) != 3 || plan[0].Points != 40 || plan[1].Points != 50 || plan[2].Points != 1007 || plan[2].On != nil {
		t.Errorf("the plan is %v, %v", plan, err)
	}
	soon, err := ExpiringWithin(t.Context(), d, alice, day(0), day(8))
	same(t, "soon", []any{soon, err}, []any{40, nil})
	lots, err := Lots(t.Context(), d, Of{alice, Points})
	same(t, "lots", []any{len(lots), err}, []any{5, nil})
	nobody, err := Balances(t.Context(), d, bob, day(0))
	same(t, "nobody", []any{nobody, err}, []any{Totals{}, nil})

	testdb.Forward(t, d, 2*time.Hour)
	got, err = Balances(t.Context(), d, alice, day(0))
	same(t, "after the hold", []any{got.Spendable, got.Reserved, err}, []any{1090, 0, nil})
}

func setAside(ctx context.Context, tx *db.Tx, h *Held, hold Hold) error {
	write, err := h.SetAside(hold, day(0))
	if err != nil {
		return err
	}
	return tx.Apply(ctx, write)
}

func TestHeldPointsAreCapturedOnceOrReleased(t *testing.T) {
	d := testdb.Open(t)
	open(t, d, alice)
	mustPost(t, d, alice, award(alice, 100, nil))
	hold := Hold{Of: Of{alice, Points}, ID: [16]byte{5}, Amount: 80, ExpiresAt: testdb.Start.Add(time.Hour)}
	aside := func(hold Hold) error {
		return inTx(t, d, alice, func(ctx context.Context, tx *db.Tx, h *Held) error { return setAside(ctx, tx, h, hold) })
	}
	if err := aside(hold); err != nil {
		t.Fatal(err)
	}
	other := hold
	other.ID, other.Amount = [16]byte{6}, 21
	if err := aside(other); !fault.Is(err, "too_few_points") {
		t.Errorf("held more than is free: %v", err)
	}
	if err := posting(t, d, alice, spend(alice, 21)); !fault.Is(err, "too_few_points") {
		t.Errorf("spent held points: %v", err)
	}
	order := spend(alice, 80)
	order.Hold = hold.ID
	mustPost(t, d, alice, order)
	if err := posting(t, d, alice, order); !errors.Is(err, ErrNoHold) {
		t.Errorf("captured twice: %v", err)
	}
	other.Amount = 20
	if err := aside(other); err != nil {
		t.Fatal(err)
	}
	err := inTx(t, d, alice, func(ctx context.Context, tx *db.Tx, _ *Held) error { return tx.Apply(ctx, Release(other.Of, other.ID)) })
	if err != nil {
		t.Fatal(err)
	}
	mustPost(t, d, alice, spend(alice, 20))
	balanced(t, d)
}

func TestTheNightSkipsMembersInUseAndBooksEachLotOnce(t *testing.T) {
	d := testdb.Open(t)
	open(t, d, alice, bob)
	mustPost(t, d, alice, award(alice, 10, until(0)), award(alice, 20, until(0)), award(alice, 40, until(1)))
	mustPost(t, d, bob, award(bob, 5, until(-4)), award(bob, 8, nil))
	night := func() (booked money.Points) {
		err := db.InTx(t.Context(), d, func(tx *db.Tx) error {
			h, err := DueToExpire(t.Context(), tx, day(0), 1000)
			if err != nil {
				return err
			}
			var postings []Posting
			for _, m := range h.Members() {
				p := post(m, Expired, -h.Past(m, Points, day(0)))
				p.Draw = Expiring
				postings = append(postings, p)
			}
			entries, err := Post(t.Context(), tx, h, postings...)
			for _, e := range entries {
				booked -= e.Amount
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return booked
	}
	err := inTx(t, d, bob, func(context.Context, *db.Tx, *Held) error { same(t, "while bob is busy", night(), 30); return nil })
	if err != nil {
		t.Fatal(err)
	}
	same(t, "then", night(), 5)
	same(t, "again", night(), 0)
	balanced(t, d)
}

func TestUsesAreReadWithWhatCameBackBefore(t *testing.T) {
	d := testdb.Open(t)
	open(t, d, alice)
	mustPost(t, d, alice, award(alice, 30, until(1)), award(alice, 70, until(9)), spend(alice, 100))
	back := func(amount money.Points, on int) error {
		return inTx(t, d, alice, func(ctx context.Context, tx *db.Tx, h *Held) error {
			if err := h.LoadUses(ctx, tx, Of{alice, Points}, 3); err != nil {
				return err
			}
			p := giveBack(alice, amount, 3)
			p.HappenedOn, p.Grace = day(on), true
			_, err := Post(ctx, tx, h, p)
			return err
		})
	}
	for _, err := range []error{back(50, 0), back(20, 2), back(30, 2)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := back(1, 2); !errors.Is(err, errTooMuch) {
		t.Errorf("gave back more than was taken: %v", err)
	}
	lots, err := Lots(t.Context(), d, Of{alice, Points})
	if err != nil {
		t.Fatal(err)
	}
	var remaining []money.Points
	for _, l := range lots {
		remaining = append(remaining, l.Remaining)
	}
	same(t, "lots", remaining, []money.Points{15, 70, 6, 9})
	balanced(t, d)
}
