package web

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"fealty/config"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	rows "fealty/models/sessions"
	"fealty/views"
)

const origin = "http://club.test:3000"

// house is a small app on the real kit, with what it logs.
type house struct {
	*testing.T
	app   *fiber.App
	log   *bytes.Buffer
	d     *db.DB
	views *views.Engine
}

func open(t *testing.T, d *db.DB) *house {
	t.Helper()
	return openAt(t, d, origin)
}

func openAt(t *testing.T, d *db.DB, base string) *house {
	t.Helper()
	settings := map[string]string{"BASE_URL": base, "DATA_DIR": t.TempDir(), "CLUB_NAME": "Havn Club", "CURRENCY": "NOK"}
	cfg, err := config.Load(func(name string) string { return settings[name] })
	if err != nil {
		t.Fatal(err)
	}
	engine, err := views.New()
	if err != nil {
		t.Fatal(err)
	}
	h := &house{T: t, log: &bytes.Buffer{}, d: d}
	h.views = engine
	h.app = NewApp(Deps{DB: d, Config: cfg, Views: engine, Log: slog.New(slog.NewJSONHandler(h.log, nil))})
	h.routes()
	return h
}

var errSecret = errors.New("pq: password for hunter2 is wrong")

func (h *house) routes() {
	h.app.Get("/page", func(c *fiber.Ctx) error { return Render(c, "web/faults/show", &faultView{Heading: "Hello"}) })
	h.app.Get("/token", func(c *fiber.Ctx) error { return c.SendString(kitOf(c).csrfToken(c)) })
	h.app.Post("/act", func(c *fiber.Ctx) error { Done(c, "web.undo"); return Redirect(c, "/page") })
	h.app.Get("/broken", func(*fiber.Ctx) error { return errSecret })
	h.app.Get("/api/v1/broken", func(*fiber.Ctx) error { return errSecret })
	h.app.Get("/panic", func(*fiber.Ctx) error { panic(errSecret) })
	h.app.Get("/fault/:kind", raise)
	h.app.Get("/api/v1/fault/:kind", raise)
	h.app.Get("/v/:code", func(c *fiber.Ctx) error { return c.SendString("ok") })
	h.app.Get("/enter", func(c *fiber.Ctx) error { return SignIn(c, rows.ForMember(someMember)) })
	h.app.Get("/leave", SignOut)
	h.app.Get("/who", func(c *fiber.Ctx) error { return c.SendString(Who(c).Member.String()) })
}

var someMember = func() (id ids.Member) {
	_ = id.UnmarshalText([]byte("01920000-0000-7000-8000-000000000001"))
	return id
}()

func raise(c *fiber.Ctx) error {
	for kind, name := range kindNames {
		if name == c.Params("kind") {
			var fields fault.Fields
			fields.Add("email", "field.long", fault.Params{"Max": 80})
			e := fault.Wrap(kind, "some_key", errSecret)
			if name == "invalid" {
				return fields.Err()
			}
			return e
		}
	}
	return fiber.ErrTeapot
}

type answer struct {
	*http.Response
	body string
}

// ask sends a request; headers come in pairs.
func (h *house) ask(method, path, body string, headers ...string) answer {
	h.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := h.app.Test(r, -1)
	if err != nil {
		h.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	all, err := io.ReadAll(res.Body)
	if err != nil {
		h.Fatal(err)
	}
	return answer{res, string(all)}
}

func (a answer) cookies() string {
	list := []string{}
	for _, c := range a.Cookies() {
		if c.Value != "" {
			list = append(list, c.Name+"="+c.Value)
		}
	}
	return strings.Join(list, "; ")
}

func TestEveryAnswerCarriesTheHeaders(t *testing.T) {
	h := open(t, nil)
	for _, path := range []string{"/page", "/nowhere", "/broken", "/panic", "/api/v1/broken"} {
		a := h.ask("GET", path, "")
		if a.Header.Get("Content-Security-Policy") != policy || a.Header.Get("X-Content-Type-Options") != "nosniff" ||
			a.Header.Get("Referrer-Policy") != "same-origin" || a.Header.Get("Cross-Origin-Opener-Policy") != "same-origin" {
			t.Errorf("%s lacks headers: %v", path, a.Header)
		}
		if a.Header.Get("X-Request-Id") == "" || a.Header.Get("Strict-Transport-Security") != "" {
			t.Errorf("%s: %v", path, a.Header)
		}
	}
}

func TestPagesForSomebodyAreKeptNowhere(t *testing.T) {
	h := open(t, nil)
	if got := h.ask("GET", "/page", "").Header.Get("Cache-Control"); got != "private, no-cache" {
		t.Errorf("nobody: %q", got)
	}
	if got := h.ask("GET", "/page", "", "Cookie", "fealty=x").Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("with a session cookie: %q", got)
	}
}

