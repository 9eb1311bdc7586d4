package paying_test

import (
	"testing"
	"time"

	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/paying"
	"fealty/models/recording"
	"fealty/models/reservations"
	"fealty/models/spending"
	"fealty/models/vouchers"
)

func TestWhatIsReservedIsNotSpendableUntilItIsReleased(t *testing.T) {
	w := newWorld(t)
	m := w.member(1000)
	r := w.reserve(basket(m, "R-1", 40), spending.Ask{Points: spending.AllPoints})
	w.wants("half of 40 euros", []any{r.Points, r.Amount, r.Credit, r.Total}, []any{400, 2000, 0, 4000})
	w.wants("for half an hour", r.ExpiresAt.Sub(r.CreatedAt), 30*time.Minute)
	has := w.totals(m)
	w.wants("spendable and reserved", []any{has.Spendable, has.Reserved, has.Balance}, []any{600, 400, 1000})
	w.must(w.release(r))
	w.wants("state", w.state(r), reservations.Released)
	w.wants("spendable again", w.totals(m).Spendable, 1000)
	w.refused(w.release(r), "reservation_released")
	_, err := w.capture(r, basket(m, "R-1", 40))
	w.refused(err, "reservation_released")
	w.wants("a refused capture records nothing", w.rows(`SELECT count(*) FROM purchases`), 0)
}

func TestACaptureIsThePurchaseAndTakesWhatWasReserved(t *testing.T) {
	w := newWorld(t)
	m := w.member(1000)
	w.give(m, ledger.Credit, 900, nil)
	r := w.reserve(basket(m, "R-1", 40), spending.Ask{Points: 300, Credit: 300})
	receipt, err := w.capture(r, basket(m, "R-1", 40))
	w.must(err)
	w.wants("paid", receipt.Paid, spending.Applied{Points: 300, Amount: 1500, Credit: 300})
	w.wants("earned on the rest", receipt.Points, 22)
	w.wants("wallet", receipt.Wallet.Spendable, 1000-300+22)
	has := w.totals(m)
	w.wants("book", []any{has.Spendable, has.Reserved, has.Credit}, []any{722, 0, 600})
	again, err := w.capture(r, basket(m, "R-1", 40))
	w.must(err)
	w.wants("the same key gives the same", again.ID, receipt.ID)
	_, err = w.capture(r, basket(m, "R-2", 40))
	w.refused(err, "reservation_captured")
	w.refused(w.release(r), "reservation_captured")
	w.wants("purchases", w.rows(`SELECT count(*) FROM purchases`), 1)
}

func TestAnExpiredReservationIsFreeAtOnceAndTheClockEndsIt(t *testing.T) {
	w := newWorld(t)
	m := w.member(400)
	v, code := w.voucher(m)
	in := basket(m, "R-1", 40)
	in.Payments = paysWith(code)
	r := w.reserve(in, spending.Ask{Points: 300})
	w.wants("voucher", w.voucherState(v), vouchers.Reserved)
	testdb.Forward(t, w.d, 30*time.Minute)
	w.wants("state", w.state(r), reservations.Expired)
	w.wants("spendable before the clock", w.totals(m).Spendable, 400)
	w.refused(w.release(r), "reservation_expired")
	_, err := w.capture(r, in)
	w.refused(err, "reservation_expired")
	w.reserve(basket(m, "R-2", 80), spending.Ask{Points: 400})
	ended, err := paying.ReleaseDue(t.Context(), w.d, 100)
	w.must(err)
	w.wants("ended", ended, 1)
	w.wants("voucher", w.voucherState(v), vouchers.Issued)
	again, err := paying.ReleaseDue(t.Context(), w.d, 100)
	w.must(err)
	w.wants("and no more", again, 0)
	w.wants("open holds", w.rows(`SELECT count(*) FROM holds WHERE state = 'open'`), 1)
}

