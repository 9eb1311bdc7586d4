package admin_test

import (
	"strings"
	"testing"

	"fealty/models/catalogue"
	"fealty/models/ids"
)

func TestRewardsIndexListsWhatIsInUseAndFindsByName(t *testing.T) {
	w, c := office(t)
	page := c.Get("/admin/rewards")
	if page.Status != 200 || !page.Has("Flat white", "Cinema ticket", "Fjordkino", "600", "0 left", "Gold and above") {
		t.Errorf("%d: %s", page.Status, page.Body)
	}
	found := c.GetHX("/admin/rewards?q=flAt&show=all")
	if !found.Has("Flat white") || found.Has("Cinema ticket") || found.Has("<html") {
		t.Errorf("the search answers %s", found.Body)
	}
	if none := c.Get("/admin/rewards?show=paused"); !none.Has("No reward fits") {
		t.Errorf("nothing is paused, but: %s", none.Body)
	}
	if reader := w.AsStaff(w.Accountant.ID).Get("/admin/rewards"); reader.Has("/admin/rewards/new") {
		t.Error("the accountant is shown a way to make a reward")
	}
}

func TestRewardsCreateKeepsWordsMoneyAndStockAndIsAudited(t *testing.T) {
	w, c := office(t)
	answer := c.Post("/admin/rewards", cortado("stock", "12", "publish", "true", "tier", "silver", "starts_on", "2026-04-01"))
	if answer.Status != 303 {
		t.Fatalf("%d: %s", answer.Status, answer.Body)
	}
	path := answer.Location()
	id, err := ids.Parse[struct{}](strings.TrimSuffix(strings.TrimPrefix(path, "/admin/rewards/"), "/edit"))
	if err != nil {
		t.Fatal(path)
	}
	got := reward(t, w, ids.Reward(id))
	if got.Name != "Cortado" || got.Price != 300 || got.Worth != 450 || got.Cost != 90 || got.State != catalogue.Live ||
		got.Tier != "silver" || got.Stock().Remaining != 12 || got.StartsOn == nil {
		t.Errorf("kept: %+v", got)
	}
	if n := count(t, w, `SELECT count(*) FROM audit WHERE action = 'reward.create' AND actor_id = $1 AND object_id = $2`, w.Dora.ID, ids.Reward(id)); n != 1 {
		t.Errorf("the audit has %d lines of it", n)
	}
	page := c.Get(path)
	if !page.Has("Saved and published", `value="4.50"`, "Cortado", "1.5%", "0.3%", "Missing") {
		t.Errorf("the editor shows %s", page.Body)
	}
}

func TestRewardsCreateNamesWhatIsWrongAndKeepsWhatWasTyped(t *testing.T) {
	w, c := office(t)
	before := count(t, w, `SELECT count(*) FROM rewards`)
	for field, bad := range map[string]string{"price": "many", "worth": "4.505", "cost": "-", "starts_on": "31.12.2026", "valid_days": "0",
		"per_member": "-1", "stock": "x", "art": "castle", "places": "moon", "kind": "gold", "tier": "platinum", "texts.en.name": "",
		"partner": "not-an-id", "partner_pays": "1e9", "position": "first", "texts.pl.description": strings.Repeat("ą", 1001)} {
		answer := c.Post("/admin/rewards", cortado(field, bad, "texts.en.description", "Typed and kept."))
		if answer.Status != 422 || !answer.Has("f-"+field, "There is a problem", "Typed and kept.") {
			t.Errorf("%s = %q answers %d", field, bad, answer.Status)
		}
	}
	if after := count(t, w, `SELECT count(*) FROM rewards`); after != before {
		t.Errorf("%d rewards were made of bad forms", after-before)
	}
}

func TestRewardsUpdateLeavesTheStockAloneUnlessItWasChanged(t *testing.T) {
	w, c := office(t)
	path := "/admin/rewards/" + w.Tote.String()
	if page := c.Get(path + "/edit"); !page.Has(`name="stock_before" value="0"`) {
		t.Fatal(page.Body)
	}
	if answer := c.Post(path, cortado("stock", "0", "stock_before", "0")); answer.Status != 303 {
		t.Fatalf("%d: %s", answer.Status, answer.Body)
	}
	if got := reward(t, w, w.Tote); got.Name != "Cortado" || got.Stock().Remaining != 0 || got.State != catalogue.Live {
		t.Errorf("kept: %+v", got)
	}
	c.Post(path, cortado("stock", "7", "stock_before", "0"))
	if got := reward(t, w, w.Tote); got.Stock().Remaining != 7 {
		t.Errorf("%d are left", got.Stock().Remaining)
	}
	c.Post(path, cortado("stock", "", "stock_before", "7"))
	if got := reward(t, w, w.Tote); !got.Stock().Unlimited {
		t.Error("an empty field should stop the count")
	}
}

func TestARewardIsPausedArchivedPublishedAndCopied(t *testing.T) {
	w, c := office(t)
	path := "/admin/rewards/" + w.Cake.String()
	for _, step := range []struct {
		way   string
		state catalogue.State
	}{{"/pause", catalogue.Paused}, {"/archive", catalogue.Archived}, {"/publish", catalogue.Live}} {
		if answer := c.Post(path+step.way, nil); answer.Status != 303 {
			t.Fatalf("%s answers %d", step.way, answer.Status)
		}
		if got := reward(t, w, w.Cake).State; got != step.state {
			t.Errorf("after %s it is %s", step.way, got)
		}
	}
	if page := c.Get(path + "/edit"); !page.Has("Published. Members see it now.", path+"/archive") {
		t.Errorf("the way back is missing: %s", page.Body)
	}
	answer := c.Post(path+"/duplicates", nil)
	if page := c.Get(answer.Location()); answer.Location() == path+"/edit" || !page.Has("This is the copy", "Slice of cake", "Draft") {
		t.Errorf("%d %s: %s", answer.Status, answer.Location(), page.Body)
	}
	if unknown := c.Post("/admin/rewards/00000000-0000-7000-8000-000000000009/pause", nil); unknown.Status != 404 {
		t.Errorf("an unknown reward answers %d", unknown.Status)
	}
}

func TestRewardPreviewsShowWhatTheFormMeansAndKeepNothing(t *testing.T) {
	w, c := office(t)
	before := count(t, w, `SELECT count(*) FROM rewards`)
	side := c.PostHX("/admin/rewards/previews", cortado("price", "1200", "worth", "3", "cost", "9"))
	if side.Status != 200 || !side.Has(`id="side"`, "Cortado", "1,200", "It costs you more than it is worth") || side.Has("<form") {
		t.Errorf("%d: %s", side.Status, side.Body)
	}
	if after := count(t, w, `SELECT count(*) FROM rewards`); after != before {
		t.Error("a preview was kept")
	}
}
