package handlers_test

import (
	"fealty/handlers/apptest"
	"fealty/models/ids"
	"fealty/models/redeeming"
)

// givingDoors are those of gifts to friends, of invitations, and of what causes
// were paid.
func givingDoors(w *apptest.World) map[string]line {
	manages := "staff: owner manager"
	voucher, sent := "/vouchers/"+alicesVoucher(w).String(), "/vouchers/"+alicesGift(w).String()
	return map[string]line{
		"GET /admin/referrals":               {who: manages},
		"POST /admin/referrals/:id/verdicts": {who: manages},
		"POST /vouchers/:id/gifts":           {who: "member", at: voucher + "/gifts", isAlices: true},
		"POST /vouchers/:id/gifts/undos":     {who: "member", at: sent + "/gifts/undos", isAlices: true},
		"GET /give/receipts":                 {who: "everybody"},
		"GET /g/:token":                      {who: "everybody"},
		"POST /g/:token":                     {who: "everybody"},
	}
}

// alicesGift is a voucher of hers on its way to a friend.
func alicesGift(w *apptest.World) ids.Voucher {
	deps := redeeming.Deps{Programme: w.Deps.Programme, Keys: w.Deps.Keyring}
	receipt, err := redeeming.Redeem(w.Context(), w.Deps.DB, deps, redeeming.Redemption{Member: w.Alice.ID, Reward: w.Cake, Key: apptest.FormKey("a gift to send")})
	if err != nil {
		w.Fatal(err)
	}
	if _, err := redeeming.SendGift(w.Context(), w.Deps.DB, deps, redeeming.Sending{Member: w.Alice.ID, Voucher: receipt.Voucher, Key: apptest.FormKey("send it")}); err != nil {
		w.Fatal(err)
	}
	return receipt.Voucher
}
