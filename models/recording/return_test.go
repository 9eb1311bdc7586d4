package recording_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/purchases"
	"fealty/models/recording"
	"fealty/models/tiers"
)

func TestPartialReturnsAddUpToWhatTheLineGave(t *testing.T) {
	w := newWorld(t)
	m := w.member("alice@example.com")
	in := basket(m, "R-1", 0)
	in.Lines[0].Quantity, in.Lines[0].UnitPrice = 3*money.One, 334 // 10.02: 10 points
	r := w.buy(in)
	one := recording.Back{Line: 1, Quantity: money.One}
	dues := []money.Points{}
	for _, reference := range []string{"B-1", "B-2", "B-3"} {
		dues = append(dues, w.giveBack(r.ID, reference, one).Due)
	}
	w.wants("due", dues, []money.Points{3, 3, 4})
	w.wants("balance", w.totals(m).Balance, 0)
	_, err := w.tryReturn(recording.ReturnInput{PurchaseID: r.ID, Reference: "B-4", Lines: []recording.Back{one}})
	w.refused(err, fault.Refused, "return_too_much")
	_, err = w.tryReturn(recording.ReturnInput{PurchaseID: r.ID, Reference: "B-5"})
	w.refused(err, fault.Refused, "return_nothing_left")
	w.wants("told", w.count(`SELECT count(*) FROM messages WHERE template = 'points_reversed'`), 3)
	w.booksAgree()
}

func TestAReturnTakesBackExactlyWhatTheLineGaveWhateverTheRulesSayToday(t *testing.T) {
	w := newWorld(t)
	m := w.member("")
	in := basket(m, "R-1", 10)
	in.Lines = append(in.Lines, recording.Line{SKU: "B", Category: "coffee", Quantity: money.One, UnitPrice: 700})
	r := w.buy(in)
	doc := programme.Default(programme.Settings{Currency: "EUR", TimeZone: "Europe/Oslo"})
	doc.Earning.PerUnit = doc.Earning.PerUnit.Neg().Sub(doc.Earning.PerUnit).Neg()
	text, err := doc.Canonical()
	w.must(err)
	testdb.Forward(t, w.d, time.Hour)
	w.apply(programme.Insert(programme.Published{Number: 2, StartsAt: w.d.Time(), PublishedAt: w.d.Time(), By: "system"}, text))
	back := w.giveBack(r.ID, "B-1", recording.Back{Line: 2, Quantity: money.One})
	w.wants("due", back.Due, 14)
	w.wants("left", w.totals(m).Balance, 10)
}

func TestReplayingAReturnDoesNothing(t *testing.T) {
	w := newWorld(t)
	m := w.member("")
	r := w.buy(basket(m, "R-1", 10))
	first := w.giveBack(r.ID, "B-1")
	w.wants("same key", text(t, w.giveBack(r.ID, "B-1")), text(t, first))
	in := recording.ReturnInput{PurchaseID: r.ID, Reference: "B-1"}
	cmd := recording.ReturnCommand{Input: in}
	cmd.Key.Scope, cmd.Key.Key = "api:returns", "another key"
	again, err := recording.Return(context.Background(), w.d, w.deps, cmd)
	w.must(err)
	w.wants("another key", text(t, again), text(t, first))
	cmd.Key.Key, cmd.Input.Lines = "a third", []recording.Back{{Line: 1, Quantity: 1}}
	_, err = recording.Return(context.Background(), w.d, w.deps, cmd)
	w.refused(err, fault.Conflict, "reference_taken")
	w.wants("returns", w.count(`SELECT count(*) FROM returns`), 1)
}

func TestARefusedReturnLeavesItsReferenceFree(t *testing.T) {
	w := newWorld(t)
	r := w.buy(basket(w.member(""), "R-1", 10))
	in := recording.ReturnInput{PurchaseID: r.ID, Reference: "B-1", Lines: []recording.Back{{Line: 1, Quantity: 2 * money.One}}}
	_, err := w.tryReturn(in)
	w.refused(err, fault.Refused, "return_too_much")
	_, err = w.tryReturn(in)
	w.refused(err, fault.Refused, "return_too_much")
	in.Lines[0].Quantity = money.One
	cmd := recording.ReturnCommand{Input: in}
	cmd.Key.Scope, cmd.Key.Key = "api:returns", "mended"
	back, err := recording.Return(context.Background(), w.d, w.deps, cmd)
	w.must(err)
	w.wants("due", back.Due, 10)
}

func TestOneReturnUnderManyKeysAtOnceIsOneReturn(t *testing.T) {
	w := newWorld(t)
	r := w.buy(basket(w.member(""), "R-1", 10))
	answers := make([]string, 30)
	var wait sync.WaitGroup
	for i := range answers {
		wait.Go(func() {
			cmd := recording.ReturnCommand{Input: recording.ReturnInput{PurchaseID: r.ID, Reference: "B-1"}}
			cmd.Key.Scope, cmd.Key.Key = "api:returns", fmt.Sprint(i)
			got, err := recording.Return(context.Background(), w.d, w.deps, cmd)
			answers[i] = text(t, got) + fmt.Sprint(err)
		})
	}
	wait.Wait()
	for _, a := range answers {
		w.wants("answer", a, answers[0])
	}
	w.wants("returns", w.count(`SELECT count(*) FROM returns`), 1)
	w.booksAgree()
}

