package e2e

import (
	"net/url"
	"testing"

	"fealty/handlers/apptest"
)

// peopleVisits are the pages of members' data and of their care, with somebody of
// each sort: erased, merged, and with points that wait.
func (s *site) peopleVisits(t *testing.T) map[string]visit {
	t.Helper()
	office := s.AsStaff(s.Manager.ID)
	must := func(path string, form url.Values) {
		t.Helper()
		if a := office.Post(path, form); a.Status != 303 {
			t.Fatalf("%s: %d %s", path, a.Status, a.Body)
		}
	}
	must("/admin/fields", url.Values{"field_key": {"roast"}, "kind": {"choice"}, "access": {"edited"}, "label.en": {"Favourite roast"}, "choices.en": {"Light\nDark"}})
	erased, merged, kept := s.Join(apptest.Newcomer{Name: "Eva", Email: "eva@example.com"}), s.Join(apptest.Newcomer{Name: "Mona", Email: "mona@example.com"}), s.Join(apptest.Newcomer{Name: "Kari", Email: "kari@example.com"})
	members := "/admin/members/"
	must(members+erased.ID.String()+"/erasures", url.Values{"why": {"asked"}, "sure": {"on"}})
	must(members+merged.ID.String()+"/merges", url.Values{"into": {kept.ID.String()}, "reason": {"One person"}, "key": {apptest.FormKey("merge")}})
	must(members+kept.ID.String()+"/adjustments", url.Values{"points": {"8000"}, "reason": {"Wedding"}, "key": {apptest.FormKey("much")}})
	must(members+kept.ID.String(), url.Values{"first_name": {"Kari Anne"}, "language": {"en"}, "field.roast": {"Dark"}})
	kari, alice := members+kept.ID.String(), members+s.Alice.ID.String()
	pages := []place{
		{route: "GET /admin/members with filters", at: "/admin/members?state=erased&tier=gold&debt=true"},
		{route: "GET /admin/members/:id with points that wait", at: kari},
		{route: "GET /admin/members/:id with one erased", at: members + erased.ID.String()},
		{route: "GET /admin/members/:id with one merged", at: members + merged.ID.String()},
		{route: "GET /admin/members/:id/edit", at: kari + "/edit"},
		{route: "GET /admin/members/:id/merges/new", at: kari + "/merges/new?q=ali"},
		{route: "GET /admin/members/:id/merges/new with a preview", at: kari + "/merges/new?into=" + s.Alice.ID.String()},
		{route: "GET /admin/members/:id/merges/new with a refusal", at: kari + "/merges/new?into=" + kept.ID.String()},
		{route: "GET /admin/members/:id/erasures/new", at: kari + "/erasures/new"},
		{route: "GET /admin/adjustments", at: "/admin/adjustments"},
		{route: "GET /admin/fields", at: "/admin/fields"},
		{route: "GET /admin/fields/new", at: "/admin/fields/new"},
		{route: "GET /admin/fields/:key/edit", at: "/admin/fields/roast/edit"},
		{route: "GET /admin/members/:id with what staff did", at: kari + "?show=acts"},
	}
	for _, show := range []string{"points", "purchases", "vouchers", "messages", "consents"} {
		pages = append(pages, place{route: "GET /admin/members/:id with " + show, at: alice + "?show=" + show})
	}
	return map[string]visit{
		"Kari with her data":  {s.sitting(s.AsMember(kept.ID)), []place{{route: "GET /me/data", at: "/me/data"}, {route: "GET /me/data/erasures/new", at: "/me/data/erasures/new"}}},
		"Dora and her people": {s.sitting(s.AsStaff(s.Dora.ID)), pages},
	}
}
