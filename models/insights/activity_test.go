package insights_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"fealty/handlers/apptest"
	"fealty/models/earning"
	"fealty/models/insights"
	"fealty/models/ledger"
	"fealty/models/money"
	"fealty/models/once"
	"fealty/models/programme"
	"fealty/models/recording"
)

// bought records a mixed basket: €10.30 of coffee, €20.50 of tea, €5 of
// delivery, which earns nothing.
func bought(w *apptest.World) money.Points {
	w.Helper()
	line := func(category string, cents int64) recording.Line {
		return recording.Line{SKU: category, Name: category, Category: category, Quantity: money.One, UnitPrice: money.Amount(cents)}
	}
	receipt, err := recording.Purchase(w.Context(), w.Deps.DB, recording.Deps{Programme: w.Deps.Programme, Keys: w.Deps.Keyring},
		recording.Command{Key: once.Key{Scope: "test", Key: "mixed"}, Actor: ledger.Actor{Kind: ledger.ByAPI}, Input: recording.Input{
			Reference: "mixed", Member: recording.Who{ID: w.Alice.ID}, Currency: "EUR", Channel: "web", PricesIncludeTax: true, Shipping: 500,
			Lines: []recording.Line{line("coffee", 1030), line("tea", 2050)}}})
	if err != nil {
		w.Fatal(err)
	}
	return receipt.Points
}

func latest(w *apptest.World) insights.Act {
	w.Helper()
	acts, err := insights.Acts(w.Context(), w.Deps.DB, insights.AskedActs{Reader: insights.Reader{Member: w.Alice.ID, Language: "en"}, Main: "en",
		Sort: insights.Everything, Size: insights.ActivityPage})
	if err != nil || len(acts) == 0 {
		w.Fatal(acts, err)
	}
	return acts[0]
}

func TestTheArithmeticOfAPurchaseAddsUpToItsPoints(t *testing.T) {
	for _, combine := range []earning.Combine{earning.Add, earning.Best} {
		w := apptest.Open(t)
		w.Publish(func(doc *programme.Document) {
			doc.Earning.Combine = combine
			doc.Earning.Multipliers = []earning.Multiplier{{Key: "gold_extra", Tiers: []string{"gold"}, Factor: decimal.RequireFromString("1.5")},
				{Key: "silver_extra", Categories: []string{"coffee"}, Factor: decimal.RequireFromString("2")}}
		})
		points := bought(w)
		act := latest(w)
		sum, err := act.Explain(w.Version)
		if err != nil || sum.Points != points || act.Base != 3080 || act.Total != 3580 {
			t.Fatalf("%s: %+v of %+v, %v", combine, sum, act, err)
		}
		var steps money.Points
		for _, step := range sum.Steps {
			steps += step.Points
		}
		if steps != points || sum.Exact.Floor().IntPart() != int64(points) {
			t.Errorf("%s: the steps make %d, the exact sum is %s, and the purchase gave %d", combine, steps, sum.Exact, points)
		}
		want := map[earning.Combine]money.Amount{earning.Add: 3080, earning.Best: 2050}[combine]
		if got := sum.Steps[1]; got.Rule != "gold_extra" || got.Base != want {
			t.Errorf("%s: Gold's extra worked on %d, not on %d", combine, got.Base, want)
		}
		if _, isOne := sum.OneFactor(); isOne || len(sum.Steps) != 3 {
			t.Errorf("%s: one rate can't hold for %+v", combine, sum.Steps)
		}
	}
}

func TestTheActivityOfOneIsNotAnothers(t *testing.T) {
	w := apptest.Open(t)
	bought(w)
	for _, sort := range []insights.Sort{insights.Everything, insights.Earned, insights.Spent, insights.Expired} {
		acts, err := insights.Acts(t.Context(), w.Deps.DB, insights.AskedActs{Reader: insights.Reader{Member: w.Charlie.ID, Language: "en"}, Main: "en",
			Sort: sort, Size: insights.ActivityPage})
		want := map[insights.Sort]int{insights.Everything: 1, insights.Earned: 1}[sort]
		if err != nil || len(acts) != want {
			t.Errorf("%s: Charlie sees %+v, %v", sort, acts, err)
		}
	}
}
