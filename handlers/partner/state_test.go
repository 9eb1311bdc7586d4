package partner_test

import (
	"net/url"
	"testing"

	"fealty/handlers/apptest"
	"fealty/models/adjusting"
	"fealty/models/fault"
	"fealty/models/partners"
	"fealty/models/redeeming"
)

// set puts the Tea House into a state.
func (w *counter) set(state partners.State) {
	w.Helper()
	p := w.TeaHouse
	p.State = state
	if _, err := adjusting.SavePartner(w.Context(), w.Deps.DB, adjusting.Who{Staff: w.Dora.ID, Role: "owner"}, p); err != nil {
		w.Fatal(err)
	}
}

// redeem asks for another pot of tea for Alice.
func (w *counter) redeem() error {
	deps := redeeming.Deps{Programme: w.Deps.Programme, Keys: w.Deps.Keyring}
	_, err := redeeming.Redeem(w.Context(), w.Deps.DB, deps, redeeming.Redemption{Member: w.Alice.ID, Reward: w.Pot, Key: w.key()})
	return err
}

func TestAPausedPartnerHonoursWhatIsOutAndSellsNothingNew(t *testing.T) {
	w := open(t)
	w.set(partners.Paused)
	if err := w.redeem(); !fault.Is(err, "not_live") {
		t.Errorf("a new voucher: %v", err)
	}
	if page := w.Tea.Get("/partner"); page.Status != 200 || !page.Has("has paused your offers", "Honour the vouchers that members hold") {
		t.Errorf("the page answers %d %s", page.Status, page.Body)
	}
	if got, use := w.check(w.Tea, w.Code); got.Status != 200 || use == "" {
		t.Errorf("a voucher that is out answers %d %s", got.Status, got.Body)
	}
	w.set(partners.Active)
	if page := w.Tea.Get("/partner"); page.Status != 200 || page.Has("has paused your offers") {
		t.Errorf("back again, the page answers %d %s", page.Status, page.Body)
	}
	if err := w.redeem(); err != nil {
		t.Errorf("back again, a new voucher: %v", err)
	}
}

func TestAnArchivedPartnersPeopleAreOutAtOnce(t *testing.T) {
	w := open(t)
	begun, manager := w.Anonymous(), url.Values{"email": {w.TeaHouseManager.Email}, "password": {apptest.Password}}
	if got := begun.Post("/partner/signin", manager); got.Location() != "/partner/signin/app" {
		t.Fatalf("the manager's sign-in leads to %q", got.Location())
	}
	w.set(partners.Archived)
	if got := w.Tea.Get("/partner"); got.Status != 303 || got.Location() != "/partner/signin?next=/partner" {
		t.Errorf("a session from before answers %d %q", got.Status, got.Location())
	}
	if got := w.Tea.Post("/partner/checks", w.form(w.Code)); got.Status != 303 && got.Status != 401 && got.Status != 403 {
		t.Errorf("a check answers %d", got.Status)
	}
	if got := begun.Get("/partner/signin/app"); got.Status != 409 || !got.Has("no longer works with") {
		t.Errorf("a sign-in on its way answers %d", got.Status)
	}
	for _, email := range []string{w.TeaHouseClerk.Email, w.TeaHouseManager.Email} {
		c := w.Anonymous()
		got := c.Post("/partner/signin", url.Values{"email": {email}, "password": {apptest.Password}})
		if got.Status != 409 || !got.Has("no longer works with") || c.SessionID() != "" {
			t.Errorf("%s signs in with %d %s", email, got.Status, got.Body)
		}
		if got := w.Anonymous().Post("/partner/signin", url.Values{"email": {email}, "password": {"a guess"}}); got.Status != 422 || got.Has("no longer") {
			t.Errorf("a guess at %s learns of it: %d", email, got.Status)
		}
	}
	if got := w.Kino.Get("/partner"); got.Status != 200 {
		t.Errorf("another partner gets %d", got.Status)
	}
	if err := w.redeem(); !fault.Is(err, "not_live") {
		t.Errorf("an offer of theirs: %v", err)
	}
	w.set(partners.Active)
	if got := w.Tea.Get("/partner"); got.Status != 303 {
		t.Errorf("the old session is alive again: %d", got.Status)
	}
}

// A session that began beside the archiving is worth nothing either.
func TestTheStateOfThePartnerIsReadForEachRequest(t *testing.T) {
	w := open(t)
	w.set(partners.Archived)
	late := w.AsStaff(w.TeaHouseManager.ID)
	for _, path := range []string{"/partner", "/partner/uses", "/partner/offers", "/admin"} {
		if got := late.Get(path); got.Status != 303 {
			t.Errorf("%s answers %d", path, got.Status)
		}
	}
}
