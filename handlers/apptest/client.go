package apptest

import (
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"

	"fealty/models/ids"
	"fealty/models/sessions"
)

// Client is one browser: it keeps cookies and fills in form tokens.
type Client struct {
	*App
	cookies map[string]string
	// Language is sent as Accept-Language; "en" at the start.
	Language string
}

// Answer is what came back.
type Answer struct {
	Status int
	Body   string
	Header http.Header
}

// Location is where the answer leads, or "".
func (a Answer) Location() string { return a.Header.Get("Location") }

// Has tells whether the body holds all of the texts.
func (a Answer) Has(texts ...string) bool {
	for _, text := range texts {
		if !strings.Contains(a.Body, text) {
			return false
		}
	}
	return true
}

// Anonymous is a browser in which nobody is signed in.
func (a *App) Anonymous() *Client {
	return &Client{App: a, cookies: map[string]string{}, Language: "en"}
}

// AsMember is a browser in which a member has just signed in, by a code.
func (a *App) AsMember(id ids.Member) *Client {
	return a.as(sessions.ForMember(id).Proved(a.Deps.DB.Time()))
}

// AsStaff is a browser in which one of the staff has just signed in with
// everything that their role asks for, the shop's or a partner's.
func (a *App) AsStaff(id ids.Staff) *Client {
	return a.as(sessions.ForStaff(id).Proved(a.Deps.DB.Time()))
}

// Stale is a browser whose session has no fresh proof.
func (a *App) Stale(row sessions.Session) *Client { return a.as(row) }

func (a *App) as(row sessions.Session) *Client {
	a.Helper()
	id, err := sessions.Start(a.Context(), a.Deps.DB, row)
	if err != nil {
		a.Fatal(err)
	}
	c := a.Anonymous()
	c.cookies["fealty"] = id
	return c
}

// Get asks for a page; headers come in pairs of name and value.
func (c *Client) Get(path string, headers ...string) Answer {
	c.Helper()
	return c.send("GET", path, "", headers)
}

// GetHX asks as HTMX does.
func (c *Client) GetHX(path string) Answer {
	c.Helper()
	return c.Get(path, "HX-Request", "true")
}

// Post sends a form from our own page, with a good token.
func (c *Client) Post(path string, form url.Values, headers ...string) Answer {
	c.Helper()
	return c.PostRaw(path, c.signed(form), append([]string{"Sec-Fetch-Site", "same-origin"}, headers...)...)
}

// PostHX sends a form as HTMX does.
func (c *Client) PostHX(path string, form url.Values) Answer {
	c.Helper()
	return c.Post(path, form, "HX-Request", "true")
}

// PostRaw sends a form as it is, without a token or a sign of where it comes
// from.
func (c *Client) PostRaw(path string, form url.Values, headers ...string) Answer {
	c.Helper()
	headers = append([]string{"Content-Type", "application/x-www-form-urlencoded"}, headers...)
	return c.send("POST", path, form.Encode(), headers)
}

// PostBody sends a form that is encoded already, as one with a file, from our own
// page. Its token is the caller's.
func (c *Client) PostBody(path, body, kind string) Answer {
	c.Helper()
	return c.send("POST", path, body, []string{"Content-Type", kind, "Sec-Fetch-Site", "same-origin"})
}

// Token is a form token that is good for this browser now.
func (c *Client) Token() string {
	c.Helper()
	request := httptest.NewRequestWithContext(c.Context(), "GET", "/token", nil)
	return c.do(c.tokens.Test, request).Body
}

// SessionID is the id in the session cookie, or "".
func (c *Client) SessionID() string { return c.cookies["fealty"] }

// Cookie sets a cookie, or takes it away with an empty value.
func (c *Client) Cookie(name, value string) {
	c.cookies[name] = value
	if value == "" {
		delete(c.cookies, name)
	}
}

func (c *Client) signed(form url.Values) url.Values {
	c.Helper()
	whole := maps.Clone(form)
	if whole == nil {
		whole = url.Values{}
	}
	if !whole.Has("csrf") {
		whole.Set("csrf", c.Token())
	}
	return whole
}

func (c *Client) send(method, path, body string, headers []string) Answer {
	c.Helper()
	request := httptest.NewRequestWithContext(c.Context(), method, path, strings.NewReader(body))
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	return c.do(c.Fiber.Test, request)
}

type tester func(*http.Request, ...int) (*http.Response, error)

func (c *Client) do(test tester, request *http.Request) Answer {
	c.Helper()
	if request.Header.Get("Accept-Language") == "" {
		request.Header.Set("Accept-Language", c.Language)
	}
	for name, value := range c.cookies {
		request.AddCookie(&http.Cookie{Name: name, Value: value}) //nolint:gosec // a browser sends names and values alone
	}
	response, err := test(request, -1)
	if err != nil {
		c.Fatalf("%s %s: %v", request.Method, request.URL, err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		c.Fatal(err)
	}
	c.keep(response.Cookies())
	return Answer{Status: response.StatusCode, Body: string(body), Header: response.Header}
}

// keep takes cookies as a browser does: one that has ended is forgotten.
func (c *Client) keep(cookies []*http.Cookie) {
	now := c.Deps.DB.Clock()
	for _, cookie := range cookies {
		hasEnded := cookie.MaxAge < 0 || (!cookie.Expires.IsZero() && cookie.Expires.Before(now))
		if hasEnded {
			delete(c.cookies, cookie.Name)
			continue
		}
		c.cookies[cookie.Name] = cookie.Value
	}
}
