package member_test

import (
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"fealty/handlers/apptest"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/members"
)

func key(text string) url.Values { return url.Values{"key": {apptest.FormKey(text)}} }

// spendable asks the book what a member has.
func spendable(w *apptest.World, m members.Member) int64 {
	w.Helper()
	has, err := ledger.Balances(w.Context(), w.Deps.DB, m.ID, w.Version.Today(w.Deps.DB.Clock()))
	if err != nil {
		w.Fatal(err)
	}
	return int64(has.Spendable)
}

// redeem takes a reward and gives the path of its voucher.
func redeem(w *apptest.World, c *apptest.Client, reward ids.Reward, name string) string {
	w.Helper()
	got := c.Post("/rewards/"+reward.String()+"/redemptions", key(name))
	if got.Status != 303 || !strings.HasPrefix(got.Location(), "/vouchers/") {
		w.Fatalf("redeeming gave %d to %q: %s", got.Status, got.Location(), got.Body)
	}
	return got.Location()
}

// tile cuts one reward's tile out of a page.
func tile(t *testing.T, body, name string) string {
	t.Helper()
	for _, part := range strings.Split(body, `<li class="tile">`)[1:] {
		if strings.Contains(part, ">"+name+"<") {
			inside, _, _ := strings.Cut(part, "</li>")
			return inside
		}
	}
	t.Fatalf("there is no tile %s", name)
	return ""
}

func TestRewardsIndexSaysOneThingOfEachTile(t *testing.T) {
	w := apptest.Open(t)
	body := w.AsMember(w.Alice.ID).Get("/rewards").Body
	says := map[string]string{"Flat white": "Ready", "Stoneware mug": "300 to go", "Tote bag": "Sold out", "Pot of tea": "Ready"}
	all := []string{"Ready", "to go", "Sold out", "Opens at", " left"}
	for name, want := range says {
		got := tile(t, body, name)
		if !strings.Contains(got, want) {
			t.Errorf("the tile %s should say %q: %s", name, want, got)
		}
		n := 0
		for _, word := range all {
			n += strings.Count(got, word)
		}
		if n != 1 {
			t.Errorf("the tile %s says %d things: %s", name, n, got)
		}
	}
	if got := tile(t, w.AsMember(w.Bob.ID).Get("/rewards").Body, "Stoneware mug"); !strings.Contains(got, "Opens at Gold") {
		t.Errorf("Bob sees %s", got)
	}
	if !strings.Contains(body, `role="status">6 rewards<`) || !strings.Contains(body, "1,200 points") {
		t.Errorf("the count or the points are missing: %s", body)
	}
}

func TestRewardsIndexFindsAndFilters(t *testing.T) {
	w := apptest.Open(t)
	c := w.AsMember(w.Alice.ID)
	for query, want := range map[string]string{
		"?q=flat+WHITE": "Flat white", "?q=fjordkino": "Cinema ticket", "?show=ready&q=tea": "Pot of tea", "?show=partner&q=cine": "Cinema ticket",
	} {
		got := c.Get("/rewards" + query)
		if !got.Has(`role="status">1 reward<`, want, "<form") {
			t.Errorf("%s gave %s", query, got.Body)
		}
	}
	empty := c.GetHX("/rewards?q=zzz")
	if !empty.Has("Nothing matches", `id="list"`) || strings.Contains(empty.Body, "<form") || !strings.Contains(empty.Header.Get("Vary"), "HX-Request") {
		t.Errorf("HTMX gets %s", empty.Body)
	}
	few := c.Get("/rewards?sort=few").Body
	if strings.Index(few, "Tote bag") > strings.Index(few, "Pot of tea") {
		t.Error("the cheapest is not first")
	}
	if got := c.Get("/rewards?show=%00&sort=x&q=" + strings.Repeat("a", 500)); got.Status != 200 {
		t.Errorf("a bad filter gives %d", got.Status)
	}
}

