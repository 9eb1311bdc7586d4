package recording_test

import (
	"context"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"fealty/models/earning"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/money"
	"fealty/models/purchases"
	"fealty/models/recording"
)

// shopper is one member of a property's run, with what they have bought.
type shopper struct {
	*world
	*rapid.T
	member ids.Member
	acts   int
	bought []recording.Receipt
}

// Any sequence of purchases, payments and partial returns keeps balance =
// entries = lots, never negative, and every return adds up.
func TestAnySequenceOfPurchasesAndReturnsKeepsTheBook(t *testing.T) {
	w := newWorld(t)
	run := 0
	rapid.Check(t, func(r *rapid.T) {
		run++
		s := &shopper{world: w, T: r, member: w.member(""), acts: run * 1000}
		for range rapid.IntRange(1, 8).Draw(r, "acts") {
			if rapid.Bool().Draw(r, "returns") && len(s.bought) > 0 {
				s.giveSomeBack()
			} else {
				s.buySome()
			}
			s.holds()
		}
		for i := range s.bought {
			s.giveAllBack(i)
		}
		s.holds()
	})
	w.booksAgree()
}

func (s *shopper) name(kind string) string {
	s.acts++
	return fmt.Sprint(kind, "-", s.acts)
}

func (s *shopper) buySome() {
	in := basket(s.member, s.name("R"), 0)
	in.Lines = nil
	for range rapid.IntRange(1, 3).Draw(s.T, "lines") {
		in.Lines = append(in.Lines, recording.Line{Category: rapid.SampledFrom([]string{"coffee", "mugs"}).Draw(s.T, "category"),
			Quantity: money.Quantity(rapid.Int64Range(1, 5000).Draw(s.T, "quantity")), UnitPrice: money.Amount(rapid.Int64Range(0, 20000).Draw(s.T, "price"))})
	}
	if most := min(s.totals(s.member).Spendable, costs(in)/pointCents); most > 0 && rapid.Bool().Draw(s.T, "pays with points") {
		in.Payments = paid(recording.Payment{Kind: purchases.PaidPoints, Points: money.Points(rapid.Int64Range(1, int64(most)).Draw(s.T, "points"))})
	}
	r, err := recording.Purchase(context.Background(), s.d, s.deps, command(in.Reference, in))
	s.must(err)
	var lines, cells money.Points
	for _, l := range r.Lines {
		lines += l.Points
	}
	for _, e := range r.Explanation {
		cells += e.Points
	}
	if lines != r.Points || cells != r.Points {
		s.Fatalf("%d points, %d over the lines, %d over the rules", r.Points, lines, cells)
	}
	if got := s.totals(s.member); got.Spendable != r.Wallet.Spendable || got.Owed != r.Wallet.Owed || got.Pending != r.Wallet.Pending {
		s.Fatalf("the receipt says %+v, the book %+v", r.Wallet, got)
	}
	s.bought = append(s.bought, r)
}

// pointCents is what a point is worth in the default programme.
const pointCents = 5

// costs is what the lines come to, in cents.
func costs(in recording.Input) (sum money.Points) {
	for _, l := range in.Lines {
		amount, _ := earning.Line{Quantity: l.Quantity, UnitPrice: l.UnitPrice}.Amount()
		sum += money.Points(amount)
	}
	return sum
}

func (s *shopper) giveSomeBack() {
	r := s.bought[rapid.IntRange(0, len(s.bought)-1).Draw(s.T, "purchase")]
	lines, err := purchases.Lines(context.Background(), s.d, s.member, r.ID)
	s.must(err)
	line := lines[rapid.IntRange(0, len(lines)-1).Draw(s.T, "line")]
	now := money.Quantity(rapid.Int64Range(1, int64(line.Bought)+1).Draw(s.T, "back"))
	receipt, err := s.tryReturn(recording.ReturnInput{PurchaseID: r.ID, Reference: s.name("B"), Lines: []recording.Back{{Line: line.Line, Quantity: now}}})
	if now > line.Left() {
		if !fault.Is(err, "return_too_much") {
			s.Fatalf("%v of %v came back: %v", now, line.Left(), err)
		}
		return
	}
	s.must(err)
	s.addsUp(receipt)
}

func (s *shopper) giveAllBack(i int) {
	r := s.bought[i]
	receipt, err := s.tryReturn(recording.ReturnInput{PurchaseID: r.ID, Reference: s.name("B")})
	if err == nil {
		s.addsUp(receipt)
	} else if !fault.Is(err, "return_nothing_left") {
		s.Fatal(err)
	}
	var due money.Points
	returns, err := purchases.Returns(context.Background(), s.d, s.member, r.ID)
	s.must(err)
	for _, x := range returns {
		due += x.Due
	}
	if due != r.Points {
		s.Fatalf("partial returns add up to %d of %d points", due, r.Points)
	}
}

func (s *shopper) addsUp(r recording.ReturnReceipt) {
	if r.Due != r.Taken+r.Forgiven+r.Owed {
		s.Fatalf("due %d = taken %d + forgiven %d + owed %d", r.Due, r.Taken, r.Forgiven, r.Owed)
	}
	if got := s.totals(s.member); got.Spendable != r.Wallet.Spendable || got.Owed != r.Wallet.Owed {
		s.Fatalf("the receipt says %+v, the book %+v", r.Wallet, got)
	}
}

// holds proves the member's book.
func (s *shopper) holds() {
	var wrong int
	s.must(s.d.Get(context.Background(), &wrong, `SELECT count(*) FROM wallets w WHERE member_id = $1 AND (balance < 0
		OR balance <> coalesce((SELECT sum(amount) FROM entries e WHERE e.member_id = w.member_id AND e.wallet = w.wallet), 0)
		OR (wallet <> 'debt' AND balance <> coalesce((SELECT sum(remaining) FROM lots l WHERE l.member_id = w.member_id AND l.wallet = w.wallet), 0)))`, s.member))
	if wrong != 0 {
		s.Fatalf("%d wallets don't agree", wrong)
	}
}
