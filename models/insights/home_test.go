package insights_test

import (
	"testing"

	"fealty/handlers/apptest"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/insights"
)

func TestTheStartPageIsReadInOneStatement(t *testing.T) {
	w := apptest.Open(t)
	h, err := insights.ReadHome(t.Context(), w.Deps.DB, w.Version, insights.Reader{Member: w.Alice.ID, Language: "pl"})
	if err != nil {
		t.Fatal(err)
	}
	if h.Spendable != 1200 || h.Expiring != 300 || !h.IsSoon() || h.Worth != 6000 || h.IsFirstDay {
		t.Errorf("Alice sees %+v", h)
	}
	if h.Standing.Tier != "gold" || h.Way.Percent != 100 || h.Way.KeptUntil.Format("2006-01-02") != "2027-12-31" {
		t.Errorf("Alice stands at %+v, %+v", h.Standing, h.Way)
	}
	if len(h.Latest) != 2 || h.Latest[0].Amount != 900 || h.Latest[0].Total != 90_000 || h.Latest[0].Day().Month() != 2 {
		t.Errorf("the latest entries are %+v", h.Latest)
	}
}

func TestTheFirstDayHasNothingButGifts(t *testing.T) {
	w := apptest.Open(t)
	h, err := insights.ReadHome(t.Context(), w.Deps.DB, w.Version, insights.Reader{Member: w.Bob.ID, Language: "en"})
	if err != nil {
		t.Fatal(err)
	}
	if !h.IsFirstDay || h.Spendable != 200 || h.Standing.Tier != "member" || h.Way.ToGo != 300 || h.IsSoon() {
		t.Errorf("Bob sees %+v", h)
	}
}

func TestNobodyHasNoStartPage(t *testing.T) {
	w := apptest.Open(t)
	_, err := insights.ReadHome(t.Context(), w.Deps.DB, w.Version, insights.Reader{Member: ids.Member{1}})
	if fault.KindOf(err) != fault.NotFound {
		t.Errorf("%v", err)
	}
}
