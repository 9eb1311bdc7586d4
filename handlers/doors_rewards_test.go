package handlers_test

import "fealty/handlers/apptest"

// rewardDoors are those of what rewards of some kinds need.
func rewardDoors(w *apptest.World) map[string]line {
	edits, manages := "staff: owner manager marketing", "staff: owner manager"
	reward, voucher := "/admin/rewards/"+w.FlatWhite.String(), "/vouchers/"+alicesVoucher(w).String()
	return map[string]line{
		"GET /pictures/:name":                              {who: "everybody"},
		"GET /codes/new":                                   {who: "member"},
		"POST /codes":                                      {who: "member"},
		"POST /rewards/:id/waits":                          {who: "member"},
		"POST /rewards/:id/waits/end":                      {who: "member"},
		"POST /vouchers/:id/cancellations":                 {who: "member", at: voucher + "/cancellations"},
		"POST /admin/rewards/:id/pictures":                 {who: edits},
		"POST /admin/rewards/:id/pictures/remove":          {who: edits},
		"GET /admin/rewards/:id/codes":                     {who: edits, at: reward + "/codes"},
		"GET /admin/rewards/:id/codes.csv":                 {who: edits, at: reward + "/codes.csv"},
		"POST /admin/rewards/:id/codes":                    {who: edits},
		"POST /admin/rewards/:id/codes/made":               {who: edits},
		"POST /admin/rewards/:id/codes/emptied":            {who: edits},
		"POST /admin/rewards/:id/codes/shared":             {who: edits},
		"POST /admin/rewards/:id/codes/shared/:code/close": {who: edits},
		"GET /admin/rewards/:id/guests":                    {who: manages, at: reward + "/guests"},
		"GET /admin/rewards/:id/guests.csv":                {who: manages, at: reward + "/guests.csv"},
		"GET /admin/shipments":                             {who: manages},
		"GET /admin/shipments.csv":                         {who: manages},
		"POST /admin/shipments/:id/moves":                  {who: manages},
	}
}
