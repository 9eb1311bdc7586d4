package e2e

import (
	"net/url"
	"testing"

	"fealty/handlers/apptest"
	"fealty/models/db"
	"fealty/models/gifts"
	"fealty/models/ids"
	"fealty/models/redeeming"
	"fealty/models/referrals"
)

// givingVisits are gifts on their way and accepted, the proof of payouts, and
// invitations to look at.
func (s *site) givingVisits(t *testing.T) map[string]visit {
	t.Helper()
	voucher, _ := s.voucher(t, s.Cake, "a gift")
	sent, err := redeeming.SendGift(t.Context(), s.Deps.DB, redeeming.Deps{Programme: s.Deps.Programme, Keys: s.Deps.Keyring},
		redeeming.Sending{Member: s.Alice.ID, Voucher: voucher, Key: apptest.FormKey("send")})
	if err != nil {
		t.Fatal(err)
	}
	given, _ := s.voucher(t, s.Cake, "another gift")
	second, err := redeeming.SendGift(t.Context(), s.Deps.DB, redeeming.Deps{Programme: s.Deps.Programme, Keys: s.Deps.Keyring},
		redeeming.Sending{Member: s.Alice.ID, Voucher: given, Key: apptest.FormKey("send more")})
	if err != nil {
		t.Fatal(err)
	}
	taken := "/g/" + gifts.Link(s.Deps.Keyring.Lookup, second.Gift)
	s.Anonymous().Post(taken, url.Values{"key": {apptest.FormKey("accept")}})
	s.doubt(t)
	return map[string]visit{
		"a friend": {func(*Browser) {}, []place{
			{route: "GET /g/:token", at: "/g/" + gifts.Link(s.Deps.Keyring.Lookup, sent.Gift)},
			{route: "GET /g/:token with what was accepted", at: "/g/" + gifts.Kept(s.Deps.Keyring.Lookup, second.Gift)},
			{route: "GET /g/:token with a gift taken back", at: taken},
			{route: "GET /give/receipts", at: "/give/receipts"},
		}},
		"Alice's gift": {s.sitting(s.AsMember(s.Alice.ID)), []place{
			{route: "GET /vouchers/:id with a gift on its way", at: "/vouchers/" + voucher.String()},
			{route: "GET /vouchers/:id with one given away", at: "/vouchers/" + given.String()},
		}},
		"Dora's doubts": {s.sitting(s.AsStaff(s.Dora.ID)), []place{{route: "GET /admin/referrals", at: "/admin/referrals"}}},
	}
}

// doubt puts an invitation of Bob's into review.
func (s *site) doubt(t *testing.T) {
	t.Helper()
	now := s.Deps.DB.Time()
	r := referrals.Referral{ID: ids.Referral{15: 9}, ReferrerID: s.Bob.ID, FriendID: s.Charlie.ID, State: referrals.Review,
		Flags: referrals.FlagDevice, JoinedAt: now, JoinedOn: now.UTC()}
	err := db.InTx(t.Context(), s.Deps.DB, func(tx *db.Tx) error { return tx.Apply(t.Context(), referrals.Insert(r)) })
	if err != nil {
		t.Fatal(err)
	}
}
