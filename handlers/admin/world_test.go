package admin_test

import (
	"net/url"
	"testing"

	"fealty/handlers/apptest"
	"fealty/models/catalogue"
	"fealty/models/ids"
)

// office is the world, and a browser in which its owner is signed in.
func office(t *testing.T) (*apptest.World, *apptest.Client) {
	t.Helper()
	w := apptest.Open(t)
	return w, w.AsStaff(w.Dora.ID)
}

// cortado is a good form of a new reward.
func cortado(changes ...string) url.Values {
	form := url.Values{"kind": {"product"}, "price": {"300"}, "worth": {"4,50"}, "cost": {"0.90"}, "places": {"all"}, "art": {"cup"},
		"valid_days": {"30"}, "stock": {""}, "stock_before": {""}, "tier": {""}, "partner": {""}, "partner_pays": {""},
		"starts_on": {""}, "ends_on": {""}, "per_member": {""}, "percent": {""}, "position": {"1"},
		"texts.en.name": {"Cortado"}, "texts.en.description": {"Small and strong."}, "texts.pl.name": {""}}
	for i := 0; i+1 < len(changes); i += 2 {
		form.Set(changes[i], changes[i+1])
	}
	return form
}

// count asks the database for one number.
func count(t *testing.T, w *apptest.World, query string, args ...any) int {
	t.Helper()
	var n int
	if err := w.Deps.DB.Get(t.Context(), &n, query, args...); err != nil {
		t.Fatal(err)
	}
	return n
}

// reward reads a reward as the database has it.
func reward(t *testing.T, w *apptest.World, id ids.Reward) catalogue.Card {
	t.Helper()
	card, err := catalogue.Show(t.Context(), w.Deps.DB, id, catalogue.Languages{Wanted: "en", Main: "en"})
	if err != nil {
		t.Fatal(err)
	}
	return card
}
