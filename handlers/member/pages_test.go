package member_test

import (
	"testing"

	"fealty/handlers/apptest"
)

func TestEveryPageIsDrawnInEveryLanguage(t *testing.T) {
	w := apptest.Open(t)
	alice, bob, nobody := w.AsMember(w.Alice.ID), w.AsMember(w.Bob.ID), w.Anonymous()
	for _, c := range []struct {
		who   *apptest.Client
		paths []string
	}{
		{nobody, []string{"/", "/join", "/join/code", "/signin", "/signin/code", "/how", "/terms", "/c/1234567897", "/signin/links/x/y"}},
		{alice, []string{"/home", "/card", "/me", "/me/contacts/new", "/me/contacts/code", "/how", "/terms"}},
		{bob, []string{"/home", "/card", "/me"}},
	} {
		for _, path := range c.paths {
			for _, lang := range []string{"en", "nb", "pl", "hu", "zh-Hant"} {
				c.who.Cookie("lang", lang)
				got := c.who.Get(path)
				if got.Status != 200 || !got.Has(`<html lang="`+lang+`">`, "<h1") {
					t.Errorf("%s in %s: %d\n%s", path, lang, got.Status, got.Body)
				}
			}
		}
	}
}