func TestAnErrorIsNeverShownAsItIs(t *testing.T) {
	h := open(t, nil)
	for _, path := range []string{"/broken", "/panic", "/api/v1/broken", "/fault/refused", "/fault/unavailable", "/api/v1/fault/not_found"} {
		for _, header := range [][]string{nil, {"HX-Request", "true"}, {"Accept", "application/problem+json"}} {
			a := h.ask("GET", path, "", header...)
			if a.StatusCode < 400 || strings.Contains(a.body, "hunter2") || strings.Contains(a.body, "goroutine") {
				t.Errorf("%s %v: %d %s", path, header, a.StatusCode, a.body)
			}
		}
	}
	if !strings.Contains(h.log.String(), "hunter2") {
		t.Error("the log doesn't tell the cause")
	}
	a := h.ask("GET", "/broken", "")
	if id := a.Header.Get("X-Request-Id"); !strings.Contains(a.body, id) || !strings.Contains(h.log.String(), id) {
		t.Errorf("the number %s is not in page and log", id)
	}
}

func TestKindsHaveTheirStatus(t *testing.T) {
	h := open(t, nil)
	want := map[string]int{"invalid": 422, "not_found": 404, "forbidden": 403, "gone": 410, "too_many": 429, "unavailable": 503, "refused": 409}
	for kind, status := range want {
		for _, prefix := range []string{"", "/api/v1"} {
			if a := h.ask("GET", prefix+"/fault/"+kind, ""); a.StatusCode != status {
				t.Errorf("%s%s: %d, want %d", prefix, kind, a.StatusCode, status)
			}
		}
	}
	if a := h.ask("GET", "/fault/unavailable", ""); a.Header.Get("Retry-After") != "5" {
		t.Error("503 without Retry-After")
	}
	if a := h.ask("GET", "/fault/unauthenticated", ""); a.StatusCode != 303 || a.Header.Get("Location") != "/signin?next=/fault/unauthenticated" {
		t.Errorf("signed out: %d %s", a.StatusCode, a.Header.Get("Location"))
	}
	if a := h.ask("DELETE", "/api/v1/broken", ""); a.StatusCode != 405 || !strings.Contains(a.body, "urn:fealty:problem:method") {
		t.Errorf("wrong method: %d %s", a.StatusCode, a.body)
	}
}

func TestAProblemNamesTheFields(t *testing.T) {
	a := open(t, nil).ask("GET", "/api/v1/fault/invalid", "")
	if a.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("type %s", a.Header.Get("Content-Type"))
	}
	for _, want := range []string{`"status":422`, `"field":"email"`, `"code":"field.long"`, `Use at most 80 characters.`} {
		if !strings.Contains(a.body, want) {
			t.Errorf("%s lacks %s", a.body, want)
		}
	}
}

func TestTheLogNeverCarriesACode(t *testing.T) {
	h := open(t, nil)
	h.ask("GET", "/v/K7QP-4M2X-9RTB?token=hunter2", "")
	h.ask("GET", "/nowhere/K7QP-4M2X-9RTB", "")
	if log := h.log.String(); strings.Contains(log, "K7QP") || strings.Contains(log, "hunter2") || !strings.Contains(log, `"route":"/v/:code"`) {
		t.Error(log)
	}
}

