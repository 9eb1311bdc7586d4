package member_test

import (
	"strings"
	"testing"

	"fealty/handlers/apptest"
)

func TestMoreIndex(t *testing.T) {
	w := apptest.Open(t)
	c := w.AsMember(w.Alice.ID)
	page := c.Get("/more")
	if page.Status != 200 || !page.Has(w.Alice.FirstName, "Gold until", `href="/invite"`, `href="/give"`, `href="/me"`, `href="/terms"`, `action="/signout"`) {
		t.Fatalf("the page of everything else: %d\n%s", page.Status, page.Body)
	}
	for _, at := range []string{"/more", "/me", "/how"} {
		if page := c.Get(at); strings.Count(page.Body, `href="/more" aria-current="page"`) != 1 {
			t.Errorf("%s doesn't mark the tab", at)
		}
	}
	for line := range strings.SplitSeq(page.Body, "<li>") {
		_, rest, found := strings.Cut(line, `<a class="grow row keep" href="`)
		if href, _, _ := strings.Cut(rest, `"`); found && c.Get(href).Status != 200 {
			t.Errorf("%s leads nowhere", href)
		}
	}
}
