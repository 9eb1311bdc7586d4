package member_test

import (
	"testing"

	"fealty/handlers/apptest"
	"fealty/models/audit"
	"fealty/models/db/testdb"
	"fealty/models/giving"
	"fealty/models/settling"
)

func TestReceiptsIndexProvesToEverybodyWhatWasPaid(t *testing.T) {
	w := apptest.Open(t)
	stranger := w.Anonymous()
	if none := stranger.Get("/give/receipts"); none.Status != 200 || !none.Has("Nothing was paid yet") {
		t.Errorf("without any: %d %s", none.Status, none.Body)
	}
	_, err := giving.Donate(t.Context(), w.Deps.DB, giving.Deps{Programme: w.Deps.Programme},
		giving.Gift{Member: w.Alice.ID, Cause: w.Forest, Points: 100, Key: apptest.FormKey("a gift")})
	if err != nil {
		t.Fatal(err)
	}
	day := testdb.Start.AddDate(0, 0, 3)
	testdb.At(t, w.Deps.DB, day)
	_, err = settling.PayOut(t.Context(), w.Deps.DB, settling.Deps{Programme: w.Deps.Programme}, settling.Payout{By: audit.By{Staff: w.Dora.ID},
		Cause: w.Forest, PaidOn: day.AddDate(0, 0, -1), Proof: "https://forest.example/receipts/7", Did: "Twelve birches were planted."})
	if err != nil {
		t.Fatal(err)
	}
	if page := stranger.Get("/give/receipts"); !page.Has("Forest by the fjord", "€10", "Twelve birches were planted.", `href="https://forest.example/receipts/7"`, "1 gift of 100 points") {
		t.Errorf("the receipts: %s", page.Body)
	}
	if give := w.AsMember(w.Bob.ID).Get("/give"); !give.Has("€10.00 paid so far.", "Twelve birches were planted.", "/give/receipts") {
		t.Errorf("the cause's card: %s", give.Body)
	}
}

func TestInviteIndexTellsOfMilestones(t *testing.T) {
	w := apptest.Open(t)
	page := w.AsMember(w.Charlie.ID).Get("/invite")
	if !page.Has("Ambassador", "3 friends", "3 more friends who buy", "Honorary ambassador", `hx-trigger="every 20s"`) {
		t.Errorf("milestones: %s", page.Body)
	}
	if part := w.AsMember(w.Charlie.ID).GetHX("/invite"); part.Status != 200 || part.Has("<h1") || !part.Has(`id="friends"`) {
		t.Errorf("the poll is answered %s", part.Body)
	}
}
