package member_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"fealty/handlers/apptest"
	"fealty/models/consents"
	"fealty/models/enrolling"
	"fealty/models/ids"
	"fealty/models/members"
	"fealty/models/messages"
)

// digitsOf reads the digits of the request that an address names.
func digitsOf(t *testing.T, a *apptest.App, location string) (id ids.SignIn, digits string) {
	t.Helper()
	u, err := url.Parse(location)
	if err != nil {
		t.Fatal(err)
	}
	if err := id.UnmarshalText([]byte(u.Query().Get("r"))); err != nil {
		t.Fatalf("%s names no request", location)
	}
	if digits, err = enrolling.DemoCode(t.Context(), a.Deps.DB, id); err != nil || len(digits) != 6 {
		t.Fatalf("the code is %q, %v", digits, err)
	}
	return id, digits
}

func TestJoinCreateAndCodeCreateMakeAMemberWithTheConsentsTheyTicked(t *testing.T) {
	w := apptest.Open(t)
	c := w.Anonymous()
	if page := c.Get("/join"); page.Status != 200 || !page.Has("100 points", `name="first_name"`) || page.Has("checked") {
		t.Fatalf("%d %s", page.Status, page.Body)
	}
	sent := c.Post("/join", url.Values{"first_name": {"Nina"}, "contact": {"Nina@Example.com"}, "marketing": {"on"}})
	if sent.Status != 303 || !strings.HasPrefix(sent.Location(), "/join/code?r=") {
		t.Fatalf("%d %s %s", sent.Status, sent.Location(), sent.Body)
	}
	if page := c.Get(sent.Location()); !page.Has("n•••@example.com", `autocomplete="one-time-code"`) || page.Has("In the demo") {
		t.Error(page.Body)
	}
	id, digits := digitsOf(t, w.App, sent.Location())
	wrong := c.Post(sent.Location(), url.Values{"request": {id.String()}, "code": {"12"}})
	if wrong.Status != 422 || !wrong.Has(`aria-invalid="true"`, `href="#f-code"`, `value="12"`) || c.SessionID() != "" {
		t.Errorf("a wrong code: %d %s", wrong.Status, wrong.Body)
	}
	in := c.Post(sent.Location(), url.Values{"request": {id.String()}, "code": {digits[:3] + " " + digits[3:]}})
	if in.Status != 303 || in.Location() != "/home" || c.SessionID() == "" {
		t.Fatalf("%d %s", in.Status, in.Body)
	}
	home := c.Get("/home")
	if !home.Has("Hi, Nina", "100", "Your welcome points are here", "Welcome to Havn Club.") {
		t.Error(home.Body)
	}
	m, err := members.FindByContact(t.Context(), w.Deps.DB, members.Contact{Kind: members.Email, Value: "nina@example.com"})
	if err != nil {
		t.Fatal(err)
	}
	agreed, err := consents.Current(t.Context(), w.Deps.DB, m.ID)
	if err != nil || !agreed[consents.Marketing] || agreed[consents.Profiling] || agreed[consents.PersonalisedMarketing] {
		t.Errorf("agreed to %v, %v", agreed, err)
	}
	if again := w.Anonymous().Post(sent.Location(), url.Values{"request": {id.String()}, "code": {digits}}); again.Status != 422 {
		t.Errorf("the code worked twice: %d", again.Status)
	}
}

func TestJoinCreateNamesTheFieldsAndKeepsWhatWasTyped(t *testing.T) {
	w := apptest.Open(t)
	for _, hx := range []bool{false, true} {
		c := w.Anonymous()
		post := c.Post
		form := url.Values{"first_name": {""}, "contact": {"nobody"}, "profiling": {"on"}}
		got := post("/join", form)
		if hx {
			got = c.PostHX("/join", form)
		}
		if got.Status != 422 || !got.Has(`href="#f-first_name"`, `href="#f-contact"`, `value="nobody"`, `name="profiling" id="f-profiling" aria-describedby="" checked`) {
			t.Errorf("htmx %v: %d\n%s", hx, got.Status, got.Body)
		}
	}
}

func TestSigninCreateLeadsAMemberBackToWhereTheyWereGoing(t *testing.T) {
	w := apptest.Open(t)
	c := w.Anonymous()
	if sent := c.Get("/card"); sent.Status != 303 || sent.Location() != "/signin?next=/card" {
		t.Fatalf("%d %s", sent.Status, sent.Location())
	}
	sent := c.Post("/signin?next=/card", url.Values{"contact": {"alice@example.com"}})
	id, digits := digitsOf(t, w.App, sent.Location())
	in := c.Post(sent.Location(), url.Values{"request": {id.String()}, "code": {digits}})
	if in.Location() != "/card" || !c.Get("/card").Has("Alice", "1,200", "10% off everything") {
		t.Errorf("%d %s", in.Status, in.Location())
	}
	if got := c.Get("/"); got.Location() != "/home" {
		t.Errorf("signed in, / answers %d", got.Status)
	}
	if out := c.Post("/signout", nil); out.Location() != "/" || c.Get("/home").Status != 303 {
		t.Errorf("signing out: %d", out.Status)
	}
}

