package insights

import (
	"github.com/shopspring/decimal"

	"fealty/models/catalogue"
	"fealty/models/money"
	"fealty/models/programme"
)

// Economics is what a reward means in money, by the rules as they hold.
type Economics struct {
	// Spent is what a member buys for at the plain rate to have its price in
	// points, rounded up; 0 where points can't be bought for.
	Spent money.Amount
	// Worth is what it is worth to the member, PointsWorth what its price is worth
	// in points elsewhere, Cost what it costs the shop: at a partner, what the shop
	// pays them.
	Worth, PointsWorth, Cost money.Amount
}

// Weigh works out a reward's economics.
func Weigh(v *programme.Version, r catalogue.Reward) Economics {
	e := Economics{Worth: r.Worth, PointsWorth: v.Document.Spending.Worth(r.Price), Cost: r.Cost}
	if r.Kind == catalogue.AtPartner && r.PartnerPays > 0 {
		e.Cost = r.PartnerPays
	}
	if perUnit := v.Document.Earning.PerUnit; perUnit.IsPositive() {
		units := decimal.NewFromInt(int64(r.Price)).DivRound(perUnit, 8)
		e.Spent = money.Amount(units.Shift(int32(v.Currency().Exponent)).Ceil().IntPart()) //nolint:gosec // a currency has few decimals
	}
	return e
}

// Back is how many percent of what was spent comes back to the member, with one
// decimal; CostShare is how many percent of it the reward costs.
func (e Economics) Back() decimal.Decimal { return e.percent(e.Worth) }

// CostShare tells what the reward costs as a part of what was spent.
func (e Economics) CostShare() decimal.Decimal { return e.percent(e.Cost) }

func (e Economics) percent(part money.Amount) decimal.Decimal {
	if e.Spent <= 0 {
		return decimal.Zero
	}
	return decimal.NewFromInt(int64(part)).Mul(decimal.NewFromInt(100)).DivRound(decimal.NewFromInt(int64(e.Spent)), 1)
}

// Verdict is a key: "dear" where it costs more than it is worth, "poor" where
// points are worth more elsewhere, "good" else; "" where nobody said what it is
// worth.
func (e Economics) Verdict() string {
	switch {
	case e.Worth == 0:
		return ""
	case e.Cost > e.Worth:
		return "dear"
	case e.Worth < e.PointsWorth:
		return "poor"
	}
	return "good"
}
