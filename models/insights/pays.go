package insights

import (
	"github.com/shopspring/decimal"

	"fealty/models/money"
	"fealty/models/programme"
)

// Trade is what an owner knows of the own shop.
type Trade struct {
	// Average is the average purchase in minor units, Margin the gross margin in
	// percent, Visits how often a regular comes in a month.
	Average money.Amount
	Margin  int64
	Visits  int64
}

// Pays is what a programme costs by those numbers, if every point is used: the
// dearest it can be.
type Pays struct {
	// Back is what members get back of what they spend, Cost what that costs the
	// shop, both in percent of sales with two decimals.
	Back, Cost decimal.Decimal
	// OneIn says that the programme pays for itself when one in so many visits would
	// not have been without it; 0 when it never does.
	OneIn int64
	// Welcome is what the welcome points of one new member cost, Year what the
	// points of a regular cost in a year.
	Welcome, Year money.Amount
}

// WhetherItPays works out what the programme costs a shop that gives its own goods,
// at what they cost it.
func WhetherItPays(v *programme.Version, t Trade) Pays {
	doc := v.Document
	hundred := decimal.NewFromInt(100)
	unit := decimal.NewFromInt(int64(v.Currency().Units(1)))
	worth := decimal.NewFromInt(int64(doc.Spending.WorthPer100))
	back := doc.Earning.PerUnit.Mul(worth).Div(unit) // points for a unit, times what a hundred of them are worth
	margin := decimal.NewFromInt(min(max(t.Margin, 0), 100))
	goods := hundred.Sub(margin).Div(hundred)
	cost := back.Mul(goods)
	p := Pays{Back: back.Round(2), Cost: cost.Round(2)}
	if left := margin.Sub(cost); left.IsPositive() && cost.IsPositive() {
		p.OneIn = left.Div(cost).Floor().IntPart()
	}
	p.Welcome = money.Amount(decimal.NewFromInt(int64(doc.Spending.Worth(doc.Earning.Welcome))).Mul(goods).Round(0).IntPart())
	year := decimal.NewFromInt(int64(t.Average)).Mul(decimal.NewFromInt(12 * t.Visits)).Mul(cost).Div(hundred)
	p.Year = money.Amount(year.Round(0).IntPart())
	return p
}
