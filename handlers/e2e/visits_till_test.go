package e2e

import (
	"testing"

	"fealty/handlers/apptest"
	"fealty/models/adjusting"
	"fealty/models/cards"
	"fealty/models/ids"
	"fealty/models/recording"
)

// counterVisits are those at the tills, and behind them.
func (s *site) counterVisits(t *testing.T) map[string]visit {
	t.Helper()
	card, batch := s.printed(t)
	locked, _ := s.PairTill()
	_, code := s.voucher(t, s.FlatWhite, "at the till")
	s.Buy(s.Alice, "S-1", 40)
	shop := "/admin/shops/" + s.Counter().ID.String()
	return map[string]visit{
		"Klaus at the till": {s.atTill(s.OpenTill(s.Clerk)), []place{
			{route: "GET /till", at: "/till"},
			{route: "GET /till with a member", at: "/till?member=" + s.Alice.ID.String()},
			{route: "GET /till with a printed card", at: "/till?number=" + card},
			{route: "GET /till with a voucher", at: "/till?code=" + code},
			{route: "GET /till/quotes", at: "/till/quotes?member=" + s.Alice.ID.String() + "&amount=264"},
			{route: "GET /till/returns/new", at: "/till/returns/new"},
			{route: "GET /till/returns/new with a member", at: "/till/returns/new?member=" + s.Alice.ID.String()},
			{route: "GET /till/returns/new with a purchase", at: "/till/returns/new?reference=S-1"},
			{route: "GET /till/log", at: "/till/log"},
		}},
		"Klaus before the till": {s.atTill(locked), []place{{route: "GET /till/unlock", at: "/till/unlock"}}},
		"a browser that is no till": {func(*Browser) {}, []place{
			{route: "GET /till/pair", at: "/till/pair"}, {route: "GET /c/:number with a printed card", at: "/c/" + card}}},
		"Dora behind the counter": {s.sitting(s.AsStaff(s.Dora.ID)), []place{
			{route: "GET /till with a desk", at: "/till"},
			{route: "GET /admin/shops", at: "/admin/shops"},
			{route: "GET /admin/shops/new", at: "/admin/shops/new"},
			{route: "GET /admin/shops/:id/edit", at: shop + "/edit"},
			{route: "GET /admin/pin", at: "/admin/pin"},
			{route: "GET /admin/cards", at: "/admin/cards"},
			{route: "GET /admin/cards/:id", at: "/admin/cards/" + batch.String()},
		}},
	}
}

// atTill lets somebody stand at the till that this client is.
func (s *site) atTill(c *apptest.Client) func(*Browser) {
	s.GivePin(s.Clerk)
	return func(b *Browser) { b.cookie("fealty-till", c.TillSecret()) }
}

// printed makes three cards, and a purchase that waits on the first.
func (s *site) printed(t *testing.T) (string, ids.Batch) {
	t.Helper()
	batch, err := adjusting.PrintCards(t.Context(), s.Deps.DB, adjusting.Who{Staff: s.Dora.ID, Role: string(s.Dora.Role)}, cards.Batch{Label: "Opening day", Size: 3})
	if err != nil {
		t.Fatal(err)
	}
	list, err := cards.Of(t.Context(), s.Deps.DB, batch)
	if err != nil {
		t.Fatal(err)
	}
	who := recording.Who{}
	who.Contact.Kind, who.Contact.Value = cards.Contact, list[0].Number
	s.BuyAs(who, "P-1", 30)
	return list[0].Number, batch
}
