package handlers_test

import "fealty/handlers/apptest"

// givingDoors are those of gifts to friends, of invitations, and of what causes
// were paid.
func givingDoors(w *apptest.World) map[string]line {
	voucher := "/vouchers/" + alicesVoucher(w).String()
	manages := "staff: owner manager"
	return map[string]line{
		"GET /admin/referrals":               {who: manages},
		"POST /admin/referrals/:id/verdicts": {who: manages},

		"POST /vouchers/:id/gifts":       {who: "member", at: voucher + "/gifts", isAlices: true},
		"POST /vouchers/:id/gifts/undos": {who: "member", at: voucher + "/gifts/undos", isAlices: true},
		"GET /give/receipts":             {who: "everybody"},
		"GET /g/:token":                  {who: "everybody"},
		"POST /g/:token":                 {who: "everybody"},
	}
}
