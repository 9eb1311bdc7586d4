package admin_test

import (
	"net/url"
	"strings"
	"testing"

	"fealty/handlers/apptest"
	"fealty/models/arranging"
	"fealty/models/ids"
	"fealty/models/programme"
	"fealty/models/publishing"
	"fealty/models/staff"
)

// fresh is the app over a database as serve leaves it, with an owner.
func fresh(t *testing.T) (*apptest.World, *apptest.Client) {
	t.Helper()
	w := &apptest.World{App: apptest.Empty(t)}
	settings := programme.Settings{Currency: "NOK", TimeZone: "Europe/Oslo", ClubName: "Havn Club", Languages: []string{"en", "nb", "pl", "hu", "zh-Hant"}}
	if _, err := publishing.Initial(t.Context(), w.Deps.DB, settings); err != nil {
		t.Fatal(err)
	}
	if err := arranging.Begin(t.Context(), w.Deps.DB); err != nil {
		t.Fatal(err)
	}
	return w, w.AsStaff(w.Hire("Dora", staff.Owner, ids.Partner{}).ID)
}

func TestSetupLeadsFromAnEmptyDatabaseToALiveClub(t *testing.T) {
	w, dora := fresh(t)
	if a := w.Anonymous().Get("/join"); !a.Has("Opens soon") {
		t.Fatal("it is open before anybody opened it")
	}
	page := dora.Get("/admin/setup")
	if page.Status != 200 || !page.Has("0 of 6 done", "No rewards yet") {
		t.Fatalf("%d %s", page.Status, page.Body)
	}
	if a := dora.Post("/admin/setup/templates", url.Values{"template": {"cafe"}}); a.Status != 303 {
		t.Fatalf("the template answers %d %s", a.Status, a.Body)
	}
	page = dora.Get("/admin/setup")
	if !page.Has("4 rewards, from 700 to 5,000", "1,000 points for joining", `aria-pressed="true"`) || page.Has("People stay when") {
		t.Errorf("after the template: %s", page.Body)
	}
	for _, step := range []string{"name", "earn", "rewards", "tiers", "team"} {
		if a := dora.Post("/admin/setup/steps/"+step, nil); a.Status != 303 || a.Location() != "/admin/setup" {
			t.Fatalf("%s: %d", step, a.Status)
		}
	}
	if page = dora.Get("/admin/setup"); !page.Has("5 of 6 done") {
		t.Error("the steps don't count")
	}
	if trial := dora.Get("/admin/setup/trial"); !trial.Has("1,000", "Any coffee", " inert") {
		t.Errorf("the trial: %d", trial.Status)
	}
	if a := dora.Post("/admin/setup/steps/open", nil); a.Location() != "/admin/setup/sign" {
		t.Fatalf("%d %s", a.Status, a.Location())
	}
	if a := w.Anonymous().Get("/join"); !a.Has("1,000") {
		t.Errorf("it isn't open: %d", a.Status)
	}
	if a := dora.Post("/admin/setup/templates", url.Values{"template": {"shop"}}); a.Status != 409 {
		t.Errorf("an open club begins anew: %d", a.Status)
	}
	if a := dora.Get("/admin/setup"); a.Status != 200 || !a.Has("6 of 6 done") {
		t.Errorf("the way back: %d", a.Status)
	}
}

func TestSetupSaysWhenTheWelcomeReachesNothing(t *testing.T) {
	_, dora := fresh(t)
	dora.Post("/admin/setup/templates", url.Values{"template": {"salon"}})
	form := formOf(dora.Get("/admin/earn").Body, "/admin/earn")
	form.Set("welcome", "5")
	if a := dora.Post("/admin/earn", form); a.Status != 303 || a.Location() != "/admin/setup" {
		t.Fatalf("%d %s", a.Status, a.Location())
	}
	if page := dora.Get("/admin/setup"); !page.Has("People stay when", "1 of 6 done") {
		t.Error("no warning")
	}
}

func TestSetupCountsWhetherItPays(t *testing.T) {
	_, dora := fresh(t)
	dora.Post("/admin/setup/templates", url.Values{"template": {"cafe"}})
	piece := dora.GetHX("/admin/setup?average=180&margin=58&visits=4")
	if !piece.Has(`id="pays"`, "5%", "2.1%", "1 in 26 visits") || strings.Contains(piece.Body, "<html") {
		t.Error(piece.Body)
	}
	for _, bad := range []string{"?average=x&margin=y&visits=z", "?margin=-5", "?margin=999999999999", "?visits=99999999999999999999"} {
		if a := dora.Get("/admin/setup" + bad); a.Status != 200 {
			t.Errorf("%s answers %d", bad, a.Status)
		}
	}
}

func TestTheSignIsThereInEveryLanguage(t *testing.T) {
	_, dora := fresh(t)
	dora.Post("/admin/setup/templates", url.Values{"template": {"cafe"}})
	for lang, word := range map[string]string{"en": "Point your phone", "nb": "Pek kameraet", "pl": "Skieruj", "hu": "kameráját", "zh-Hant": "用手機相機掃描"} {
		a := dora.Get("/admin/setup/sign?size=a4&in=" + lang)
		if a.Status != 200 || !a.Has(word, `class="sign a4"`, `lang="`+lang+`"`, "/join") {
			t.Errorf("%s: %d", lang, a.Status)
		}
	}
}

