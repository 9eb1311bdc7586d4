package admin_test

import (
	"net/url"
	"regexp"
	"testing"
	"time"

	"fealty/handlers/apptest"
	"fealty/models/audit"
	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/donations"
	"fealty/models/ids"
	"fealty/models/partners"
	"fealty/models/settling"
)

// served has the Tea House serve a pot for three euros in March, and goes on to April.
func served(t *testing.T, w *apptest.World) {
	t.Helper()
	err := db.InTx(t.Context(), w.Deps.DB, func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), `INSERT INTO voucher_uses (id, member_id, voucher_id, reward_id, partner_id, place, pays, used_at)
			VALUES ($1, $2, $1, $3, $4, 'Tea House', 300, $5)`, ids.Use{1}, w.Alice.ID, w.Pot, w.TeaHouse.ID, tx.Now)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	testdb.Forward(t, w.Deps.DB, 31*24*time.Hour)
}

func TestAMonthIsPaidAndThePartnerSeesIt(t *testing.T) {
	w, _ := office(t)
	served(t, w)
	dora := w.AsStaff(w.Dora.ID)
	march := "/admin/partners/" + w.TeaHouse.ID.String() + "/statements/2026-03"
	if page := dora.Get("/admin/partners/" + w.TeaHouse.ID.String()); !page.Has(`href="`+march+`"`, "March 2026") {
		t.Errorf("the partner's page leads to %s", page.Body)
	}
	if page := dora.Get(march); !page.Has("€3", march+"/payments/new", march+".csv") {
		t.Errorf("the statement says %s", page.Body)
	}
	pay := url.Values{"paid_on": {"2026-04-02"}, "reference": {"Bank 77"}}
	if got := dora.Post(march+"/payments", url.Values{"paid_on": {"2026-02-31"}, "reference": {"Bank 77"}}); got.Status != 422 || !got.Has("f-paid_on", `value="Bank 77"`) {
		t.Errorf("a day that isn't: %d %s", got.Status, got.Body)
	}
	if got := dora.Post(march+"/payments", pay); got.Status != 303 || got.Location() != march {
		t.Fatalf("paying answered %d %s", got.Status, got.Body)
	}
	if got := dora.Post(march+"/payments", pay); got.Status != 409 {
		t.Errorf("paying twice: %d", got.Status)
	}
	if page := w.AsStaff(w.TeaHouseManager.ID).Get("/partner/statements/2026-03"); !page.Has("Paid on 2 April 2026", "Bank 77") {
		t.Errorf("the partner reads %s", page.Body)
	}
	if got := dora.Get(march + "/payments/new"); got.Status != 404 {
		t.Errorf("the form of a paid month: %d", got.Status)
	}
	if n := count(t, w, `SELECT count(*) FROM audit WHERE action = 'partner.settle'`); n != 1 {
		t.Errorf("%d acts in the audit", n)
	}
}

var asked = regexp.MustCompile(`/admin/partners/[0-9a-f-]{36}/requests/[0-9a-f-]{36}/answers`)

func TestWhatAPartnerAsksIsAnsweredOnItsPage(t *testing.T) {
	w, dora := office(t)
	ask := func(q partners.Request) string {
		t.Helper()
		q.PartnerID = w.TeaHouse.ID
		if _, err := settling.Ask(t.Context(), w.Deps.DB, settling.Asking{By: audit.By{Staff: w.TeaHouseManager.ID, Role: "partner_manager"}, Request: q}); err != nil {
			t.Fatal(err)
		}
		return asked.FindString(dora.Get("/admin/partners/" + w.TeaHouse.ID.String()).Body)
	}
	scone := ask(partners.Request{Kind: partners.NewOffer, Name: "Scone", Worth: 450, Pays: 220})
	got := dora.Post(scone, url.Values{"decision": {"approve"}, "answer": {"Gladly"}})
	if got.Status != 303 || !regexp.MustCompile(`^/admin/rewards/[0-9a-f-]{36}/edit$`).MatchString(got.Location()) {
		t.Fatalf("approving answered %d %q", got.Status, got.Location())
	}
	if editor := dora.Get(got.Location()); !editor.Has("Scone") {
		t.Errorf("the editor shows %s", editor.Body)
	}
	pause := ask(partners.Request{Kind: partners.PauseOffer, RewardID: w.Pot})
	if got := dora.Post(pause, url.Values{"decision": {"refuse"}, "answer": {""}}); got.Status != 422 {
		t.Errorf("refusing without a word: %d", got.Status)
	}
	if got := dora.Post(pause, url.Values{"decision": {"refuse"}, "answer": {"Not in March"}}); got.Status != 303 {
		t.Errorf("refusing: %d", got.Status)
	}
	if got := dora.Post(pause, url.Values{"decision": {"approve"}}); got.Status != 409 {
		t.Errorf("deciding twice: %d", got.Status)
	}
	if page := w.AsStaff(w.TeaHouseManager.ID).Get("/partner/offers"); !page.Has("Gladly", "Not in March", "Refused", "Approved") {
		t.Errorf("the partner reads %s", page.Body)
	}
}

func TestACausesGiftsArePaidOutWithProof(t *testing.T) {
	w, dora := office(t)
	at := "/admin/causes/" + w.Forest.String() + "/payouts"
	gave := donations.Donation{MemberID: w.Alice.ID, ID: ids.Donation{1}, CauseID: w.Forest, Points: 100, Amount: 100, Matched: 100, EntrySeq: 1,
		GivenAt: w.Deps.DB.Time().Add(-25 * time.Hour), GivenOn: w.Deps.DB.Time().Truncate(24 * time.Hour)}
	if err := db.InTx(t.Context(), w.Deps.DB, func(tx *db.Tx) error { return tx.Apply(t.Context(), donations.Insert(gave)) }); err != nil {
		t.Fatal(err)
	}
	if page := dora.Get(at); !page.Has(`id="due">€2.00`, at+"/new", "Nothing has been paid yet") {
		t.Errorf("the page says %s", page.Body)
	}
	if got := dora.Post(at, url.Values{"paid_on": {"2026-03-10"}, "proof": {" "}, "did": {"Ten trees"}}); got.Status != 422 || !got.Has("f-proof", `value="Ten trees"`) {
		t.Errorf("no proof: %d %s", got.Status, got.Body)
	}
	if got := dora.Post(at, url.Values{"paid_on": {"2026-03-10"}, "proof": {"Receipt 12"}, "did": {"Ten trees"}}); got.Status != 303 {
		t.Fatalf("paying answered %d %s", got.Status, got.Body)
	}
	page := dora.Get(at)
	if !page.Has(`id="due">€0.00`, "Receipt 12", "Ten trees", "of which €1.00 from the shop") || page.Has(at+`/new"`) {
		t.Errorf("then the page says %s", page.Body)
	}
	words := regexp.MustCompile(at + `/[0-9a-f-]{36}`).FindString(page.Body)
	if got := dora.Post(words, url.Values{"proof": {"Receipt 13"}, "did": {""}}); got.Status != 303 || !dora.Get(at).Has("Receipt 13") {
		t.Errorf("correcting answered %d %s", got.Status, got.Body)
	}
}