func TestSigninCreateAsksANewcomerForANameAndThenJoinsThem(t *testing.T) {
	w := apptest.Open(t)
	c := w.Anonymous()
	sent := c.Post("/signin", url.Values{"contact": {"+47 912 34 567"}})
	id, digits := digitsOf(t, w.App, sent.Location())
	form := url.Values{"request": {id.String()}, "code": {digits}}
	asked := c.Post(sent.Location(), form)
	if asked.Status != 200 || !asked.Has("What may we call you?", `name="named"`, `value="`+digits+`"`) || c.SessionID() != "" {
		t.Fatalf("%d %s", asked.Status, asked.Body)
	}
	form.Set("named", "true")
	form.Set("first_name", "<Nils>")
	if bad := c.Post(sent.Location(), form); bad.Status != 422 || !bad.Has(`href="#f-first_name"`) {
		t.Errorf("a bad name: %d", bad.Status)
	}
	form.Set("first_name", "Nils")
	if in := c.Post(sent.Location(), form); in.Location() != "/home" || !c.Get("/home").Has("Hi, Nils") {
		t.Errorf("%d %s", in.Status, in.Body)
	}
}

func TestLinkNewShowsAFormAndOnlyItsButtonSignsIn(t *testing.T) {
	w := apptest.Open(t)
	sent := w.Anonymous().Post("/signin", url.Values{"contact": {"alice@example.com"}})
	if sent.Status != 303 {
		t.Fatal(sent.Body)
	}
	link := linkTo(t, w.App, "alice@example.com")
	c := w.Anonymous()
	for range 3 {
		if page := c.Get(link); page.Status != 200 || !page.Has("One press and you are signed in.") || c.SessionID() != "" {
			t.Fatalf("%d %s", page.Status, page.Body)
		}
	}
	parts := strings.Split(link, "/")
	form := url.Values{"request": {parts[3]}, "token": {parts[4]}}
	if in := c.Post("/signin/code", form); in.Location() != "/home" {
		t.Errorf("%d %s", in.Status, in.Body)
	}
	if again := w.Anonymous().Post("/signin/code", form); again.Status != 422 {
		t.Errorf("the link signed in twice: %d", again.Status)
	}
	if strings.Contains(w.Logged.String(), parts[4]) {
		t.Error("the log carries the token")
	}
}

func linkTo(t *testing.T, a *apptest.App, recipient string) string {
	t.Helper()
	list, err := messages.List(t.Context(), a.Deps.DB, ids.Message{})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range list {
		if link, ok := m.Params["link"].(string); ok && m.Recipient == recipient {
			return link
		}
	}
	t.Fatal("no link went out")
	return ""
}

// TestNobodyLearnsWhoIsAMember is T14 for joining and signing in: status, body
// and length are the same for a member's contact and a stranger's.
func TestNobodyLearnsWhoIsAMember(t *testing.T) {
	w := apptest.Open(t)
	varies := regexp.MustCompile(`(r=|value=")[A-Za-z0-9_=-]+`)
	for _, path := range []string{"/join", "/signin"} {
		var seen []string
		for _, contact := range []string{"alice@example.com", "aline@example.com"} {
			c := w.Anonymous()
			form := url.Values{"contact": {contact}}
			if path == "/join" {
				form.Set("first_name", "Ann")
			}
			sent := c.Post(path, form)
			page := c.Get(sent.Location())
			wrong := c.Post(sent.Location(), url.Values{"request": {strings.TrimPrefix(strings.Split(sent.Location(), "r=")[1], "")}, "code": {"000000x"}})
			text := varies.ReplaceAllString(sent.Location()+page.Body+wrong.Body, "$1")
			seen = append(seen, text)
			if sent.Status != 303 || page.Status != 200 || wrong.Status != 422 {
				t.Fatalf("%s %s: %d, %d, %d", path, contact, sent.Status, page.Status, wrong.Status)
			}
		}
		if seen[0] != seen[1] || len(seen[0]) < 1000 {
			t.Errorf("%s tells members from strangers:\n%s\n\n%s", path, seen[0], seen[1])
		}
	}
}

func TestCodesAreLimitedByContact(t *testing.T) {
	w := apptest.Open(t)
	c := w.Anonymous()
	for n := range 7 {
		got := c.Post("/signin", url.Values{"contact": {"alice@example.com"}})
		if want := map[bool]int{true: 303, false: 429}[n < 6]; got.Status != want {
			t.Errorf("request %d: %d, want %d", n+1, got.Status, want)
		}
	}
}