func TestTheFirstOwnerComesInByALinkOnce(t *testing.T) {
	w := apptest.Empty(t)
	if _, err := publishing.Initial(t.Context(), w.Deps.DB, programme.Settings{}); err != nil {
		t.Fatal(err)
	}
	token, _, err := arranging.OfferOwner(t.Context(), w.Deps.DB)
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{"name": {"Dora Dahl"}, "email": {"dora@havn.example"}, "password": {"short"}}
	visitor := w.Anonymous()
	if a := visitor.Get("/admin/begin/" + token); a.Status != 200 || !a.Has(`name="password"`) {
		t.Fatalf("%d", a.Status)
	}
	if a := visitor.Post("/admin/begin/"+token, form); a.Status != 422 || !a.Has(`value="dora@havn.example"`, `id="f-password-error"`) || strings.Contains(a.Body, `value="short"`) {
		t.Errorf("a weak password answers %d", a.Status)
	}
	form.Set("password", apptest.Password)
	if a := visitor.Post("/admin/begin/"+token, form); a.Status != 303 || !strings.HasPrefix(a.Location(), "/admin/signin") {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	for _, a := range []apptest.Answer{visitor.Get("/admin/begin/" + token), visitor.Post("/admin/begin/"+token, form), visitor.Get("/admin/begin/nothing")} {
		if a.Status != 410 {
			t.Errorf("the link used up answers %d", a.Status)
		}
	}
	if strings.Contains(w.Logged.String(), token) {
		t.Error("the token is in the log")
	}
}

func TestEarnUpdatePublishesFromTheDayThatWasTyped(t *testing.T) {
	w := apptest.Open(t)
	mette := w.AsStaff(w.Manager.ID)
	form := formOf(mette.Get("/admin/earn").Body, "/admin/earn")
	form.Set("per_unit", "1,5")
	form.Set("factor.gold", "2")
	form.Set("rule.0.categories", "coffee, tea")
	form.Set("rule.0.factor", "3")
	form.Set("rule.0.name", "Coffee week")
	form.Set("starts_on", "2026-04-01")
	form.Set("note", "spring")
	if a := mette.Post("/admin/earn", form); a.Status != 303 {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	v, err := publishing.Newest(t.Context(), w.Deps.DB)
	if err != nil || v.Document.Earning.PerUnit.String() != "1.5" || v.StartsAt.Format("2006-01-02 15:04") != "2026-03-31 22:00" {
		t.Fatalf("%+v, %v", v, err)
	}
	if f := v.Document.Earning.TierFactor("gold").String(); f != "2" || v.Document.Words.Rules["extra_1"]["pl"] != "Coffee week" {
		t.Errorf("gold earns %s, the rule is called %q", f, v.Document.Words.Rules["extra_1"]["pl"])
	}
	form = formOf(mette.Get("/admin/earn").Body, "/admin/earn")
	form.Set("rule.0.categories", "")
	form.Set("rule.0.factor", "")
	form.Set("per_unit", "many")
	form.Set("welcome", "-4")
	form.Set("starts_on", "2026-05-01")
	if a := mette.Post("/admin/earn", form); a.Status != 422 || !a.Has(`id="f-per_unit-error"`, `value="many"`) {
		t.Errorf("%d", a.Status)
	}
	form.Set("per_unit", "2")
	if a := mette.Post("/admin/earn", form); a.Status != 422 || !a.Has(`id="f-welcome-error"`) {
		t.Errorf("the document's own check: %d", a.Status)
	}
	form.Set("welcome", "4")
	if a := mette.Post("/admin/earn", form); a.Status != 303 {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	if v, _ = publishing.Newest(t.Context(), w.Deps.DB); len(v.Document.Words.Rules["extra_1"]) != 0 {
		t.Error("the rule is still there")
	}
}

func TestTiersShowWhoMovesBeforeTheyArePublished(t *testing.T) {
	w := apptest.Open(t)
	mette := w.AsStaff(w.Manager.ID)
	form := formOf(mette.Get("/admin/tiers").Body, "/admin/tiers")
	form.Set("from.gold", "950")
	preview := mette.PostHX("/admin/tiers/previews", form)
	if preview.Status != 200 || !preview.Has(`id="moves"`, "1 member moves down", "2 stay") {
		t.Errorf("%d %s", preview.Status, preview.Body)
	}
	if v, _ := publishing.Newest(t.Context(), w.Deps.DB); v.Number != w.Version.Number {
		t.Error("the preview was published")
	}
	form.Set("new.name", "Platinum")
	form.Set("new.from", "5000")
	form.Set("new.discount", "15")
	if a := mette.Post("/admin/tiers", form); a.Status != 303 {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	v, err := publishing.Newest(t.Context(), w.Deps.DB)
	if err != nil || len(v.Document.Tiers.Steps) != 4 || v.Document.Tiers.Steps[2].From != 950 || v.Document.Words.Tiers["tier_4"]["hu"].Name != "Platinum" {
		t.Errorf("%+v, %v", v.Document.Tiers.Steps, err)
	}
	form = formOf(mette.Get("/admin/tiers").Body, "/admin/tiers")
	form.Set("from.silver", "2000")
	form.Set("drop.tier_4", "on")
	if a := mette.Post("/admin/tiers", form); a.Status != 303 {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	form = formOf(mette.Get("/admin/tiers").Body, "/admin/tiers")
	form.Set("drop.gold", "on")
	if a := mette.Post("/admin/tiers", form); a.Status != 422 {
		t.Errorf("a tier with members is taken away: %d", a.Status)
	}
	form.Set("from.silver", "nothing")
	if a := mette.Post("/admin/tiers", form); a.Status != 422 || !a.Has(`value="nothing"`) {
		t.Errorf("%d", a.Status)
	}
}
