package member_test

import (
	"net/url"
	"testing"
	"time"

	"fealty/handlers/apptest"
	"fealty/models/db/testdb"
)

// R5: a refusal repeats with the same status and the same bytes, nothing left out
// or made alike, after the facts have changed.
func TestARefusedFormRepeatsToTheByteWhateverHasChanged(t *testing.T) {
	w := apptest.Open(t)
	c := w.AsMember(w.Alice.ID)
	used := redeem(w, c, w.FlatWhite, "voucher")
	if got := c.Post(used+"/returns", key("returned")); got.Status != 303 {
		t.Fatalf("%d %s", got.Status, got.Body)
	}
	gift := c.Post("/give", giveForm(w, "100", "gift")).Location()
	testdb.At(t, w.Deps.DB, testdb.Start.Add(25*time.Hour))
	c = w.AsMember(w.Alice.ID)
	much := giveForm(w, "other", "much")
	much.Set("other", "5000")
	forms := map[string]url.Values{"/rewards/" + w.Tote.String() + "/redemptions": key("tote"), used + "/returns": key("again"), "/give": much, gift + "/undos": key("late")}
	first := map[string]apptest.Answer{}
	for path, form := range forms {
		if first[path] = c.Post(path, form); first[path].Status != 409 {
			t.Fatalf("%s: %d %s", path, first[path].Status, first[path].Body)
		}
	}
	w.Buy(w.Alice, "R-later", 900)
	for path, form := range forms {
		for name, again := range map[string]apptest.Answer{"the same browser": c.Post(path, form), "another": w.AsMember(w.Alice.ID).Post(path, form)} {
			if again.Status != first[path].Status || again.Body != first[path].Body {
				t.Errorf("%s, repeated in %s: %d\n%s\nafter\n%s", path, name, again.Status, again.Body, first[path].Body)
			}
		}
		if hx, again := c.PostHX(path, form), c.PostHX(path, form); hx.Status != 409 || hx.Body != again.Body || !hx.Has(`id="box"`) {
			t.Errorf("%s by HTMX: %d\n%s\nthen\n%s", path, hx.Status, hx.Body, again.Body)
		}
	}
}
