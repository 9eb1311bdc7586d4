package insights_test

import (
	"testing"

	"fealty/models/db/testdb"
	"fealty/models/insights"
	"fealty/models/programme"
)

func TestWhatAProgrammeCostsIsWorkedOutFromTheShopsOwnNumbers(t *testing.T) {
	v, err := programme.NewVersion(1, testdb.Start, programme.Default(programme.Settings{Currency: "EUR"}))
	if err != nil {
		t.Fatal(err)
	}
	// One point for a euro, a hundred worth five: 5% back, of which goods cost 42%.
	p := insights.WhetherItPays(v, insights.Trade{Average: 18_00, Margin: 58, Visits: 4})
	if p.Back.String() != "5" || p.Cost.String() != "2.1" {
		t.Errorf("back %s, cost %s", p.Back, p.Cost)
	}
	if p.OneIn != 26 { // 55.9 left of 58 for 2.1 given
		t.Errorf("one in %d", p.OneIn)
	}
	if p.Welcome != 2_10 || p.Year != 18_14 {
		t.Errorf("welcome %d, a year %d", p.Welcome, p.Year)
	}
	if p := insights.WhetherItPays(v, insights.Trade{Average: 18_00, Margin: 3}); p.OneIn != 0 {
		t.Errorf("with hardly a margin one in %d pays", p.OneIn)
	}
}