func TestRewardsShowHasTheSums(t *testing.T) {
	w := apptest.Open(t)
	c := w.AsMember(w.Alice.ID)
	got := c.Get("/rewards/" + w.FlatWhite.String())
	if got.Status != 200 || !got.Has("Flat white", "1,200 points", "−600 points", "Redeem for 600 points", `name="key"`, "In any shop, and online") {
		t.Errorf("%d %s", got.Status, got.Body)
	}
	mug := c.Get("/rewards/" + w.Mug.String())
	if !mug.Has("300 points to go") || strings.Contains(mug.Body, "Redeem for") {
		t.Errorf("a reward out of reach: %s", mug.Body)
	}
	for _, id := range []string{ids.Reward{7}.String(), "nonsense"} {
		if got := c.Get("/rewards/" + id); got.Status != 404 {
			t.Errorf("%s gives %d", id, got.Status)
		}
	}
}

func TestRedemptionsCreateGivesOneVoucherForAPressTwice(t *testing.T) {
	w := apptest.Open(t)
	c := w.AsMember(w.Alice.ID)
	form := key("twice")
	form.Set("csrf", c.Token())
	var places [2]string
	var wait sync.WaitGroup
	for i := range places {
		twin := *c
		wait.Add(1)
		go func() {
			defer wait.Done()
			places[i] = twin.PostRaw("/rewards/"+w.FlatWhite.String()+"/redemptions", form, "Sec-Fetch-Site", "same-origin").Location()
		}()
	}
	wait.Wait()
	if places[0] != places[1] || !strings.HasPrefix(places[0], "/vouchers/") {
		t.Errorf("two presses led to %q", places)
	}
	for range 2 { // the result, and the result again
		if got := c.Get(places[0]); got.Status != 200 || !got.Has("It’s yours", "You have 600 points left") {
			t.Errorf("%d %s", got.Status, got.Body)
		}
	}
	if got := spendable(w, w.Alice); got != 600 {
		t.Errorf("Alice has %d", got)
	}
}

func TestARefusedRedemptionIsToldAndLeadsBackToTheNewSums(t *testing.T) {
	w := apptest.Open(t)
	c := w.AsMember(w.Alice.ID)
	redeem(w, c, w.FlatWhite, "first")
	redeem(w, c, w.Cake, "second")
	path := "/rewards/" + w.FlatWhite.String() + "/redemptions"
	page := c.Post(path, key("third"))
	if page.Status != 409 || !page.Has("Nothing was taken", "150 to spend", `href="/rewards/`+w.FlatWhite.String()+`"`, "<html") {
		t.Errorf("%d %s", page.Status, page.Body)
	}
	box := c.PostHX(path, key("fourth"))
	if box.Status != 409 || !box.Has(`id="box"`, "Nothing was taken") || strings.Contains(box.Body, "<html") {
		t.Errorf("%d %s", box.Status, box.Body)
	}
	if strings.Contains(box.Body, apptest.FormKey("fourth")) {
		t.Error("the refused form keeps its key, so that it could never succeed")
	}
	sold := c.Post("/rewards/"+w.Tote.String()+"/redemptions", key("fifth"))
	if sold.Status != 409 || !sold.Has("sold out") {
		t.Errorf("%d %s", sold.Status, sold.Body)
	}
}

func TestRedemptionsCreateAnswersHTMXByLeadingOn(t *testing.T) {
	w := apptest.Open(t)
	got := w.AsMember(w.Alice.ID).PostHX("/rewards/"+w.FlatWhite.String()+"/redemptions", key("hx"))
	if got.Status != 204 || !regexp.MustCompile(`^/vouchers/[0-9a-f-]{36}$`).MatchString(got.Header.Get("HX-Redirect")) {
		t.Errorf("%d %v", got.Status, got.Header)
	}
}

func TestRedemptionsCreateRefusesWhatIsNotItsForm(t *testing.T) {
	w := apptest.Open(t)
	c := w.AsMember(w.Alice.ID)
	path := "/rewards/" + w.FlatWhite.String() + "/redemptions"
	for _, form := range []url.Values{{}, {"key": {"short"}}, {"key": {apptest.FormKey("x")}, "price": {"1"}}} {
		if got := c.Post(path, form); got.Status != 422 {
			t.Errorf("%v gives %d", form, got.Status)
		}
	}
	if got := spendable(w, w.Alice); got != 1200 {
		t.Errorf("Alice has %d", got)
	}
}