func TestAReturnBeforeItsPurchaseWaitsForIt(t *testing.T) {
	w := newWorld(t)
	m := w.member("")
	early, err := w.tryReturn(recording.ReturnInput{PurchaseReference: "R-1", Reference: "B-1", Lines: []recording.Back{{Line: 1, Quantity: money.One}}})
	w.must(err)
	w.wants("parked", early.Parked, true)
	in := basket(m, "R-1", 10)
	in.Lines[0].Quantity = 2 * money.One
	r := w.buy(in)
	w.wants("the purchase itself", r.Points, 20)
	w.wants("after the return", w.totals(m).Balance, 10)
	w.wants("applied", w.count(`SELECT count(*) FROM parked_returns WHERE applied_at IS NOT NULL`), 1)
	same, err := w.tryReturn(recording.ReturnInput{PurchaseReference: "R-1", Reference: "B-1", Lines: []recording.Back{{Line: 1, Quantity: money.One}}})
	w.must(err)
	w.wants("replayed", text(t, same), text(t, early))
	w.booksAgree()
}

func TestAnUnknownPurchaseOrLineIsToldSo(t *testing.T) {
	w := newWorld(t)
	_, err := w.tryReturn(recording.ReturnInput{PurchaseID: ids.Purchase{7}, Reference: "B-1"})
	w.refused(err, fault.NotFound, "purchase_unknown")
	r := w.buy(basket(w.member(""), "R-1", 10))
	_, err = w.tryReturn(recording.ReturnInput{PurchaseID: r.ID, Reference: "B-2", Lines: []recording.Back{{Line: 9, Quantity: 1}}})
	w.wants("field", fault.Of(err).Fields["lines.0.line"].Key, "return_line")
	w.wants("kept", w.count(`SELECT count(*) FROM return_references`), 0)
}

func TestPaidPointsComeBackToTheirLotWithItsOldDay(t *testing.T) {
	w := newWorld(t)
	m := w.member("")
	day := w.today().AddDate(0, 0, 30)
	w.give(m, ledger.Points, 100, &day)
	in := basket(m, "R-1", 10)
	in.Lines[0].Quantity = 4 * money.One
	in.Payments = paid(recording.Payment{Kind: purchases.PaidPoints, Points: 90})
	r := w.buy(in)
	back := w.giveBack(r.ID, "B-1", recording.Back{Line: 1, Quantity: money.One})
	w.wants("a quarter", back.RestoredPoints, 22)
	rest := w.giveBack(r.ID, "B-2")
	w.wants("the rest", back.RestoredPoints+rest.RestoredPoints, 90)
	w.wants("in the old lot", w.count(`SELECT remaining FROM lots WHERE seq = 1 AND expires_on = $1`, day), 100)
	w.wants("balance", w.totals(m).Balance, 100)
	w.booksAgree()
}

func TestATierOfThisPeriodFallsWithItsPurchase(t *testing.T) {
	w := newWorld(t)
	m := w.member("")
	r := w.buy(basket(m, "R-1", 290))
	w.buy(basket(m, "R-2", 20))
	w.wants("climbed", w.tier(m), "silver")
	back := w.giveBack(r.ID, "B-1")
	w.wants("fell", back.Tier.Key, "member")
	w.wants("standing", w.tier(m), "member")
	p, err := purchases.Find(context.Background(), w.d, m, r.ID)
	w.must(err)
	w.wants("counts no more", []any{p.TierSpend, p.TierPoints, p.PointsReturned}, []any{0, 0, 290})
}

func TestAFallAfterAReturnIsTold(t *testing.T) {
	w := newWorld(t, func(d *programme.Document) {
		d.Tiers.By, d.Tiers.Steps[1].From, d.Tiers.Steps[2].From = tiers.Spend, 300_00, 1000_00
		d.Earning.PerUnit = decimal.Zero // so that no points come back, and still the tier falls
	})
	m := w.member("alice@example.com")
	r := w.buy(basket(m, "R-1", 290))
	w.buy(basket(m, "R-2", 20))
	w.giveBack(r.ID, "B-1")
	w.wants("told", w.count(`SELECT count(*) FROM messages WHERE template = 'tier_down' AND
		params = '{"why": "return", "from": "silver", "tier": "member", "amount": 28000}'`), 1)
	w.giveBack(r.ID, "B-1")
	w.wants("told no more", w.count(`SELECT count(*) FROM messages WHERE template IN ('tier_down', 'points_reversed')`), 1)
}

func TestShippingPointsGoWithTheLastUnit(t *testing.T) {
	w := newWorld(t, func(d *programme.Document) { d.Earning.Base.Shipping = true })
	m := w.member("")
	in := basket(m, "R-1", 10)
	in.Lines[0].Quantity, in.Shipping = 2*money.One, 500
	r := w.buy(in)
	w.wants("points", r.Points, 25)
	one := recording.Back{Line: 1, Quantity: money.One}
	w.wants("first", w.giveBack(r.ID, "B-1", one).Due, 10)
	w.wants("last", w.giveBack(r.ID, "B-2", one).Due, 15)
	w.wants("balance", w.totals(m).Balance, 0)
	w.booksAgree()
}
