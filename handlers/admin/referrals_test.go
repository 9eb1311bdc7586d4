package admin_test

import (
	"net/url"
	"testing"

	"fealty/handlers/apptest"
	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/referrals"
)

// doubted puts an invitation of Alice's into review.
func doubted(t *testing.T, w *apptest.World, n byte, friend ids.Member) ids.Referral {
	t.Helper()
	r := referrals.Referral{ID: ids.Referral{15: n}, ReferrerID: w.Alice.ID, FriendID: friend, State: referrals.Review,
		Flags: referrals.FlagDevice + "," + referrals.FlagMany, JoinedAt: w.Deps.DB.Time(), JoinedOn: w.Deps.DB.Time().UTC().Truncate(24 * 3600e9)}
	err := db.InTx(t.Context(), w.Deps.DB, func(tx *db.Tx) error { return tx.Apply(t.Context(), referrals.Insert(r)) })
	if err != nil {
		t.Fatal(err)
	}
	return r.ID
}

func TestReferralsIndexApprovesAndRefusesWithAReason(t *testing.T) {
	w, c := office(t)
	if none := c.Get("/admin/referrals"); none.Status != 200 || !none.Has("Nothing to look at") {
		t.Errorf("an empty queue: %d %s", none.Status, none.Body)
	}
	good, bad := doubted(t, w, 1, w.Charlie.ID), doubted(t, w, 2, w.Join(apptest.Newcomer{Name: "Eve", Email: "eve@example.com"}).ID)
	page := c.Get("/admin/referrals")
	if !page.Has("Alice invited", "Same device", "Many in one week", good.String(), bad.String()) {
		t.Errorf("the queue: %s", page.Body)
	}
	before := w.AsMember(w.Charlie.ID).Get("/activity").Body
	if done := c.Post("/admin/referrals/"+good.String()+"/verdicts", url.Values{"answer": {"yes"}}); done.Status != 303 {
		t.Errorf("approving: %d %s", done.Status, done.Body)
	}
	if after := w.AsMember(w.Charlie.ID).Get("/activity"); after.Body == before || !after.Has("Gift for coming by an invitation") {
		t.Error("the approved friend got nothing")
	}
	if wrong := c.Post("/admin/referrals/"+bad.String()+"/verdicts", url.Values{"answer": {"no"}, "reason": {""}}); wrong.Status != 422 {
		t.Errorf("refusing without a reason: %d", wrong.Status)
	}
	if done := c.Post("/admin/referrals/"+bad.String()+"/verdicts", url.Values{"answer": {"no"}, "reason": {"same_household"}}); done.Status != 303 {
		t.Errorf("refusing: %d", done.Status)
	}
	if again := c.Post("/admin/referrals/"+bad.String()+"/verdicts", url.Values{"answer": {"yes"}}); again.Status != 409 {
		t.Errorf("deciding twice: %d", again.Status)
	}
	if friends := w.AsMember(w.Alice.ID).Get("/invite"); !friends.Has("You live in one household") {
		t.Errorf("Alice reads %s", friends.Body)
	}
	if log := c.Get("/admin/log"); !log.Has("Approved an invitation", "Refused an invitation") {
		t.Errorf("the log: %s", log.Body)
	}
}
