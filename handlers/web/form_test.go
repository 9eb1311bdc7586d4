package web

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"fealty/models/fault"
)

// withForm adds a page with a form that moves points.
func withForm(h *house) *house {
	h.app.Post("/form", func(c *fiber.Ctx) error {
		v := &faultView{Heading: "Form"}
		var f sampleForm
		key, err := Key(c)
		if err == nil {
			err = Bind(c, &f)
		}
		if f.Name == "sold" {
			err = fault.New(fault.Refused, "method")
		}
		if err != nil {
			return Invalid(c, "web/faults/show", v, err)
		}
		return c.SendString(key + " " + f.Name)
	})
	return h
}

const someKey = "0123456789abcdef0123456789abcdef"

func TestAFormComesBackWithWhatWasWrong(t *testing.T) {
	h := withForm(open(t, nil))
	token, jar := h.token()
	for _, c := range []struct {
		form   url.Values
		status int
		shows  string
	}{
		{url.Values{"name": {"Åse"}, "key": {someKey}}, 200, someKey + " Åse"},
		{url.Values{"name": {"far too long"}, "key": {someKey}}, 422, "<title>Error: "},
		{url.Values{"name": {"sold"}, "key": {someKey}}, 409, "<h1>Form</h1>"},
		{url.Values{"name": {"Åse"}}, 422, "<h1>Form</h1>"},
		{url.Values{"name": {"Åse"}, "key": {"short"}}, 422, "<h1>Form</h1>"},
		{url.Values{"role": {"owner"}, "key": {someKey}}, 422, "<h1>Form</h1>"},
	} {
		c.form.Set("csrf", token)
		if a := h.post("/form?name=query", c.form, jar); a.StatusCode != c.status || !strings.Contains(a.body, c.shows) {
			t.Errorf("%v: %d\n%s", c.form, a.StatusCode, a.body)
		}
	}
}

func TestWhatIsWrongIsSaidFieldByField(t *testing.T) {
	h := open(t, nil)
	l := h.views.Locales().Pick("en")
	var fields fault.Fields
	fields.Add("name", "field.long", fault.Params{"Max": 1200})
	var e *fault.Error
	if !errors.As(fields.Err(), &e) {
		t.Fatal("no fault")
	}
	ch := &Chrome{L: l, Problems: problemsOf(l, e)}
	if got := ch.FieldError("name"); got != "Use at most 1,200 characters." || ch.FieldError("other") != "" {
		t.Errorf("%q", got)
	}
}

func TestARefusalKeptAsTextTellsItsDayInWords(t *testing.T) {
	l := open(t, nil).views.Locales().Pick("nb")
	got := sentence(l, "voucher_used", fault.Params{"at": "2026-11-18T13:02:00Z", "place": "Havnegata"})
	if got != "Denne kupongen ble brukt 18. november 2026, 13:02, Havnegata. Den kan ikke brukes igjen." {
		t.Errorf("%q", got)
	}
	if got := sentence(l, "voucher_expired", fault.Params{"on": "2026-11-18"}); got != "Kupongen gikk ut 18. november 2026." {
		t.Errorf("%q", got)
	}
}

func TestFormsOfAnotherShapeAreRefused(t *testing.T) {
	h := withForm(open(t, nil))
	token, jar := h.token()
	file := "--b\r\nContent-Disposition: form-data; name=\"name\"; filename=\"x\"\r\n\r\nhi\r\n--b--\r\n"
	for kind, body := range map[string]string{
		"application/json": `{"name":"x"}`, "text/plain": "name=x", "": "name=x", "application/x-www-form-urlencoded": "name=%zz",
		"multipart/form-data; boundary=b": file, "application/x-www-form-urlencoded; charset=utf-8": strings.Repeat("a=b&", formLimit),
	} {
		a := h.ask("POST", "/form", body, "Content-Type", kind, "Cookie", jar, "Sec-Fetch-Site", "same-origin", "X-CSRF-Token", token)
		if a.StatusCode != 422 {
			t.Errorf("%q: %d", kind, a.StatusCode)
		}
	}
}

func TestABodyBeyondTheLimitIsRefusedInWords(t *testing.T) {
	h := withForm(open(t, nil))
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = h.app.Listener(ln) }()
	t.Cleanup(func() { _ = h.app.Shutdown() })
	conn, err := net.Dial("tcp", ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	fmt.Fprintf(conn, "POST /api/v1/broken HTTP/1.1\r\nHost: club.test\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n", uploadLimit+1)
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != 413 || !strings.Contains(string(body), "too_large") || res.Header.Get("Content-Security-Policy") == "" {
		t.Errorf("%d %s %v", res.StatusCode, body, err)
	}
}

func TestHTMXIsToldWhereToGoAndWhereToPutAFault(t *testing.T) {
	h := open(t, nil)
	token, jar := h.token()
	a := h.post("/act", url.Values{"csrf": {token}}, jar, "Sec-Fetch-Site", "same-origin", "HX-Request", "true")
	if a.StatusCode != 204 || a.Header.Get("HX-Redirect") != "/page" {
		t.Errorf("redirect: %d %v", a.StatusCode, a.Header)
	}
	a = h.ask("GET", "/fault/refused", "", "HX-Request", "true")
	if a.StatusCode != 409 || a.Header.Get("HX-Retarget") != "#toasts" || !strings.Contains(a.body, `class="toast bad"`) {
		t.Errorf("fault: %d %v %s", a.StatusCode, a.Header, a.body)
	}
	a = h.ask("GET", "/fault/unauthenticated", "", "HX-Request", "true")
	if a.StatusCode != 401 || a.Header.Get("HX-Redirect") != "/signin?next=/fault/unauthenticated" {
		t.Errorf("signed out: %d %v", a.StatusCode, a.Header)
	}
}

func TestOnHTTPSCookiesAreGuardedAndTheBrowserToldToStay(t *testing.T) {
	h := openAt(t, nil, "https://club.example.org")
	a := h.ask("GET", "/token", "")
	if a.Header.Get("Strict-Transport-Security") == "" {
		t.Error("no HSTS")
	}
	if set := a.Header.Get("Set-Cookie"); !strings.HasPrefix(set, "__Host-fealty-form=") || !strings.Contains(set, "secure") {
		t.Errorf("cookie %q", set)
	}
}

func TestTheNextPartOfAListKeepsTheSearch(t *testing.T) {
	h := open(t, nil)
	h.app.Get("/list", func(c *fiber.Ctx) error { return c.SendString(After(c) + " " + NextPart(c, "k 2").Href) })
	if a := h.ask("GET", "/list?q=tea&after=k1&lang=en", ""); a.body != "k1 /list?after=k+2&q=tea" {
		t.Errorf("%q", a.body)
	}
}
