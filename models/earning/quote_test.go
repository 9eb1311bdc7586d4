package earning_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"fealty/models/earning"
	"fealty/models/fault"
	"fealty/models/money"
	"fealty/models/purchases"
)

var eur = money.Currency{Code: "EUR", Exponent: 2}

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func day(s string) time.Time {
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return d
}

// simple is one point per unit, on prices with tax and after discounts.
func simple(multipliers ...earning.Multiplier) earning.Policy {
	return earning.Policy{
		PerUnit: dec("1"), Multipliers: multipliers, Combine: earning.Add,
		Expiry: earning.Expiry{Kind: earning.Never}, Base: earning.Base{Tax: true, Discounts: true},
	}
}

func coffeeWeek(factor string) earning.Multiplier {
	return earning.Multiplier{Key: "coffee_week", Categories: []string{"coffee"}, Factor: dec(factor)}
}

func gold(factor string) earning.Multiplier {
	return earning.Multiplier{Key: "gold", Tiers: []string{"gold"}, Factor: dec(factor)}
}

func line(n int, category string, price money.Amount) earning.Line {
	return earning.Line{Line: n, SKU: "sku-" + category, Category: category, Quantity: money.One, UnitPrice: price}
}

func basket(lines ...earning.Line) earning.Basket {
	return earning.Basket{PlacedOn: day("2026-03-10"), Lines: lines, PricesIncludeTax: true, Currency: eur}
}

func quote(t *testing.T, p earning.Policy, b earning.Basket, tier string) earning.Award {
	t.Helper()
	award, err := earning.Quote(p, b, earning.Facts{Tier: tier, Version: 3})
	if err != nil {
		t.Fatalf("quote: %v", err)
	}
	return award
}

func TestAnAwardSaysWhichRuleGaveWhat(t *testing.T) {
	award := quote(t, simple(coffeeWeek("1.5")), basket(line(1, "coffee", 2000), line(2, "cups", 500)), "member")
	want := []earning.Explanation{
		{Rule: "base", Version: 3, Points: 25, Params: map[string]string{"base": "2500", "per_unit": "1"}},
		{Rule: "coffee_week", Version: 3, Points: 10, Params: map[string]string{"base": "2000", "factor": "1.5"}},
	}
	if diff := cmp.Diff(want, award.Explain()); diff != "" {
		t.Errorf("explanation (-want +got):\n%s", diff)
	}
	cells := purchases.Cells{{Line: 1, Rule: "base", Points: 20}, {Line: 1, Rule: "coffee_week", Points: 10}, {Line: 2, Rule: "base", Points: 5}}
	if diff := cmp.Diff(cells, award.Cells); diff != "" || award.Points != 35 {
		t.Errorf("%d points, cells (-want +got):\n%s", award.Points, diff)
	}
}

func TestPointsAreRoundedOnceAndDown(t *testing.T) {
	award := quote(t, simple(), basket(line(1, "a", 60), line(2, "b", 60), line(3, "c", 79)), "")
	if award.Points != 1 {
		t.Errorf("0.60 + 0.60 + 0.79 gave %d points, want 1: each line alone gives none", award.Points)
	}
	if award.Lines[2].Points != 1 {
		t.Errorf("the point went to %v, want the line with the largest remainder", award.Lines)
	}
}

func TestMultipliersAddUpOrTheBestOneWins(t *testing.T) {
	p := simple(coffeeWeek("2"), gold("1.5"))
	for combine, want := range map[earning.Combine]money.Points{earning.Add: 250, earning.Best: 200} {
		p.Combine = combine
		if got := quote(t, p, basket(line(1, "coffee", 10000)), "gold").Points; got != want {
			t.Errorf("%s: %d points, want %d", combine, got, want)
		}
	}
	p.Combine = earning.Add
	if got := quote(t, p, basket(line(1, "tea", 10000)), "silver").Points; got != 100 {
		t.Errorf("neither category nor tier: %d points, want 100", got)
	}
	if got := p.TierFactor("gold"); !got.Equal(dec("1.5")) {
		t.Errorf("gold earns %s on ordinary goods, want 1.5", got)
	}
}

func TestTheEarlierOfTwoEquallyGoodMultipliersWins(t *testing.T) {
	p := simple(gold("1.5"), coffeeWeek("1.5"))
	p.Combine = earning.Best
	award := quote(t, p, basket(line(1, "coffee", 1000)), "gold")
	if len(award.Rules) != 2 || award.Rules[1].Rule != "gold" {
		t.Errorf("rules %v, want base and gold", award.Rules)
	}
}

