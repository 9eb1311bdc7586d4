package handlers_test

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"testing"
	"time"

	"fealty/handlers/apptest"
	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/staff"
)

// varies is what differs in any two pages: tokens, keys and what passkeys are asked.
var varies = regexp.MustCompile(`value="[A-Za-z0-9_.-]{20,}"|data-options="[^"]*"`)

// wrongSignIn tries a password at the staff's door and gives what came back, without what varies, and how long it took.
func wrongSignIn(w *apptest.World, door, email string) (string, time.Duration) {
	w.Helper()
	c := w.Anonymous()
	token := c.Token()
	started := time.Now()
	answer := c.PostRaw(door, url.Values{"csrf": {token}, "email": {email}, "password": {"not the right password"}}, "Sec-Fetch-Site", "same-origin")
	took := time.Since(started)
	body := regexp.MustCompile(regexp.QuoteMeta(email)).ReplaceAllString(varies.ReplaceAllString(answer.Body, ""), "…")
	return fmt.Sprint(answer.Status, answer.Location(), len(answer.Header.Values("Set-Cookie")), body), took
}

// TestNobodyLearnsWhoIsOfTheStaff is T14 at the staff's doors: a stranger's address, somebody's and that of one who is shut out
// answer with the same status, page and time.
func TestNobodyLearnsWhoIsOfTheStaff(t *testing.T) {
	w := apptest.Open(t)
	gone := w.Hire("Gone", staff.Owner, ids.Partner{})
	if err := db.InTx(t.Context(), w.Deps.DB, func(tx *db.Tx) error { return tx.Apply(t.Context(), staff.Disable(gone.ID, tx.Now)) }); err != nil {
		t.Fatal(err)
	}
	people := map[string]string{"stranger": "nemo@shop.example", "owner": w.Dora.Email, "partner": w.TeaHouseManager.Email, "disabled": gone.Email}
	times := map[string][]time.Duration{}
	for _, door := range []string{"/admin/signin", "/partner/signin"} {
		stranger, _ := wrongSignIn(w, door, people["stranger"])
		for range 4 {
			for name, email := range people {
				seen, took := wrongSignIn(w, door, email)
				times[name] = append(times[name], took)
				if seen != stranger {
					t.Errorf("%s at %s is told from a stranger:\n%s\n\n%s", name, door, seen, stranger)
				}
			}
		}
	}
	// The quickest of eight: what else the machine does only adds to the others.
	quickest := func(name string) time.Duration { return slices.Min(times[name]) }
	usual := quickest("stranger")
	for name := range people {
		t.Logf("%-8s takes %v", name, quickest(name).Round(100*time.Microsecond))
		if got := quickest(name); got > usual*2 || got < usual/2 {
			t.Errorf("%s takes %v, a stranger %v", name, got, usual)
		}
	}
}

// TestLinksTellNothingOfWhomTheyAreFor compares links that never were with links that are over.
func TestLinksTellNothingOfWhomTheyAreFor(t *testing.T) {
	w := apptest.Open(t)
	over := w.Deps.StaffLinks.Token(w.Dora, w.Deps.DB.Time().Add(-time.Second))
	nobody := "01920000-0000-7000-8000-000000000000"
	for _, pair := range [][2]string{
		{"/admin/password/" + w.Dora.ID.String() + "/" + over, "/admin/password/" + nobody + "/" + over},
		{"/signin/links/" + nobody + "/" + over, "/signin/links/" + nobody + "/x"},
		{"/v/K7QP4M2X9RTB", "/v/nonsense"},
	} {
		a, b := w.Anonymous().Get(pair[0]), w.Anonymous().Get(pair[1])
		one, other := varies.ReplaceAllString(a.Body, ""), varies.ReplaceAllString(b.Body, "")
		if a.Status != b.Status || len(one)-len(pair[0]) != len(other)-len(pair[1]) && one != other {
			t.Errorf("%s answers %d and %d characters, %s %d and %d", pair[0], a.Status, len(one), pair[1], b.Status, len(other))
		}
	}
}
