package handlers_test

import (
	"encoding/json"
	"html"
	"os"
	"regexp"
	"strings"
	"testing"

	"fealty/handlers/apptest"
)

// pagesIn are pages that need no id, by who reads them.
var pagesIn = map[string][]string{
	"nobody":  {"/", "/join", "/signin", "/how", "/terms", "/nowhere", "/staff/signin"},
	"member":  {"/home", "/rewards", "/rewards?q=nothing", "/vouchers", "/vouchers?show=used", "/card", "/activity", "/give", "/invite", "/me", "/me/contacts/new"},
	"office":  {"/admin", "/admin/members", "/admin/rewards", "/admin/rewards/new", "/admin/causes", "/admin/partners", "/admin/partners/new", "/admin/outbox", "/admin/programme", "/admin/log"},
	"partner": {"/partner", "/partner/offers", "/partner/uses", "/partner?code=ABCD"},
}

var betweenHoles = regexp.MustCompile(`\{\{.*?\}\}`)

// saidIn is a locale file: the texts of each key, plural forms one after another.
func saidIn(t *testing.T, language string) map[string]string {
	t.Helper()
	body, err := os.ReadFile("../views/locales/" + language + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(body, &raw); err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	for key, message := range raw {
		var forms map[string]string
		var text string
		if json.Unmarshal(message, &text) != nil && json.Unmarshal(message, &forms) == nil {
			for _, form := range forms {
				text += form + "{{}}"
			}
		}
		said[key] = text
	}
	return said
}

// englishOnly are the stretches of English of some length, by how a page writes
// them, with the key they stand under. None is the same in another language.
func englishOnly(english map[string]string) map[string]string {
	found := map[string]string{}
	for key, text := range english {
		for _, stretch := range betweenHoles.Split(text, -1) {
			if stretch = strings.TrimSpace(stretch); len(stretch) > 15 && strings.Contains(stretch, " ") {
				found[html.EscapeString(stretch)] = key
			}
		}
	}
	return found
}

func TestNoPageSpeaksEnglishInAnotherLanguage(t *testing.T) {
	w := openWorld(t)
	readers := map[string]*apptest.Client{
		"nobody": w.Anonymous(), "member": w.AsMember(w.Alice.ID), "office": w.AsStaff(w.Dora.ID), "partner": w.AsStaff(w.TeaHouseManager.ID),
	}
	stretches := englishOnly(saidIn(t, "en"))
	for _, language := range []string{"nb", "pl", "hu", "zh-Hant"} {
		for who, pages := range pagesIn {
			for _, page := range pages {
				speaksOnly(t, readers[who], page, language, stretches)
			}
		}
	}
}

func speaksOnly(t *testing.T, c *apptest.Client, page, language string, stretches map[string]string) {
	t.Helper()
	sign := "?"
	if strings.Contains(page, "?") {
		sign = "&"
	}
	answer := c.Get(page + sign + "lang=" + language)
	if to := answer.Location(); to != "" {
		answer = c.Get(to)
	}
	if !answer.Has(`<html lang="` + language + `"`) {
		t.Errorf("%s in %s: %d, not in that language", page, language, answer.Status)
		return
	}
	for stretch, key := range stretches {
		if answer.Has(stretch) {
			t.Errorf("%s in %s says %q, the English of %s", page, language, stretch, key)
		}
	}
}