func TestTheEarningBaseFollowsTheSetting(t *testing.T) {
	taxed := func(b earning.Basket, included bool) earning.Basket {
		b.PricesIncludeTax = included
		b.Lines[0].Tax = 2000
		return b
	}
	discounted := basket(line(1, "a", 10000))
	discounted.Lines[0].Discount, discounted.Discount = 1000, 2000
	shipped := basket(line(1, "a", 10000))
	shipped.Shipping = 500
	untaxedLines := basket(line(1, "a", 10000))
	untaxedLines.Tax, untaxedLines.Shipping = 2200, 1000
	mixed := basket(line(1, "a", 8000), line(2, "b", 4000))
	mixed.Tax, mixed.Lines[0].Tax = 2400, 2000
	for name, c := range map[string]struct {
		base   earning.Base
		basket earning.Basket
		want   money.Amount
	}{
		"prices with tax, tax earns":                 {earning.Base{Tax: true, Discounts: true}, taxed(basket(line(1, "a", 10000)), true), 10000},
		"prices with tax, tax doesn't earn":          {earning.Base{Discounts: true}, taxed(basket(line(1, "a", 10000)), true), 8000},
		"prices without tax, tax earns":              {earning.Base{Tax: true, Discounts: true}, taxed(basket(line(1, "a", 10000)), false), 12000},
		"prices without tax, tax doesn't earn":       {earning.Base{Discounts: true}, taxed(basket(line(1, "a", 10000)), false), 10000},
		"after discounts":                            {earning.Base{Tax: true, Discounts: true}, discounted, 7000},
		"before discounts":                           {earning.Base{Tax: true}, discounted, 10000},
		"shipping doesn't earn":                      {earning.Base{Tax: true, Discounts: true}, shipped, 10000},
		"shipping earns":                             {earning.Base{Tax: true, Discounts: true, Shipping: true}, shipped, 10500},
		"the purchase's tax is spread by amount":     {earning.Base{Discounts: true}, untaxedLines, 8000},
		"what lines don't carry falls to the others": {earning.Base{Discounts: true}, mixed, 9600},
	} {
		p := simple()
		p.Base = c.base
		if got := quote(t, p, c.basket, ""); got.Base != c.want || got.Points != money.Points(c.want/100) {
			t.Errorf("%s: base %d and %d points, want base %d", name, got.Base, got.Points, c.want)
		}
	}
}

func TestShippingThatEarnsIsLineZero(t *testing.T) {
	p, b := simple(), basket(line(1, "a", 1000))
	p.Base.Shipping, b.Shipping = true, 500
	award := quote(t, p, b, "")
	want := purchases.Cells{{Line: 0, Rule: "base", Points: 5}, {Line: 1, Rule: "base", Points: 10}}
	if diff := cmp.Diff(want, award.Cells); diff != "" {
		t.Errorf("cells (-want +got):\n%s", diff)
	}
}

func TestWhatWasPaidOtherwiseNeverEarns(t *testing.T) {
	b := basket(line(1, "a", 8000))
	b.Shipping, b.PaidOtherwise = 2000, 2500
	award := quote(t, simple(), b, "")
	if award.Points != 60 || award.Base != 6000 {
		t.Errorf("a quarter paid with points: %d points on %d, want 60 on 6000", award.Points, award.Base)
	}
	b.PaidOtherwise = 99999
	if got := quote(t, simple(), b, ""); got.Points != 0 || got.Base != 0 {
		t.Errorf("all paid with points: %d points on %d, want none", got.Points, got.Base)
	}
}

func TestTaxOnTopIsPartOfWhatIsPaid(t *testing.T) {
	b := basket(line(1, "a", 8000))
	b.PricesIncludeTax, b.Tax, b.PaidOtherwise = false, 2000, 5000
	if award := quote(t, simple(), b, ""); award.Points != 50 || award.Base != 5000 {
		t.Errorf("half of 100 paid with points: %d points on %d, want 50 on 5000", award.Points, award.Base)
	}
}

func TestTheSameGoodsGetTheSamePointsWhateverTheirNumber(t *testing.T) {
	a, b := line(1, "", 50), line(2, "", 50)
	a.SKU, b.SKU = "a", "b"
	ab := basket(a, b)
	a.Line, b.Line = 2, 1
	ba := basket(b, a)
	if one, other := quote(t, simple(), ab, ""), quote(t, simple(), ba, ""); one.Lines[0].Points != 1 || other.Lines[1].Points != 1 {
		t.Errorf("the point for a is elsewhere when a stands elsewhere: %v, %v", one.Lines, other.Lines)
	}
}

func TestADiscountIsSpreadOverLinesByAmount(t *testing.T) {
	b := basket(line(1, "a", 3000), line(2, "b", 1000))
	b.Discount = 1000
	want := []earning.LineAward{{Line: 1, Base: 2250, Points: 23}, {Line: 2, Base: 750, Points: 7}}
	if diff := cmp.Diff(want, quote(t, simple(), b, "").Lines); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
}

func TestALineBelowZeroIsADiscount(t *testing.T) {
	if got := quote(t, simple(), basket(line(1, "a", 5000), line(2, "coupon", -2000)), ""); got.Points != 30 {
		t.Errorf("50 less 20 gave %d points, want 30", got.Points)
	}
	if got := quote(t, simple(), basket(line(1, "a", 1000), line(2, "coupon", -2000)), ""); got.Points != 0 || len(got.Cells) != 0 {
		t.Errorf("10 less 20 gave %d points, want none", got.Points)
	}
}

func TestABasketOutOfBoundsIsRefused(t *testing.T) {
	b := basket(earning.Line{Line: 1, Quantity: money.MaxQuantity, UnitPrice: money.MaxAmount})
	if _, err := earning.Quote(simple(), b, earning.Facts{}); !fault.Is(err, "amount_range") {
		t.Errorf("got %v, want amount_range", err)
	}
	p := simple()
	p.PerUnit = dec("100000000")
	if _, err := earning.Quote(p, basket(line(1, "a", money.MaxAmount), line(2, "a", money.MaxAmount)), earning.Facts{}); !fault.Is(err, "amount_range") {
		t.Errorf("got %v, want amount_range", err)
	}
}
