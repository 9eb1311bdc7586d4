package money_test

import (
	"errors"
	"math"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"fealty/models/money"
)

var (
	krone = money.Currency{Code: "NOK", Exponent: 2}
	yen   = money.Currency{Code: "JPY", Exponent: 0}
)

func TestAmountsAreReadExactlyOrRefused(t *testing.T) {
	cases := []struct {
		currency money.Currency
		in       string
		want     money.Amount
		err      error
	}{
		{krone, "12", 1200, nil}, {krone, "12.5", 1250, nil}, {krone, "-0.01", -1, nil}, {krone, "0.010", 1, nil},
		{krone, "12.345", 0, money.ErrDecimals}, {yen, "12.5", 0, money.ErrDecimals}, {yen, "12.0", 12, nil},
		{krone, "", 0, money.ErrFormat}, {krone, ".5", 0, money.ErrFormat}, {krone, "5.", 0, money.ErrFormat},
		{krone, "1,50", 0, money.ErrFormat}, {krone, "1e3", 0, money.ErrFormat}, {krone, "--1", 0, money.ErrFormat},
		{krone, "٣", 0, money.ErrFormat}, {krone, "100000000000.00", money.MaxAmount, nil}, {krone, "100000000000.01", 0, money.ErrRange},
		{krone, "9999999999999999999999", 0, money.ErrRange}, {krone, "99999999999999999999999999", 0, money.ErrFormat},
	}
	for _, c := range cases {
		got, err := c.currency.ParseAmount(c.in)
		if got != c.want || !errors.Is(err, c.err) {
			t.Errorf("ParseAmount(%q) = %d, %v; want %d, %v", c.in, got, err, c.want, c.err)
		}
	}
}

func TestAnAmountWrittenReadsBackTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		currency := rapid.SampledFrom([]money.Currency{krone, yen}).Draw(t, "currency")
		a := money.Amount(rapid.Int64Range(-int64(money.MaxAmount), int64(money.MaxAmount)).Draw(t, "amount"))
		got, err := currency.ParseAmount(currency.Format(a))
		if err != nil || got != a {
			t.Fatalf("%d was written %q and read %d, %v", a, currency.Format(a), got, err)
		}
	})
}

func TestAPriceTimesAQuantityRoundsHalfAwayFromZero(t *testing.T) {
	cases := []struct {
		price    money.Amount
		quantity money.Quantity
		want     money.Amount
	}{{100, 1000, 100}, {5, 500, 3}, {-5, 500, -3}, {5, 499, 2}, {333, 3000, 999}, {199, 333, 66}, {5, -500, -3}}
	for _, c := range cases {
		got, err := c.price.Times(c.quantity)
		if err != nil || got != c.want {
			t.Errorf("%d × %s = %d, %v; want %d", c.price, c.quantity, got, err, c.want)
		}
	}
	if _, err := money.MaxAmount.Times(money.MaxQuantity); !errors.Is(err, money.ErrRange) {
		t.Errorf("the largest price times the largest quantity gave %v, want ErrRange", err)
	}
}

func TestQuantitiesHaveUpToThreePlaces(t *testing.T) {
	for in, want := range map[string]string{"3": "3", "0.25": "0.25", "1.500": "1.5", "0.001": "0.001", "-2": "-2", "10": "10", "100": "100"} {
		q, err := money.ParseQuantity(in)
		if err != nil || q.String() != want {
			t.Errorf("ParseQuantity(%q) = %s, %v; want %s", in, q, err, want)
		}
	}
	if _, err := money.ParseQuantity("0.0001"); !errors.Is(err, money.ErrDecimals) {
		t.Errorf("four places gave %v, want ErrDecimals", err)
	}
}

