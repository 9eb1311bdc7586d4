package api_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fealty/models/db/testdb"
	"fealty/models/programme"
	"fealty/models/spending"
)

// basket is a body for a reservation by Alice, who has points to spend.
func (p *program) basket(price, reserve string) string {
	return fmt.Sprintf(`{"member":{"id":%q},"currency":"EUR","channel":"web","lines":[{"sku":"A","name":"Mug","category":"mugs","unit_price":%q}],"reserve":%s}`,
		p.Alice.ID, price, reserve)
}

func (p *program) order(reference, price string) string {
	return fmt.Sprintf(`{"reference":%q,"currency":"EUR","channel":"web","lines":[{"sku":"A","name":"Mug","category":"mugs","unit_price":%q}]}`, reference, price)
}

func (p *program) spendable() string {
	return p.get("/api/v1/members/"+p.Alice.ID.String()+"/entitlements").read(p, "points.spendable")
}

func TestAReservationIsCapturedByItsPurchase(t *testing.T) {
	p := open(t)
	before := p.spendable()
	body := p.basket("40.00", `{"points":"max"}`)
	made := p.ask("POST", "/api/v1/reservations", body, "Idempotency-Key", "one")
	p.wants("status", made.status, 201)
	p.wants("half of it", []string{made.read(t, "points"), made.read(t, "amount"), made.read(t, "credit"), made.read(t, "total"), made.read(t, "state")},
		[]string{"400", "20.00", "0.00", "40.00", "open"})
	p.wants("same bytes", p.ask("POST", "/api/v1/reservations", body, "Idempotency-Key", "one").body, made.body)
	p.wants("other body", p.ask("POST", "/api/v1/reservations", p.basket("41.00", `{"points":"max"}`), "Idempotency-Key", "one").status, 422)
	path := "/api/v1/reservations/" + made.read(t, "id")
	p.wants("it is held", p.spendable() == before, false)

	got := p.ask("POST", path+"/captures", p.order("R-1", "40.00"), "Idempotency-Key", "two")
	p.wants("status", got.status, 201)
	p.wants("paid", []string{got.read(t, "paid.points"), got.read(t, "paid.amount")}, []string{"400", "20.00"})
	p.wants("same bytes", p.ask("POST", path+"/captures", p.order("R-1", "40.00"), "Idempotency-Key", "two").body, got.body)
	shown := p.get(path)
	p.wants("shown", []string{shown.read(t, "state"), shown.read(t, "purchase_id")}, []string{"captured", got.read(t, "id")})
	again := p.post(path+"/captures", p.order("R-2", "40.00"))
	p.wants("a second capture", fmt.Sprint(again.status, " ", again.read(t, "type")), "409 urn:fealty:problem:reservation_captured")
	p.wants("a release", p.post(path+"/releases", "").read(t, "type"), "urn:fealty:problem:reservation_captured")
}

func TestAReservationIsReleasedOrOver(t *testing.T) {
	p := open(t)
	before := p.spendable()
	free := p.post("/api/v1/reservations", p.basket("40.00", `{"points":200}`))
	path := "/api/v1/reservations/" + free.read(t, "id")
	released := p.ask("POST", path+"/releases", "", "Idempotency-Key", "one")
	p.wants("released", fmt.Sprint(released.status, " ", released.read(t, "state")), "201 released")
	p.wants("same bytes", p.ask("POST", path+"/releases", "{}", "Idempotency-Key", "one").body, released.body)
	p.wants("spendable", p.spendable(), before)
	p.wants("captured late", p.post(path+"/captures", p.order("R-1", "40.00")).read(t, "type"), "urn:fealty:problem:reservation_released")

	over := p.post("/api/v1/reservations", p.basket("40.00", `{"points":"200"}`))
	testdb.Forward(t, p.Deps.DB, 31*time.Minute)
	path = "/api/v1/reservations/" + over.read(t, "id")
	p.wants("over", p.get(path).read(t, "state"), "expired")
	p.wants("spendable", p.spendable(), before)
	p.wants("captured over", p.post(path+"/captures", p.order("R-1", "40.00")).read(t, "type"), "urn:fealty:problem:reservation_expired")
	p.wants("purchases", p.count(`SELECT count(*) FROM purchases WHERE reference = 'R-1'`), 0)
}

