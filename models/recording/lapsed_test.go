package recording_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/earning"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/recording"
)

func monthly(d *programme.Document) {
	d.Earning.Expiry = earning.Expiry{Kind: earning.Months, Months: 1}
}

// expire books what has ended, as the night does.
func (w *world) expire(m ids.Member) {
	w.Helper()
	w.move(m, func(held *ledger.Held) ledger.Posting {
		yesterday := w.today().AddDate(0, 0, -1)
		return ledger.Posting{Kind: ledger.Expired, Amount: -held.Past(m, ledger.Points, yesterday), Draw: ledger.Expiring, HappenedOn: yesterday}
	})
}

func (w *world) spend(m ids.Member, points money.Points) {
	w.Helper()
	w.move(m, func(*ledger.Held) ledger.Posting {
		return ledger.Posting{Kind: ledger.Adjustment, Amount: -points, HappenedOn: w.today()}
	})
}

func (w *world) move(m ids.Member, posting func(*ledger.Held) ledger.Posting) {
	w.Helper()
	w.must(w.tx(func(tx *db.Tx) error {
		held, err := ledger.Lock(context.Background(), tx, m)
		if err != nil {
			return err
		}
		if err := held.LoadLots(context.Background(), tx); err != nil {
			return err
		}
		p := posting(held)
		if p.Amount == 0 {
			return nil
		}
		p.Member, p.Wallet, p.Source, p.Actor, p.Version = m, ledger.Points, "test", ledger.Actor{Kind: ledger.BySystem}, 1
		_, err = ledger.Post(context.Background(), tx, held, p)
		return err
	}))
}

func TestWhatExpiredUnusedIsNotTakenAgain(t *testing.T) {
	w := newWorld(t, monthly)
	m := w.member("alice@example.com")
	w.give(m, ledger.Points, 500, nil)
	in := basket(m, "R-1", 25)
	in.Lines[0].Quantity = 4 * money.One
	r := w.buy(in) // 100 points, of which 30 are spent and 70 expire
	w.spend(m, 30)
	testdb.Forward(t, w.d, 40*24*time.Hour)
	w.expire(m)
	one := recording.Back{Line: 1, Quantity: money.One}
	for i, want := range []struct{ taken, forgiven money.Points }{{0, 25}, {0, 25}, {5, 20}, {25, 0}} {
		back := w.giveBack(r.ID, fmt.Sprint("B-", i), one)
		if back.Taken != want.taken || back.Forgiven != want.forgiven || back.Owed != 0 {
			t.Errorf("return %d of 25: taken %d, forgiven %d, owed %d", i+1, back.Taken, back.Forgiven, back.Owed)
		}
	}
	w.wants("left of the other points", w.totals(m).Spendable, 470)
	w.wants("lapsed", w.count(`SELECT sum(lapsed) FROM returns`), 70)
	w.wants("told of what was taken, and of nothing else", w.count(`SELECT count(*) FROM messages WHERE template = 'points_reversed'`), 2)
	w.booksAgree()
}

// A return that comes the day after its points have expired leaves the member
// with what one that came the day before would have left.
func TestItDoesNotMatterWhetherAReturnComesBeforeOrAfterTheExpiry(t *testing.T) {
	for _, debt := range []programme.Debt{programme.Owe, programme.Forgive} {
		w := newWorld(t, monthly, func(d *programme.Document) { d.Spending.Debt = debt })
		run := 0
		rapid.Check(t, func(r *rapid.T) {
			run++
			s := late{world: w, name: fmt.Sprint(debt, run)}
			s.others = money.Points(rapid.IntRange(0, 60).Draw(r, "other points"))
			s.spent = money.Points(rapid.IntRange(0, 40+int(s.others)).Draw(r, "spent"))
			s.first, s.second = rapid.IntRange(1, 3).Draw(r, "first"), rapid.IntRange(1, 4).Draw(r, "second")
			want := s.left(0, 0)
			on := rapid.SampledFrom([][2]int{{0, 1}, {0, 2}, {1, 1}, {1, 2}, {2, 2}}).Draw(r, "on")
			if got := s.left(on[0], on[1]); got != want {
				r.Fatalf("returned on the last day they leave %s, returned at %v %s", want, on, got)
			}
		})
		w.booksAgree()
	}
}

// late is a purchase of four that gave 40 points, and comes back in two parts.
type late struct {
	*world
	name          string
	others, spent money.Points
	first, second int
	members       int
}

// left is what the member has in the end; a return comes on the last day (0),
// after it but before the night has booked what ended (1), or afterwards (2).
func (s *late) left(first, second int) string {
	s.members++
	m, name := s.member(""), fmt.Sprint(s.name, "-", s.members)
	if s.others > 0 {
		s.give(m, ledger.Points, s.others, nil)
	}
	in := basket(m, "R-"+name, 10)
	in.Lines[0].Quantity = 4 * money.One
	r := s.buy(in)
	if s.spent > 0 {
		s.spend(m, s.spent)
	}
	last, err := time.Parse(time.DateOnly, r.ExpiresOn)
	s.must(err)
	for at := range 3 {
		switch at {
		case 0:
			testdb.At(s.TB.(*testing.T), s.d, last.Add(12*time.Hour))
		case 1:
			testdb.At(s.TB.(*testing.T), s.d, last.Add(36*time.Hour))
		case 2:
			s.expire(m)
		}
		if first == at {
			s.giveBack(r.ID, "B1-"+name, recording.Back{Line: 1, Quantity: money.Quantity(s.first) * money.One})
		}
		if second == at {
			_, err := s.tryReturn(recording.ReturnInput{PurchaseID: r.ID, Reference: "B2-" + name,
				Lines: []recording.Back{{Line: 1, Quantity: money.Quantity(min(s.second, 4-s.first)) * money.One}}})
			s.must(err)
		}
	}
	has := s.totals(m)
	return fmt.Sprint(has.Spendable, " and ", has.Owed, " owed")
}
