package handlers_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fealty/handlers"
	"fealty/handlers/apptest"
	"fealty/handlers/web"
)

// wanted are the headers of R8, word for word, as every answer carries them.
var wanted = map[string]string{
	"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
		"connect-src 'self'; form-action 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'",
	"X-Content-Type-Options":     "nosniff",
	"Referrer-Policy":            "same-origin",
	"Cross-Origin-Opener-Policy": "same-origin",
	"Strict-Transport-Security":  "max-age=31536000; includeSubDomains",
}

// secured opens the world behind https.
func secured(t *testing.T) *apptest.World {
	t.Helper()
	return apptest.Open(t, func(d *web.Deps) {
		d.Config.BaseURL = &url.URL{Scheme: "https", Host: "club.example.com"}
		d.Config.MetricsToken = "a token for the tests"
	})
}

func complain(t *testing.T, what string, a apptest.Answer) {
	t.Helper()
	for name, value := range wanted {
		if got := a.Header.Values(name); len(got) != 1 || got[0] != value {
			t.Errorf("%s (%d): %s is %q", what, a.Status, name, got)
		}
	}
	if a.Header.Get("Permissions-Policy") == "" || a.Header.Get("X-Request-Id") == "" || a.Header.Get("Server") != "" {
		t.Errorf("%s (%d): %v", what, a.Status, a.Header)
	}
	for _, cookie := range (&http.Response{Header: a.Header}).Cookies() {
		isSession := strings.HasPrefix(cookie.Name, "__Host-fealty")
		if !cookie.Secure || !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Domain != "" || cookie.Path != "/" ||
			(!isSession && !slices.Contains([]string{"flash", "lang", "fealty-device"}, cookie.Name)) {
			t.Errorf("%s sets the cookie %s", what, cookie)
		}
	}
}

func TestEveryAnswerOfEveryDoorCarriesTheHeaders(t *testing.T) {
	w := secured(t)
	table := doors(w)
	alice, owner := w.AsMember(w.Alice.ID), w.AsStaff(w.Dora.ID)
	for _, c := range []*apptest.Client{alice, owner} {
		c.Cookie("__Host-fealty", c.SessionID())
	}
	seen := map[int]int{}
	for _, route := range handlers.Routes(w.Deps) {
		path := table[route.Method+" "+route.Path].path(route.Path)
		for name, c := range map[string]*apptest.Client{"nobody": w.Anonymous(), "Alice": alice, "the owner": owner} {
			answer := c.PostRaw(path, nil)
			if route.Method == "GET" {
				answer = c.Get(path)
			}
			seen[answer.Status]++
			complain(t, route.Method+" "+path+" to "+name, answer)
			if name != "nobody" && answer.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s %s may be kept for %s: %q", route.Method, path, name, answer.Header.Get("Cache-Control"))
			}
		}
	}
	t.Logf("answers by status: %v", seen)
}

func TestAnswersFromNoDoorCarryTheHeadersToo(t *testing.T) {
	w := secured(t)
	c := w.Anonymous()
	page := c.Get("/")
	assets := regexp.MustCompile(`(?:href|src)="(/assets/[^"]+)"`).FindAllStringSubmatch(page.Body, -1)
	if len(assets) < 3 {
		t.Fatalf("the start page names %d assets", len(assets))
	}
	for _, asset := range assets {
		answer := c.Get(asset[1])
		complain(t, asset[1], answer)
		if answer.Status != 200 || !strings.HasPrefix(answer.Header.Get("Content-Type"), typeOf(asset[1])) {
			t.Errorf("%s answers %d %s", asset[1], answer.Status, answer.Header.Get("Content-Type"))
		}
	}
	complain(t, "nowhere", c.Get("/nowhere"))
	complain(t, "nowhere in the API", c.Get("/api/v1/nowhere"))
	complain(t, "a compressed form", c.PostRaw("/join", nil, "Content-Encoding", "gzip"))
	complain(t, "a form too large", c.PostRaw("/join", url.Values{"contact": {strings.Repeat("x", 100<<10)}}, "Sec-Fetch-Site", "same-origin"))
	complain(t, "a fragment", c.GetHX("/nowhere"))
}

func typeOf(path string) string {
	switch {
	case strings.HasSuffix(path, ".css"):
		return "text/css"
	case strings.HasSuffix(path, ".js"):
		return "text/javascript"
	}
	return ""
}

func TestAProgramsAnswersAreKeptNowhere(t *testing.T) {
	w := secured(t)
	answer := w.Anonymous().Get("/api/v1/members/01920000-0000-7000-8000-000000000000", "Authorization", "Bearer fk_x")
	if got := answer.Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("what a program with a key gets may be kept: %q", got)
	}
}
