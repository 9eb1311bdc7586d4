package member_test

import (
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"

	"fealty/handlers/apptest"
	"fealty/models/db/testdb"
)

// movedRows sums up all that a form of this area could have moved.
func movedRows(t *testing.T, w *apptest.World) (n int) {
	t.Helper()
	err := testdb.Owner(t, w.Deps.DB).Get(&n, `SELECT (SELECT count(*) FROM entries) + (SELECT count(*) FROM vouchers)
		+ (SELECT count(*) FROM vouchers WHERE state <> 'issued') + (SELECT count(*) FROM donations)
		+ (SELECT count(*) FROM donations WHERE undone_at IS NOT NULL) + (SELECT count(*) FROM once_keys)`)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestBadInputMovesNoPoints is T9 for the forms of rewards, vouchers and gifts,
// and for every filter of their pages: over a thousand generated inputs.
func TestBadInputMovesNoPoints(t *testing.T) {
	w := apptest.Open(t)
	c := w.AsMember(w.Alice.ID)
	voucher := redeem(w, c, w.FlatWhite, "a")
	gift := c.Post("/give", giveForm(w, "100", "b")).Location()
	forms := map[string][]string{
		"/rewards/" + w.Cake.String() + "/redemptions": {"key", "stranger"},
		voucher + "/returns":                           {"key", "stranger"},
		gift + "/undos":                                {"key", "stranger"},
		"/give":                                        {"key", "cause", "points", "other", "stranger"},
	}
	queries := map[string][]string{"/rewards": {"q", "show", "sort"}, "/vouchers": {"show", "after"}, "/activity": {"show", "after"},
		"/activity.csv": {"show", "after"}, "/give": {"cause", "points", "other"}, "/give/sum": {"cause", "points", "other"}}
	random := rand.New(rand.NewPCG(3, 4))
	before, tried := movedRows(t, w), 0
	for range 2 {
		for path, fields := range forms {
			for _, field := range fields {
				for _, value := range apptest.BadValues(random) {
					form := giveForm(w, "other", "bad"+value)
					if path != "/give" {
						form = key("bad" + value)
					}
					form.Set(field, value)
					c.Refuses(path, form)
					tried++
				}
			}
		}
		for path, fields := range queries {
			for _, field := range fields {
				for _, value := range apptest.BadValues(random) {
					if len(value) > 2000 {
						value = value[:2000] // a longer address is refused before it comes to us
					}
					tried++
					got := c.Get(path + "?" + url.Values{field: {value}}.Encode())
					if got.Status != 200 || strings.Contains(got.Body, "<script>alert") {
						t.Errorf("%s?%s=%.40q: %d", path, field, value, got.Status)
					}
				}
			}
		}
	}
	if after := movedRows(t, w); after != before {
		t.Errorf("%d rows became %d", before, after)
	}
	t.Logf("%d inputs", tried)
}
