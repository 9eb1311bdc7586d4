package member_test

import (
	"maps"
	"math/rand/v2"
	"net/url"
	"testing"
	"time"

	"fealty/handlers/apptest"
	"fealty/models/db/testdb"
)

// rowsOf counts what a form could have written; limits are counted apart.
func rowsOf(t *testing.T, w *apptest.World) (n int) {
	t.Helper()
	err := testdb.Owner(t, w.Deps.DB).Get(&n, `SELECT (SELECT count(*) FROM members) + (SELECT count(*) FROM member_contacts)
		+ (SELECT count(*) FROM consents) + (SELECT count(*) FROM signin_codes) + (SELECT count(*) FROM messages)
		+ (SELECT count(*) FROM entries) + (SELECT count(*) FROM sessions) + (SELECT coalesce(sum(length(first_name)), 0) FROM members)`)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestBadInputIsRefusedAndWritesNothing is T9 for the forms of joining, signing
// in and the profile: over a thousand generated inputs.
func TestBadInputIsRefusedAndWritesNothing(t *testing.T) {
	w := apptest.Open(t)
	alice, nobody := w.AsMember(w.Alice.ID), w.Anonymous()
	forms := []struct {
		who    *apptest.Client
		path   string
		fields []string
		// also makes the form wrong where a strange value would be a good one: a
		// name may be nearly anything.
		also url.Values
	}{
		{nobody, "/join", []string{"contact", "first_name", "invite", "stranger"}, nil},
		{nobody, "/signin", []string{"contact", "stranger"}, nil},
		{nobody, "/join/code", []string{"request", "code", "token", "first_name", "named"}, nil},
		{nobody, "/signin/code?r=x&next=//evil", []string{"request", "code", "token", "first_name", "named"}, nil},
		{alice, "/me", []string{"first_name", "language", "birthday", "stranger"}, url.Values{"language": {"xx"}}},
		{alice, "/me/consents", []string{"stranger", "all"}, nil},
		{alice, "/me/contacts", []string{"contact"}, nil},
		{alice, "/me/contacts/code", []string{"request", "code"}, nil},
	}
	random := rand.New(rand.NewPCG(1, 2))
	before, tried := rowsOf(t, w), 0
	for range 2 {
		for _, f := range forms {
			for _, field := range f.fields {
				testdb.Forward(t, w.Deps.DB, time.Hour) // so that the limits don't answer first
				for _, value := range apptest.BadValues(random) {
					form := url.Values{}
					maps.Copy(form, f.also)
					form[field] = []string{value}
					if random.IntN(4) == 0 {
						form.Add(field, value)
					}
					f.who.Refuses(f.path, form)
					tried++
				}
			}
		}
	}
	if after := rowsOf(t, w); after != before {
		t.Errorf("%d rows became %d", before, after)
	}
	t.Logf("%d inputs", tried)
}
