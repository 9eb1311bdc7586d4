package earning_test

import (
	"testing"

	"fealty/models/earning"
	"fealty/models/money"
)

func TestATotalHasShippingAndTaxOnTopAndNoDiscount(t *testing.T) {
	a, b := line(1, "a", 8000), line(2, "b", 2000)
	a.Tax, b.Tax = 1600, 400
	for name, c := range map[string]struct {
		includesTax bool
		tax         int64
		want        int64
	}{
		"tax inside":           {true, 2000, 9500},
		"tax of the lines":     {false, 0, 11500},
		"tax of the purchase":  {false, 2250, 11750},
		"less than its lines'": {false, 100, 11500},
	} {
		bought := basket(a, b)
		bought.Shipping, bought.Discount = 500, 1000
		bought.PricesIncludeTax, bought.Tax = c.includesTax, amount(c.tax)
		if got, err := bought.Total(); err != nil || got != amount(c.want) {
			t.Errorf("%s: %d, %v; want %d", name, got, err, c.want)
		}
	}
}

func TestWhatIsPaidOtherwiseIsAShareOfTheReducedTotal(t *testing.T) {
	b := basket(line(1, "a", 8000))
	b.Discount, b.PaidOtherwise = 2000, 3000
	if award := quote(t, simple(), b, ""); award.Points != 30 {
		t.Errorf("half of 60 paid with points gave %d points, want 30", award.Points)
	}
}

func TestACouponBetweenOtherLinesIsSpreadOverAllOfThem(t *testing.T) {
	b := basket(line(1, "a", 3000), line(2, "m", -1000), line(3, "z", 1000))
	want := []earning.LineAward{{Line: 1, Base: 2250, Points: 23}, {Line: 2}, {Line: 3, Base: 750, Points: 7}}
	got := quote(t, simple(), b, "").Lines
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("line %d: %+v, want %+v", i+1, got[i], want[i])
		}
	}
}

func amount(n int64) money.Amount { return money.Amount(n) }
