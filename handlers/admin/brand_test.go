package admin_test

import (
	"bytes"
	"image"
	"image/png"
	"net/url"
	"strings"
	"testing"

	"fealty/handlers/apptest"
	"fealty/models/club"
)

// look is a form of the brand page that can be kept.
func look() url.Values {
	return url.Values{"brand": {"#6d2248"}, "accent": {"#f2b8a0"}, "neutral": {"#8d7f85"}, "action": {"#1a1a1a"}, "radius": {"22"}, "font": {"serif"},
		"display": {""}, "texts.en.heading": {"Come in"}, "texts.en.lead": {"We roast on Fridays."}}
}

func TestBrandUpdateChangesWhatMembersSee(t *testing.T) {
	w := apptest.Open(t)
	maja := w.AsStaff(w.Marketing.ID)
	page := maja.Get("/admin/brand")
	if page.Status != 200 || !page.Has(`type="color" value="#1f5147"`, `/admin/brand/sample?`) {
		t.Fatalf("%d", page.Status)
	}
	answer := maja.Post("/admin/brand", look())
	if answer.Status != 303 || answer.Location() != "/admin/brand" {
		t.Fatalf("%d %s", answer.Status, answer.Location())
	}
	start := w.Anonymous().Get("/")
	if !start.Has("Come in", "We roast on Fridays.") {
		t.Error("the start page doesn't say what the shop wrote")
	}
	if s, err := club.Load(t.Context(), w.Deps.DB); err != nil || s.Brand != "#6d2248" || s.Action != "" || s.Texts["en"].Heading != "Come in" {
		t.Errorf("%+v, %v", s, err)
	}
	if log := w.AsStaff(w.Dora.ID).Get("/admin/log"); !log.Has("Changed the brand") {
		t.Error("the log doesn't say it")
	}
}

func TestBrandUpdateKeepsNothingThatCanNotBeRead(t *testing.T) {
	w := apptest.Open(t)
	dora := w.AsStaff(w.Dora.ID)
	form := look()
	form.Set("accent", "#000000")
	answer := dora.Post("/admin/brand", form)
	if answer.Status != 422 || !answer.Has(`id="f-accent-error"`, `value="#000000"`, `value="#6d2248"`, "contrast") {
		t.Errorf("%d", answer.Status)
	}
	form.Set("accent", "red")
	form.Set("radius", "many")
	if answer = dora.Post("/admin/brand", form); answer.Status != 422 || !answer.Has(`id="f-accent-error"`, `id="f-radius-error"`) {
		t.Errorf("%d", answer.Status)
	}
	if s, _ := club.Load(t.Context(), w.Deps.DB); s.Revision != 0 {
		t.Errorf("it was kept: %+v", s)
	}
}

func TestBrandPreviewsShowWithoutKeeping(t *testing.T) {
	w := apptest.Open(t)
	dora := w.AsStaff(w.Dora.ID)
	answer := dora.PostHX("/admin/brand/previews", look())
	if answer.Status != 200 || !answer.Has(`id="preview"`, "brand=%236d2248") || strings.Contains(answer.Body, "<html") {
		t.Errorf("%d %s", answer.Status, answer.Body)
	}
	if plain := dora.Post("/admin/brand/previews", look()); plain.Status != 200 || !plain.Has("<html", "brand=%236d2248", `value="22"`) {
		t.Errorf("without scripts: %d", plain.Status)
	}
	sheet := dora.Get("/admin/brand/sample?brand=%23ffd23f&accent=%23ee4266&neutral=%2388857a&radius=4&font=slab&action=%231a1a1a")
	if sheet.Status != 200 || !sheet.Has(".try-dark{", "--brand:#ffd23f;", "--radius:4px") || !strings.HasPrefix(sheet.Header.Get("Content-Type"), "text/css") {
		t.Errorf("%d %v", sheet.Status, sheet.Header)
	}
	evil := dora.Get("/admin/brand/sample?brand=red}body{display:none&font=x")
	if strings.Contains(evil.Body, "display") && strings.Contains(evil.Body, "body{") {
		t.Error("text of an address came into a stylesheet")
	}
}

// names is the form of words as it stands on the page, with changes.
func names(page apptest.Answer, form string, changes url.Values) url.Values {
	sent := formOf(page.Body, form)
	for name, value := range changes {
		sent[name] = value
	}
	return sent
}

