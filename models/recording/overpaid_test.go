package recording_test

import (
	"testing"

	"fealty/models/fault"
	"fealty/models/ledger"
	"fealty/models/money"
	"fealty/models/purchases"
	"fealty/models/recording"
)

func TestNobodyPaysMoreThanAPurchaseCosts(t *testing.T) {
	w := newWorld(t)
	m := w.member("alice@example.com")
	w.give(m, ledger.Points, 2000, nil)
	w.give(m, ledger.Credit, 5000, nil)
	type pay = recording.Payment
	for name, c := range map[string]struct {
		payments []pay
		field    string
	}{
		"points beyond the total":          {[]pay{{Kind: purchases.PaidPoints, Points: 220}}, "payments.0.points"},
		"points by amount beyond it":       {[]pay{{Kind: purchases.PaidPoints, Amount: 1001}}, "payments.0.amount"},
		"credit beyond it":                 {[]pay{{Kind: purchases.PaidCredit, Amount: 1001}}, "payments.0.amount"},
		"money beyond it":                  {[]pay{{Kind: purchases.PaidMoney, Amount: 1001}}, "payments.0.amount"},
		"points on top of what money paid": {[]pay{{Kind: purchases.PaidMoney, Amount: 600}, {Kind: purchases.PaidPoints, Points: 100}}, "payments.1.points"},
		"together":                         {[]pay{{Kind: purchases.PaidMoney, Amount: 400}, {Kind: purchases.PaidPoints, Points: 100}, {Kind: purchases.PaidCredit, Amount: 101}}, "payments.2.amount"},
	} {
		in := basket(m, "R-"+name, 10)
		in.Payments = c.payments
		err := w.tryBuy(in)
		if fault.KindOf(err) != fault.Invalid || fault.Of(err).Fields[c.field].Key != "payments_over" {
			t.Errorf("%s: %v", name, err)
		}
	}
	w.wants("purchases", w.count(`SELECT count(*) FROM purchases`), 0)
	exact := basket(m, "R-exact", 10)
	exact.Payments = []pay{{Kind: purchases.PaidMoney, Amount: 400}, {Kind: purchases.PaidPoints, Points: 100}, {Kind: purchases.PaidCredit, Amount: 100}}
	w.buy(exact)
	less := basket(m, "R-less", 10)
	less.Payments = []pay{{Kind: purchases.PaidPoints, Points: 100}}
	w.buy(less)
	w.booksAgree()
}

func TestBesideAVoucherOnlyTheRestIsPaid(t *testing.T) {
	w := newWorld(t)
	m := w.member("alice@example.com")
	_, code := w.voucher(m) // five euros
	buy := func(reference string, euros, money money.Amount) error {
		in := voucherBasket(m, reference, code)
		in.Lines[0].UnitPrice = euros * 100
		in.Payments = append(in.Payments, recording.Payment{Kind: purchases.PaidMoney, Amount: money})
		return w.tryBuy(in)
	}
	for name, err := range map[string]error{"more than the rest": buy("R-1", 10, 501), "more than nothing": buy("R-2", 4, 1)} {
		if fault.KindOf(err) != fault.Invalid || fault.Of(err).Fields["payments.1.amount"].Key != "payments_over" {
			t.Errorf("%s: %v", name, err)
		}
	}
	w.must(buy("R-3", 4, 0)) // what the voucher is worth beyond that is lost
}