func TestNothingToReserveSaysWhy(t *testing.T) {
	w := newWorld(t)
	m := w.member(1000)
	poor := w.member(99)
	for name, c := range map[string]struct {
		in   recording.Input
		ask  spending.Ask
		want string
	}{
		"too few":     {basket(poor, "R-1", 40), spending.Ask{Points: spending.AllPoints}, "too_few_points"},
		"no credit":   {basket(m, "R-1", 40), spending.Ask{Credit: 100}, "too_few_points"},
		"too small":   {basket(m, "R-1", 9), spending.Ask{Points: spending.AllPoints}, "paying_minimum"},
		"too few ask": {basket(m, "R-1", 40), spending.Ask{Points: 99}, "paying_minimum"},
	} {
		_, err := w.try(c.in, c.ask)
		if !fault.Is(err, c.want) || fault.KindOf(err) != fault.Refused {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	if _, err := w.try(basket(m, "R-1", 40), spending.Ask{}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("nothing asked: %v", err)
	}
	if _, err := w.try(basket(ids.Member{1}, "R-1", 40), spending.Ask{Points: 100}); !fault.Is(err, "member_unknown") && fault.KindOf(err) != fault.Invalid {
		t.Errorf("nobody: %v", err)
	}
	w.wants("rows", w.rows(`SELECT (SELECT count(*) FROM reservations) + (SELECT count(*) FROM holds)`), 0)
}

func TestTheSamePurchaseMayTakeLessThanWasReserved(t *testing.T) {
	w := newWorld(t)
	m := w.member(1000)
	v, code := w.voucher(m)
	in := basket(m, "R-1", 45)
	in.Payments = paysWith(code)
	r := w.reserve(in, spending.Ask{Points: 400})
	w.wants("half of what the voucher leaves", r.Amount, 2000)
	receipt, err := w.capture(r, basket(m, "R-1", 30))
	w.must(err)
	w.wants("half of 30", receipt.Paid, spending.Applied{Points: 300, Amount: 1500})
	w.wants("the voucher is free", w.voucherState(v), vouchers.Issued)
	has := w.totals(m)
	w.wants("book", []any{has.Spendable, has.Reserved}, []any{1000 - 300 + 15, 0})

	tiny := w.reserve(basket(m, "R-2", 40), spending.Ask{Points: 200})
	receipt, err = w.capture(tiny, basket(m, "R-2", 1))
	w.must(err)
	w.wants("nothing is paid", receipt.Paid, spending.Applied{})
	w.wants("nothing is held", w.totals(m).Reserved, 0)
	_, err = w.capture(tiny, basket(m, "R-3", 1))
	w.refused(err, "reservation_captured")
}

func TestAReservedVoucherIsUsedByItsCapture(t *testing.T) {
	w := newWorld(t)
	m := w.member(1000)
	v, code := w.voucher(m)
	in := basket(m, "R-1", 20)
	in.Payments = paysWith(code)
	r := w.reserve(in, spending.Ask{})
	w.wants("points", r.Points, 0)
	_, err := w.try(in, spending.Ask{})
	w.refused(err, "voucher_reserved")
	_, err = recording.Quote(t.Context(), w.d, w.deps, in)
	w.refused(err, "voucher_reserved")
	_, err = w.capture(r, in)
	w.must(err)
	w.wants("voucher", w.voucherState(v), vouchers.Used)
	in.Reference = "R-2"
	_, err = w.capture(r, in)
	w.wants("a second capture", fault.KindOf(err), fault.Refused)
}

func TestAPromiseIsKeptWhenTheProgrammeChanges(t *testing.T) {
	w := newWorld(t)
	m := w.member(1000)
	r := w.reserve(basket(m, "R-1", 40), spending.Ask{Points: 400})
	v, err := w.deps.Programme.InForce(t.Context(), w.d)
	w.must(err)
	doc := v.Document
	off := *doc.Spending.Paying
	off.Points = false
	doc.Spending.Paying, doc.Spending.WorthPer100 = &off, 1
	w.publish(2, doc)
	_, err = w.try(basket(m, "R-2", 40), spending.Ask{Points: 400})
	w.refused(err, "paying_off")
	receipt, err := w.capture(r, basket(m, "R-1", 40))
	w.must(err)
	w.wants("paid", receipt.Paid, spending.Applied{Points: 400, Amount: 2000})
}

func TestPointsThatEndTodayAreReservedNoLongerThanMidnight(t *testing.T) {
	w := newWorld(t)
	m := w.member(0)
	today := w.today()
	w.give(m, ledger.Points, 300, &today)
	testdb.Forward(t, w.d, untilLocal(w, 23, 50))
	if w.today() != today {
		t.Fatal("the clock went past midnight")
	}
	r := w.reserve(basket(m, "R-1", 40), spending.Ask{Points: 300})
	w.wants("ends at midnight", r.ExpiresAt.Sub(r.CreatedAt).Round(time.Minute), 10*time.Minute)
}

func untilLocal(w *world, hour, minute int) time.Duration {
	zone, err := time.LoadLocation("Europe/Oslo")
	w.must(err)
	now := w.d.Time().In(zone)
	return time.Date(now.Year(), now.Month(), now.Day(), hour, minute, 0, 0, zone).Sub(now)
}

func TestAnothersReservationIsNotThere(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.member(1000), w.member(1000)
	r := w.reserve(basket(alice, "R-1", 40), spending.Ask{Points: 400})
	_, err := w.capture(r, basket(bob, "R-1", 40))
	if fault.KindOf(err) != fault.NotFound {
		t.Errorf("Bob captured Alice's: %v", err)
	}
	w.wants("still open", w.state(r), reservations.Open)
}

func TestWhatAReservationPaidComesBackToItsLotWithItsOldDay(t *testing.T) {
	w := newWorld(t)
	m := w.member(0)
	soon := w.today().AddDate(0, 0, 5)
	w.give(m, ledger.Points, 100, &soon)
	w.give(m, ledger.Points, 300, nil)
	in := basket(m, "R-1", 20)
	in.Lines[0].Quantity *= 2
	r := w.reserve(in, spending.Ask{Points: 400})
	receipt, err := w.capture(r, in)
	w.must(err)
	w.wants("none left", w.totals(m).Spendable, receipt.Points)
	back, err := recording.Return(t.Context(), w.d, w.deps, recording.ReturnCommand{Key: w.key("returns"), Actor: ledger.Actor{Kind: ledger.ByAPI},
		Input: recording.ReturnInput{PurchaseID: receipt.ID, Reference: "B-1", Lines: []recording.Back{{Line: 1, Quantity: in.Lines[0].Quantity / 2}}}})
	w.must(err)
	w.wants("half comes back", back.RestoredPoints, 200)
	plan, err := ledger.ExpiryPlan(t.Context(), w.d, m, w.today())
	w.must(err)
	w.wants("a quarter of it to the lot that ends soon", []any{plan[0].Points, plan[0].On.Equal(soon)}, []any{50, true})
}