func TestWordsUpdateRenamesPointsAndTiersWithoutARuleChanging(t *testing.T) {
	w := apptest.Open(t)
	mette := w.AsStaff(w.Manager.ID)
	form := names(mette.Get("/admin/brand"), "words", url.Values{"words.points.en.forms.one": {"bean"}, "words.points.en.forms.other": {"beans"},
		"words.tiers.gold.en.name": {"Reserve"}, "club.name": {"Bean Club"}})
	if answer := mette.Post("/admin/words", form); answer.Status != 303 {
		t.Fatalf("%d %s", answer.Status, answer.Body)
	}
	home := w.AsMember(w.Alice.ID).Get("/home")
	if !home.Has("beans", "Reserve", "Bean Club") {
		t.Error("members don't see the new names")
	}
	v, err := w.Deps.Programme.InForce(t.Context(), w.Deps.DB)
	if err != nil || v.Number != w.Version.Number+1 || v.Document.Earning.Welcome != w.Version.Document.Earning.Welcome {
		t.Errorf("%+v, %v", v, err)
	}
	if again := mette.Post("/admin/words", form); again.Status != 409 {
		t.Errorf("an old form answers %d", again.Status)
	}
	form = names(mette.Get("/admin/brand"), "words", url.Values{"words.tiers.gold.pl.to": {""}})
	if answer := mette.Post("/admin/words", form); answer.Status != 422 || !answer.Has(`id="f-words.tiers.gold.pl.to-error"`) {
		t.Errorf("an empty form of a name: %d", answer.Status)
	}
}

func TestSettingsUpdateTurnsFeaturesOffAndKeepsTheLimits(t *testing.T) {
	w := apptest.Open(t)
	mette := w.AsStaff(w.Manager.ID)
	form := url.Values{"feature.invite": {"on"}, "feature.till": {"on"}, "feature.partners": {"on"}, "help": {"555 123"}, "complaints": {"no@havn.example"},
		"points_per_act": {"1 000"}, "points_per_day": {"5000"}, "approve_above": {"500"}}
	if answer := mette.Post("/admin/settings", form); answer.Status != 303 {
		t.Fatalf("%d %s", answer.Status, answer.Body)
	}
	alice := w.AsMember(w.Alice.ID)
	if alice.Get("/give").Status != 404 || alice.Get("/invite").Status != 200 || !alice.Get("/home").Has("555 123") {
		t.Error("it doesn't hold")
	}
	s, err := club.Load(t.Context(), w.Deps.DB)
	if err != nil || s.PerAct != 1000 || s.ApproveAbove != 500 || s.SMS {
		t.Errorf("%+v, %v", s, err)
	}
	form.Set("points_per_act", "lots")
	form.Set("points_per_day", "1")
	if answer := mette.Post("/admin/settings", form); answer.Status != 422 || !answer.Has(`id="f-points_per_act-error"`, `value="lots"`) {
		t.Errorf("%d", answer.Status)
	}
}

func TestLanguagesUpdateAddsUsualWordsAndWantsTheShopsOwn(t *testing.T) {
	w := apptest.Open(t)
	mette := w.AsStaff(w.Manager.ID)
	form := names(mette.Get("/admin/settings"), "languages", url.Values{})
	for _, lang := range []string{"nb", "hu", "zh-Hant"} {
		form.Del("language." + lang)
	}
	form.Set("main", "pl")
	if answer := mette.Post("/admin/languages", form); answer.Status != 303 {
		t.Fatalf("%d %s", answer.Status, answer.Body)
	}
	v, err := w.Deps.Programme.InForce(t.Context(), w.Deps.DB)
	if err != nil || len(v.Document.Club.Languages) != 2 || v.Document.Club.Languages[0] != "pl" {
		t.Errorf("%v, %v", v.Document.Club.Languages, err)
	}
	form = names(mette.Get("/admin/settings"), "languages", url.Values{"main": {"hu"}})
	if answer := mette.Post("/admin/languages", form); answer.Status != 422 || !answer.Has(`id="f-main-error"`) {
		t.Errorf("a main language that isn't spoken: %d", answer.Status)
	}
}

func TestTheLogoStandsOnEveryPageUntilItIsTakenAway(t *testing.T) {
	w, c := office(t)
	var drawn bytes.Buffer
	if err := png.Encode(&drawn, image.NewRGBA(image.Rect(0, 0, 400, 400))); err != nil {
		t.Fatal(err)
	}
	body, kind := upload(t, c, "logo", drawn.Bytes())
	if a := c.PostBody("/admin/logos", body, kind); a.Status != 303 {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	s, err := club.Load(t.Context(), w.Deps.DB)
	if err != nil || s.Logo.IsZero() {
		t.Fatalf("%+v, %v", s, err)
	}
	shown := "/pictures/" + s.Logo.String() + "-640.jpg"
	if !w.Anonymous().Get("/").Has(`class="mark" src="`+shown+`"`) || !c.Get("/admin").Has(shown) || w.Anonymous().Get(shown).Status != 200 {
		t.Error("it isn't shown")
	}
	for _, file := range [][]byte{[]byte("<svg/>"), nil} {
		body, kind = upload(t, c, "logo", file)
		if a := c.PostBody("/admin/logos", body, kind); a.Status != 422 || !a.Has(`id="f-logo-error"`, shown) {
			t.Errorf("%q answers %d", file, a.Status)
		}
	}
	if a := c.Post("/admin/logos", url.Values{"remove": {"on"}}); a.Status != 303 || w.Anonymous().Get("/").Has(shown) || w.Anonymous().Get(shown).Status != 404 {
		t.Errorf("it is still there: %d", a.Status)
	}
}