func TestWhatCanNotBeReservedSaysWhy(t *testing.T) {
	p := open(t)
	for body, want := range map[string]string{
		p.basket("40.00", `{"points":50}`):     "409 paying_minimum",
		p.basket("40.00", `{"credit":"1.00"}`): "409 too_few_points",
		p.basket("40.00", `{}`):                "422 invalid",
		p.basket("40.00", `{"points":-1}`):     "422 invalid",
		p.basket("40.00", `{"points":"lots"}`): "422 invalid",
		strings.Replace(p.basket("1.00", `{"points":100}`), `"reserve"`, `"payments":[{"kind":"points","points":10}],"reserve"`, 1): "422 invalid",
	} {
		got := p.post("/api/v1/reservations", body)
		if answer := fmt.Sprint(got.status, " ", strings.TrimPrefix(got.read(t, "type"), "urn:fealty:problem:")); answer != want {
			t.Errorf("%s: %s, want %s", body, got.body, want)
		}
	}
	bad := p.post("/api/v1/reservations", p.basket("40.00", `{"points":"lots"}`))
	p.wants("the field", bad.read(t, "errors.0.pointer"), "#/reserve/points")
	p.wants("no key", p.ask("POST", "/api/v1/reservations", p.basket("40.00", `{"points":100}`)).read(t, "type"), "urn:fealty:problem:key_missing")
	for _, path := range []string{"/api/v1/reservations/nobody", "/api/v1/reservations/01920000-0000-7000-8000-000000000000"} {
		p.wants(path, p.get(path).status, 404)
		p.wants(path, p.post(path+"/releases", "").status, 404)
		p.wants(path, p.post(path+"/captures", p.order("R-1", "40.00")).status, 404)
	}
	p.wants("rows", p.count(`SELECT count(*) FROM reservations`), 0)
}

func TestEntitlementsSayWhatPaysAndWhatTheTierHas(t *testing.T) {
	p := open(t)
	p.Publish(func(doc *programme.Document) {
		doc.Spending.Paying = &spending.Policy{Points: true, Share: 25, Step: 10, Minimum: 20, HoldMinutes: 15, Channels: []string{"web"}}
		doc.Perks = []programme.Perk{{Key: "cinema", Kind: programme.PerkPercent, Percent: 10, Partner: "Fjordkino", From: "gold"}}
		doc.Words.Perks = map[string]map[string]programme.PerkWords{"cinema": {}}
		for _, language := range doc.Club.Languages {
			doc.Words.Perks["cinema"][language] = programme.PerkWords{Name: "10% off at Fjordkino"}
		}
	})
	has := p.get("/api/v1/members/" + p.Alice.ID.String() + "/entitlements")
	p.wants("policy", []string{has.read(t, "paying.share_percent"), has.read(t, "paying.minimum"), has.read(t, "paying.channels.0"), has.read(t, "paying.most")},
		[]string{"25", "20", "web", "<nil>"})
	p.wants("gold", []string{has.read(t, "perks.0.name"), has.read(t, "perks.0.partner"), has.read(t, "perks.0.percent")}, []string{"10% off at Fjordkino", "Fjordkino", "10"})
	other := p.get("/api/v1/members/" + p.Charlie.ID.String() + "/entitlements")
	p.wants("not gold", other.read(t, "perks"), "[]")
	now := strings.NewReplacer(p.Charlie.ID.String(), p.Alice.ID.String(), `"placed_at":"2026-03-10T11:00:00Z",`, "")
	quote := p.post("/api/v1/purchases/quote", now.Replace(p.purchase("R-1", "10.00", "")))
	p.wants("of this basket", []string{quote.read(t, "entitlements.paying.most.points"), quote.read(t, "entitlements.paying.most.amount")}, []string{"100", "5.00"})
	refused := p.post("/api/v1/purchases", now.Replace(p.purchase("R-1", "10.00", `,"payments":[{"kind":"points","points":110}]`)))
	p.wants("more than the share", fmt.Sprint(refused.status, " ", refused.read(t, "type")), "409 urn:fealty:problem:paying_share")
}