func TestCompressedRequestsAreRefused(t *testing.T) {
	a := open(t, nil).ask("POST", "/api/v1/broken", "x", "Content-Encoding", "gzip")
	if a.StatusCode != 422 || !strings.Contains(a.body, "encoding") {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
}

func TestPathsAreReadStrictly(t *testing.T) {
	h := open(t, nil)
	for _, path := range []string{"/Page", "/page/", "//page"} {
		if a := h.ask("GET", path, ""); a.StatusCode != 404 {
			t.Errorf("%s: %d", path, a.StatusCode)
		}
	}
}

func TestAssetsMayBeKeptForEver(t *testing.T) {
	h := open(t, nil)
	page := h.ask("GET", "/page", "").body
	_, rest, _ := strings.Cut(page, `<link rel="stylesheet" href="/assets/`)
	name, _, _ := strings.Cut(rest, `"`)
	a := h.ask("GET", "/assets/"+name, "", "Accept-Encoding", "gzip, br")
	if a.StatusCode != 200 || a.Header.Get("Cache-Control") != "public, max-age=31536000, immutable" ||
		a.Header.Get("Content-Type") != "text/css; charset=utf-8" || a.Header.Get("Content-Encoding") != "gzip" {
		t.Errorf("%s: %d %v", name, a.StatusCode, a.Header)
	}
}

func TestThePageIsDrawnAsItIsAskedFor(t *testing.T) {
	h := open(t, nil)
	for _, c := range []struct {
		header []string
		whole  bool
	}{
		{nil, true},
		{[]string{"HX-Request", "true"}, false},
		{[]string{"HX-Request", "true", "HX-Boosted", "true"}, true},
		{[]string{"HX-Request", "true", "HX-History-Restore-Request", "true"}, true},
	} {
		a := h.ask("GET", "/page", "", c.header...)
		if strings.Contains(a.body, "<!doctype html>") != c.whole || !strings.Contains(a.body, "<h1>Hello</h1>") || !strings.Contains(a.Header.Get("Vary"), "HX-Request") {
			t.Errorf("%v: vary %s\n%s", c.header, a.Header.Get("Vary"), a.body)
		}
	}
}

func TestTheLanguageIsAskedForAndRemembered(t *testing.T) {
	h := open(t, nil)
	a := h.ask("GET", "/page?lang=pl", "", "Accept-Language", "nb")
	if !strings.Contains(a.body, `<html lang="pl">`) || !strings.Contains(a.cookies(), "lang=pl") {
		t.Errorf("%s %s", a.cookies(), a.body)
	}
	if a := h.ask("GET", "/page", "", "Cookie", "lang=hu", "Accept-Language", "nb"); !strings.Contains(a.body, `<html lang="hu">`) {
		t.Error("the cookie is not heeded")
	}
	if a := h.ask("GET", "/page?lang=xx", "", "Accept-Language", "zh-TW"); !strings.Contains(a.body, `<html lang="zh-Hant">`) {
		t.Error("the browser is not heeded")
	}
}

func TestRedirectsStayAtHome(t *testing.T) {
	for path, want := range map[string]bool{"/": true, "/home": true, "/rewards?q=a&show=b": true, "//evil.test": false, `/\evil.test`: false,
		"https://evil.test": false, "/a\r\nX: y": false, "": false, "/%2f": false} {
		if local.MatchString(path) != want {
			t.Errorf("%q", path)
		}
	}
}

func TestAMessageIsToldOnce(t *testing.T) {
	h := open(t, nil)
	token, cookies := h.token()
	a := h.post("/act", url.Values{"csrf": {token}}, cookies)
	if a.StatusCode != 303 || a.Header.Get("Location") != "/page" {
		t.Fatalf("%d %s", a.StatusCode, a.Header.Get("Location"))
	}
	next := h.ask("GET", "/page", "", "Cookie", a.cookies())
	if !strings.Contains(next.body, `<span class="grow">Undo</span>`) {
		t.Error("the message was not told")
	}
	if strings.Contains(next.cookies(), "flash") {
		t.Error("the message was kept")
	}
	if forged := h.ask("GET", "/page", "", "Cookie", "flash=eyJ0IjoiZm9yZ2VkIiwidSI6OTk5OTk5OTk5OX0.AAAA"); strings.Contains(forged.body, "forged") {
		t.Error("a forged message was told")
	}
}
