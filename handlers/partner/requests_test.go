package partner_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"fealty/models/catalogue"
	"fealty/models/staff"
)

func (w *counter) state(t *testing.T) catalogue.State {
	t.Helper()
	r, err := catalogue.Find(w.Context(), w.Deps.DB, w.Pot)
	if err != nil {
		t.Fatal(err)
	}
	return r.State
}

var withdrawal = regexp.MustCompile(`/partner/requests/[0-9a-f-]{36}/withdrawals`)

func TestAManagerAsksForAPauseAndTakesItBack(t *testing.T) {
	w := open(t)
	manager, pause := w.AsStaff(w.TeaHouseManager.ID), "/partner/offers/"+w.Pot.String()+"/requests"
	if got := manager.Post(pause, url.Values{"kind": {"pause"}, "note": {"The kettle broke"}}); got.Status != 303 {
		t.Fatalf("answered %d %s", got.Status, got.Body)
	}
	page := manager.Get("/partner/offers")
	if !page.Has("The kettle broke", "Waiting", "A request about this offer waits") || w.state(t) != catalogue.Live {
		t.Errorf("the page says %s", page.Body)
	}
	if got := manager.Post(pause, url.Values{"kind": {"pause"}}); got.Status != 409 || !got.Has("already waits for an answer") {
		t.Errorf("a second time: %d %s", got.Status, got.Body)
	}
	if got := w.AsStaff(w.FjordkinoManager.ID).Post(pause, url.Values{"kind": {"pause"}}); got.Status != 404 {
		t.Errorf("another partner's offer: %d", got.Status)
	}
	back := withdrawal.FindString(page.Body)
	if got := w.AsStaff(w.FjordkinoManager.ID).Post(back, nil); got.Status != 404 {
		t.Errorf("another partner takes it back: %d", got.Status)
	}
	if got := manager.Post(back, nil); got.Status != 303 {
		t.Errorf("taking it back: %d", got.Status)
	}
	if page := manager.Get("/partner/offers"); !page.Has("Withdrawn") || withdrawal.MatchString(page.Body) {
		t.Errorf("then the page says %s", page.Body)
	}
}

func TestANewOfferIsSuggestedWithItsFieldsChecked(t *testing.T) {
	w := open(t)
	manager := w.AsStaff(w.TeaHouseManager.ID)
	bad := url.Values{"name": {" "}, "worth": {"much"}, "pays": {"3,50"}, "hand_over": {"One scone"}}
	if got := manager.Post("/partner/offers", bad); got.Status != 422 || !got.Has(`value="One scone"`, `value="much"`, "f-worth") {
		t.Errorf("a bad one: %d %s", got.Status, got.Body)
	}
	good := url.Values{"name": {"Scone"}, "worth": {"4.50"}, "pays": {"2,20"}, "hand_over": {"One scone"}}
	if got := manager.Post("/partner/offers", good); got.Status != 303 || got.Location() != "/partner/offers" {
		t.Fatalf("a good one: %d %s", got.Status, got.Body)
	}
	if page := manager.Get("/partner/offers"); !page.Has("New offer:", "Scone", "Waiting") {
		t.Errorf("the page says %s", page.Body)
	}
	if got := w.Tea.Post("/partner/offers", good); got.Status != 403 {
		t.Errorf("a clerk suggests: %d", got.Status)
	}
}

func TestAManagerAddsAndShutsOutCounterPeopleOnly(t *testing.T) {
	w := open(t)
	manager := w.AsStaff(w.TeaHouseManager.ID)
	got := manager.Post("/partner/team", url.Values{"name": {"Lin"}, "email": {"lin@tea.example"}, "language": {"nb"}})
	if got.Status != 200 || !got.Has("Lin", "/partner/password/") {
		t.Fatalf("adding answered %d %s", got.Status, got.Body)
	}
	lin, err := staff.FindByEmail(w.Context(), w.Deps.DB, "lin@tea.example")
	if err != nil || lin.Role != staff.PartnerClerk || lin.PartnerID != w.TeaHouse.ID || lin.Language != "nb" {
		t.Fatalf("added %+v, %v", lin, err)
	}
	if again := manager.Get("/partner/team"); again.Has("/partner/password/") || !again.Has("Lin") {
		t.Error("the link is shown twice")
	}
	if got := manager.Post("/partner/team", url.Values{"name": {""}, "email": {"lin@tea.example"}}); got.Status != 422 || !got.Has("f-name") {
		t.Errorf("a bad one: %d", got.Status)
	}
	of := func(s staff.Staff, act string) string { return "/partner/team/" + s.ID.String() + "/" + act }
	for _, s := range []staff.Staff{w.TeaHouseManager, w.FjordkinoClerk, w.Manager} {
		for _, act := range []string{"links", "disable", "enable"} {
			if got := manager.Post(of(s, act), nil); got.Status != 404 {
				t.Errorf("%s of %s: %d", act, s.Email, got.Status)
			}
		}
	}
	if got := manager.Post(of(w.TeaHouseClerk, "disable"), nil); got.Status != 303 {
		t.Errorf("shutting out: %d %s", got.Status, got.Body)
	}
	if got := w.Tea.Get("/partner"); got.Status != 303 || !strings.HasPrefix(got.Location(), "/partner/signin") {
		t.Errorf("the clerk is still in: %d", got.Status)
	}
	if got := manager.Post(of(w.TeaHouseClerk, "links"), nil); got.Status != 404 {
		t.Errorf("a link for somebody shut out: %d", got.Status)
	}
	if got := manager.Post(of(w.TeaHouseClerk, "enable"), nil); got.Status != 303 || w.AsStaff(w.TeaHouseClerk.ID).Get("/partner").Status != 200 {
		t.Errorf("letting in again: %d", got.Status)
	}
}

func TestAPartnersFormsTakeNoBadValues(t *testing.T) {
	w := open(t)
	manager := w.AsStaff(w.TeaHouseManager.ID)
	for _, value := range []string{"\x00", "\xff", strings.Repeat("x", 5000)} {
		for path, fields := range map[string][]string{
			"/partner/offers": {"name", "description", "hand_over", "worth", "pays", "note"},
			"/partner/team":   {"name", "email"},
			"/partner/offers/" + w.Pot.String() + "/requests": {"note"},
		} {
			for _, field := range fields {
				form := url.Values{"name": {"x"}, "email": {"x@example.com"}, "kind": {"pause"}}
				form.Set(field, value)
				switch {
				case path == "/partner/team":
					form.Del("kind")
				case strings.HasSuffix(path, "requests"):
					form.Del("email")
					form.Del("name")
				default:
					form.Del("email")
					form.Del("kind")
				}
				if got := manager.Post(path, form); got.Status != 422 && got.Status != 400 {
					t.Errorf("%s with %.5q in %s: %d", path, value, field, got.Status)
				}
			}
		}
	}
	var rows int
	if err := w.Deps.DB.Get(w.Context(), &rows, `SELECT count(*) FROM offer_requests`); err != nil || rows != 0 {
		t.Errorf("%d rows were written, %v", rows, err)
	}
}