func TestASplitAddsUpAndNoPartIsMoreThanOneOff(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := rapid.Int64Range(0, 1_000_000_000).Draw(t, "whole")
		cents := rapid.SliceOfN(rapid.Int64Range(0, 1_000_000), 1, 30).Draw(t, "weights")
		weights, total := make([]decimal.Decimal, len(cents)), int64(0)
		for i, c := range cents {
			weights[i] = decimal.New(c, -2)
			total += c
		}
		sum := int64(0)
		for i, part := range money.Split(whole, weights) {
			sum += part
			if floor := money.Share(whole, cents[i], total); total > 0 && (part < floor || part > floor+1) {
				t.Fatalf("part %d is %d, its exact share rounds to %d", i, part, floor)
			}
		}
		if sum != whole {
			t.Fatalf("the parts add up to %d, not %d", sum, whole)
		}
	})
}

func TestEqualRemaindersGoToTheEarlierWeight(t *testing.T) {
	one := decimal.NewFromInt(1)
	got := money.Split(5, []decimal.Decimal{one, one, one})
	if got[0] != 2 || got[1] != 2 || got[2] != 1 {
		t.Errorf("5 over three equal weights is %v, want [2 2 1]", got)
	}
	if got := money.Split(7, []decimal.Decimal{decimal.Zero, decimal.Zero}); got[0] != 7 {
		t.Errorf("without weights the first part takes all, got %v", got)
	}
}

func TestAShareRoundsDownWithoutOverflow(t *testing.T) {
	if got := money.Share(1<<62, 3, 4); got != 3<<60 {
		t.Errorf("three quarters of 2^62 is %d", got)
	}
	if got := money.Share(10, 1, 0); got != 0 {
		t.Errorf("a share of nothing is %d, want 0", got)
	}
}

func TestPointsEarnedRoundDownAndPointsToPayRoundUp(t *testing.T) {
	d := decimal.RequireFromString("397.5")
	if money.FloorPoints(d) != 397 || money.CeilPoints(d) != 398 {
		t.Errorf("397.5 gave %d earned, %d to pay", money.FloorPoints(d), money.CeilPoints(d))
	}
}

func FuzzParseAmount(f *testing.F) {
	f.Add("12.50")
	f.Fuzz(func(t *testing.T, s string) {
		a, err := krone.ParseAmount(s)
		if err != nil {
			return
		}
		again, err := krone.ParseAmount(krone.Format(a))
		if err != nil || again != a {
			t.Errorf("%q was read as %d and written back as %d, %v", s, a, again, err)
		}
	})
}

func TestTheBoundsThemselvesAreIn(t *testing.T) {
	for text, want := range map[string]error{"100000000000.00": nil, "-100000000000.00": nil, "-100000000000.01": money.ErrRange} {
		if _, err := krone.ParseAmount(text); !errors.Is(err, want) {
			t.Errorf("the amount %s: %v, want %v", text, err, want)
		}
	}
	for text, want := range map[string]error{"1000000": nil, "-1000000": nil, "1000000.001": money.ErrRange, "-1000000.001": money.ErrRange} {
		if _, err := money.ParseQuantity(text); !errors.Is(err, want) {
			t.Errorf("the quantity %s: %v, want %v", text, err, want)
		}
	}
	for _, c := range []struct {
		price    money.Amount
		quantity money.Quantity
		want     error
	}{
		{money.MaxAmount, money.One, nil}, {-money.MaxAmount, money.One, nil}, {money.MaxAmount, money.One + 1, money.ErrRange},
		{-money.MaxAmount, money.One + 1, money.ErrRange}, {money.MaxAmount, money.MaxQuantity, money.ErrRange},
	} {
		if _, err := c.price.Times(c.quantity); !errors.Is(err, c.want) {
			t.Errorf("%d × %s: %v, want %v", c.price, c.quantity, err, c.want)
		}
	}
	if got := money.Share(math.MaxInt64, 7, 7); got != math.MaxInt64 {
		t.Errorf("all of the largest number is %d", got)
	}
}

func TestWholeUnitsBecomeMinorOnes(t *testing.T) {
	if a, b := krone.Units(15), yen.Units(15); a != 1500 || b != 15 {
		t.Errorf("15 kroner are %d, 15 yen %d", a, b)
	}
}

func TestASplitOverNothingIsNothing(t *testing.T) {
	if got := money.Split(7, nil); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}
