package member_test

import (
	"net/url"
	"testing"

	"fealty/handlers/apptest"
	"fealty/models/programme"
	"fealty/models/sessions"
)

func TestPresenceUpdateProvesThatAMemberIsThereBeforeALargeRedemption(t *testing.T) {
	w := apptest.Open(t)
	w.Publish(func(doc *programme.Document) { doc.Spending.ProveFrom = 500 })
	c := w.Stale(sessions.ForMember(w.Alice.ID))
	form := func(of string) url.Values { return url.Values{"key": {apptest.FormKey(of)}} }
	if small := c.Post("/rewards/"+w.Cake.String()+"/redemptions", form("small")); small.Status != 303 {
		t.Errorf("a small one answers %d", small.Status)
	}
	large, back := "/rewards/"+w.FlatWhite.String()+"/redemptions", "/rewards/"+w.FlatWhite.String()
	refused := c.Post(large, form("large"), "Referer", apptest.Origin+back)
	if refused.Status != 403 || !refused.Has("/me/proof?next="+url.QueryEscape(back), "Nothing was changed") {
		t.Fatalf("a large one answers %d %s", refused.Status, refused.Body)
	}
	if hx := c.PostHX(large, form("large")); hx.Status != 403 || hx.Header.Get("HX-Redirect") == "" {
		t.Errorf("to HTMX it answers %d", hx.Status)
	}
	if page := c.Get("/me/proof?next=" + back); page.Status != 200 || !page.Has("six digits") {
		t.Errorf("%d %s", page.Status, page.Body)
	}
	sent := c.Post("/me/proof?next="+back, nil)
	id, digits := digitsOf(t, w.App, sent.Location())
	proof := url.Values{"request": {id.String()}, "code": {digits}}
	if other := w.AsMember(w.Bob.ID).Post("/me/proof/code", proof); other.Status != 422 {
		t.Errorf("another member's code proves: %d", other.Status)
	}
	if in := w.Anonymous().Post("/signin/code", proof); in.Status != 422 {
		t.Errorf("a code that proves signs in: %d", in.Status)
	}
	if wrong := c.Post("/me/proof/code", url.Values{"request": {id.String()}, "code": {"000000x"}}); wrong.Status != 422 || !wrong.Has("#f-code") {
		t.Errorf("a wrong code answers %d", wrong.Status)
	}
	before := c.SessionID()
	if done := c.Post("/me/proof/code?next="+back, proof); done.Location() != back || c.SessionID() == before {
		t.Fatalf("%d %s", done.Status, done.Location())
	}
	if again := c.Post("/me/proof/code", proof); again.Status != 422 {
		t.Errorf("a code proves twice: %d", again.Status)
	}
	if got := c.Post(large, form("large")); got.Status != 303 {
		t.Errorf("after the proof it answers %d %s", got.Status, got.Body)
	}
}
