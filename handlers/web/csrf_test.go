package web

import (
	"net/url"
	"strings"
	"testing"

	"fealty/models/db/testdb"
)

func (h *house) post(path string, form url.Values, cookies string, headers ...string) answer {
	h.Helper()
	if len(headers) == 0 {
		headers = []string{"Sec-Fetch-Site", "same-origin"}
	}
	headers = append([]string{"Content-Type", "application/x-www-form-urlencoded", "Cookie", cookies}, headers...)
	return h.ask("POST", path, form.Encode(), headers...)
}

func (h *house) insertMember() {
	h.Helper()
	_, err := testdb.Owner(h.T, h.d).Exec(`INSERT INTO members (id, number, first_name, language, invite_code, joined_via, joined_at, joined_on)
		VALUES ($1, '100000009', 'Alice', 'en', 'alice-1', 'portal', '2026-01-02', '2026-01-02')`, someMember)
	if err != nil {
		h.Fatal(err)
	}
}

// token is what a visitor without a session gets with a page.
func (h *house) token(cookies ...string) (token, jar string) {
	h.Helper()
	a := h.ask("GET", "/token", "", "Cookie", strings.Join(cookies, "; "))
	jar = strings.Join(append(cookies, a.cookies()), "; ")
	return a.body, jar
}

func TestAFormPassesOnlyFromOurPagesWithItsOwnToken(t *testing.T) {
	h := open(t, nil)
	token, jar := h.token()
	otherToken, _ := h.token()
	good := url.Values{"csrf": {token}}
	for _, c := range []struct {
		name    string
		form    url.Values
		jar     string
		headers []string
		status  int
	}{
		{"good", good, jar, nil, 303},
		{"good by origin", good, jar, []string{"Origin", origin}, 303},
		{"no token", url.Values{}, jar, nil, 403},
		{"other's token", url.Values{"csrf": {otherToken}}, jar, nil, 403},
		{"garbled token", url.Values{"csrf": {token[:len(token)-2] + "AA"}}, jar, nil, 403},
		{"no cookie", good, "", nil, 403},
		{"cross-site", good, jar, []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"same-site", good, jar, []string{"Sec-Fetch-Site", "same-site", "Origin", origin}, 403},
		{"foreign origin", good, jar, []string{"Origin", "https://evil.test"}, 403},
		{"null origin", good, jar, []string{"Origin", "null"}, 403},
		{"no origin", good, jar, []string{"X-Nothing", "1"}, 403},
		{"text/plain", good, jar, []string{"Sec-Fetch-Site", "same-origin", "Content-Type", "text/plain"}, 403},
		{"header", url.Values{}, jar, []string{"Sec-Fetch-Site", "same-origin", "X-CSRF-Token", token}, 303},
	} {
		if a := h.post("/act", c.form, c.jar, c.headers...); a.StatusCode != c.status {
			t.Errorf("%s: %d, want %d", c.name, a.StatusCode, c.status)
		}
	}
}

func TestATokenInTheAddressDoesNotCount(t *testing.T) {
	h := open(t, nil)
	token, jar := h.token()
	if a := h.post("/act?csrf="+token, url.Values{}, jar); a.StatusCode != 403 {
		t.Errorf("%d", a.StatusCode)
	}
}

func TestASessionIsRenewedAtSignInAndGoneAtSignOut(t *testing.T) {
	d := testdb.Open(t)
	h := open(t, d)
	h.insertMember()
	first := h.ask("GET", "/enter", "")
	cookie := first.cookies()
	if set := first.Header.Get("Set-Cookie"); !strings.Contains(set, "HttpOnly") || !strings.Contains(set, "SameSite=Lax") || !strings.Contains(set, "Path=/") {
		t.Fatalf("cookie %q, status %d %s", set, first.StatusCode, first.body)
	}
	if got := h.ask("GET", "/who", "", "Cookie", cookie).body; got != someMember.String() {
		t.Fatalf("who: %q", got)
	}
	second := h.ask("GET", "/enter", "", "Cookie", cookie).cookies()
	if second == cookie || h.ask("GET", "/who", "", "Cookie", cookie).body != "" {
		t.Error("the old id still opens")
	}
	token, _ := h.token(second)
	if a := h.post("/act", url.Values{"csrf": {token}}, second); a.StatusCode != 303 {
		t.Errorf("own token: %d", a.StatusCode)
	}
	anonymous, jar := h.token()
	if a := h.post("/act", url.Values{"csrf": {anonymous}}, second+"; "+jar); a.StatusCode != 403 {
		t.Errorf("a token from before the sign-in: %d", a.StatusCode)
	}
	h.ask("GET", "/leave", "", "Cookie", second)
	if got := h.ask("GET", "/who", "", "Cookie", second).body; got != "" {
		t.Errorf("after sign-out: %q", got)
	}
}
