package recording

import (
	"slices"

	"fealty/models/fault"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/purchases"
	"fealty/models/spending"
)

// settlePoints completes what is paid in points and credit, and refuses what the
// programme does not let pay. A document that sets no bounds takes it as it is
// told; what was reserved pays as it was promised.
func settlePoints(f Facts, in Input, paid purchases.Payments) (purchases.Payments, error) {
	if f.Reserved != nil {
		return payReserved(f, in, paid)
	}
	points, credit := paidIn(paid, purchases.PaidPoints), paidIn(paid, purchases.PaidCredit)
	if points == nil && credit == nil {
		return paid, nil
	}
	var ask spending.Ask
	if points != nil {
		ask.Amount = points.Amount
		if *points = worth(f.Version, *points); points.Points == 0 || points.Amount == 0 {
			return nil, fault.New(fault.Refused, "points_worthless")
		}
		ask.Points = points.Points
	}
	if credit != nil {
		ask.Credit = credit.Amount
	}
	if f.Version.Document.Spending.Paying == nil {
		return paid, nil
	}
	left, err := toPay(f, in)
	if err != nil {
		return nil, err
	}
	applied, err := f.Version.Document.Spending.Case(left, in.Channel, spending.Endless()).Check(ask)
	if err == nil && points != nil {
		points.Amount = applied.Amount
	}
	return paid, err
}

func paidIn(paid purchases.Payments, kind string) *purchases.Payment {
	at := slices.IndexFunc(paid, func(p purchases.Payment) bool { return p.Kind == kind })
	if at < 0 {
		return nil
	}
	return &paid[at]
}

// toPay is what the basket costs less what money vouchers pay.
func toPay(f Facts, in Input) (money.Amount, error) {
	total, err := in.basket(f.Version, 0).Total()
	for _, v := range f.Vouchers {
		if v.Kind == moneyOff {
			total -= v.Worth
		}
	}
	return max(0, total), err
}

// worth completes a payment in points: the points for an amount are rounded up,
// the amount for points down.
func worth(v *programme.Version, p purchases.Payment) purchases.Payment {
	per100 := v.Document.Spending.WorthPer100
	if p.Points == 0 {
		p.Points = spending.PointsFor(p.Amount, per100)
	}
	if p.Amount == 0 {
		p.Amount = spending.Worth(p.Points, per100)
	}
	return p
}
