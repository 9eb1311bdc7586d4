package apptest_test

import (
	"testing"

	"fealty/handlers/apptest"
	"fealty/models/ledger"
	"fealty/models/tiers"
)

func TestTheWorldIsAsItIsTold(t *testing.T) {
	w := apptest.Open(t)
	d := w.Deps.DB
	today := w.Version.Today(d.Clock())
	got, err := ledger.Balances(t.Context(), d, w.Alice.ID, today)
	if err != nil {
		t.Fatal(err)
	}
	if got.Spendable != 1200 || got.Expiring != 300 || got.ExpiringOn.Format("2006-01-02") != "2026-03-31" {
		t.Errorf("Alice has %+v", got)
	}
	standings, err := tiers.LoadStandings(t.Context(), d, w.Alice.ID, w.Bob.ID)
	if err != nil || standings[w.Alice.ID].Tier != "gold" {
		t.Errorf("Alice stands at %+v, %v", standings[w.Alice.ID], err)
	}
	if got, err = ledger.Balances(t.Context(), d, w.Bob.ID, today); err != nil || got.Spendable != 200 {
		t.Errorf("Bob has %+v, %v", got, err)
	}
}

func TestABrowserSendsItsTokenAndKeepsItsCookies(t *testing.T) {
	a := apptest.Empty(t)
	c := a.Anonymous()
	if first, second := c.Token(), c.Token(); first == "" || first == second {
		t.Errorf("the tokens are %q and %q", first, second)
	}
	if got := c.Get("/livez"); got.Status != 200 {
		t.Errorf("the app answers %d %s", got.Status, got.Body)
	}
}
