package earning_test

import (
	"testing"

	"fealty/models/earning"
	"fealty/models/money"
)

func BenchmarkQuoteOfTwentyLines(b *testing.B) {
	bought := basket()
	for n := range 20 {
		bought.Lines = append(bought.Lines, line(n+1, []string{"coffee", "tea"}[n%2], money.Amount(295+n*17)))
	}
	policy := simple(coffeeWeek("1.5"), gold("1.25"))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := earning.Quote(policy, bought, earning.Facts{Tier: "gold", Version: 1}); err != nil {
			b.Fatal(err)
		}
	}
}
