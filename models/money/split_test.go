package money

import (
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func TestSplittingSmallNumbersGivesWhatSplittingAnyGives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := rapid.Int64Range(1, 1<<62).Draw(t, "whole")
		if rapid.Bool().Draw(t, "little") {
			whole %= 1000
			whole++
		}
		weights := make([]decimal.Decimal, rapid.IntRange(1, 12).Draw(t, "n"))
		for i := range weights {
			weights[i] = decimal.New(rapid.Int64Range(-3, 100_000_000).Draw(t, "weight"), rapid.Int32Range(-4, 1).Draw(t, "exponent"))
		}
		if _, _, ok := scale(weights); !ok {
			t.Skip("too large for the short way")
		}
		if short, long := Split(whole, weights), splitBig(whole, weights); !slices.Equal(short, long) {
			t.Fatalf("%d over %v: %v by the short way, %v by the long one", whole, weights, short, long)
		}
	})
}

func TestWeightsTooLargeForTheShortWayGoTheLong(t *testing.T) {
	large := []decimal.Decimal{decimal.New(1, 40), decimal.New(3, 40)}
	if _, _, ok := scale(large); ok {
		t.Fatal("they should be too large")
	}
	if got := Split(10, large); !slices.Equal(got, []int64{3, 7}) && !slices.Equal(got, []int64{2, 8}) {
		t.Errorf("split to %v", got)
	}
	if got := Split(8, large); !slices.Equal(got, []int64{2, 6}) {
		t.Errorf("split to %v", got)
	}
}

func TestMultiplyingSmallNumbersGivesWhatMultiplyingAnyGives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.OneOf(rapid.Int64(), rapid.Int64Range(-20, 20))
		a, b, round := number.Draw(t, "a"), number.Draw(t, "b"), rounding(rapid.IntRange(0, 1).Draw(t, "round"))
		d := rapid.OneOf(rapid.Int64Min(1), rapid.Int64Range(1, 20)).Draw(t, "d")
		n, ok := mulDiv(a, b, d, round)
		want, wantOK := mulDivBig(a, b, d, round)
		if ok != wantOK || ok && n != want {
			t.Fatalf("%d × %d ÷ %d is %d (%v), not %d (%v)", a, b, d, n, ok, want, wantOK)
		}
	})
}
