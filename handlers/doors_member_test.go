package handlers_test

import (
	"fealty/handlers/apptest"
	"fealty/models/giving"
	"fealty/models/ids"
	"fealty/models/redeeming"
)

// memberDoors are those of the member portal and of what everybody sees.
func memberDoors(w *apptest.World) map[string]line {
	voucher := "/vouchers/" + alicesVoucher(w).String()
	donation := "/donations/" + alicesDonation(w).String()
	return map[string]line{
		"GET /":                         {who: "everybody"},
		"GET /join":                     {who: "everybody"},
		"POST /join":                    {who: "everybody"},
		"GET /join/code":                {who: "everybody"},
		"POST /join/code":               {who: "everybody"},
		"GET /signin":                   {who: "everybody"},
		"POST /signin":                  {who: "everybody"},
		"GET /signin/code":              {who: "everybody"},
		"POST /signin/code":             {who: "everybody"},
		"GET /signin/links/:id/:token":  {who: "everybody"},
		"POST /signout":                 {who: "everybody"},
		"POST /demo/signin":             {who: "everybody"},
		"GET /how":                      {who: "everybody"},
		"GET /terms":                    {who: "everybody"},
		"GET /i/:code":                  {who: "everybody", at: "/i/" + w.Alice.InviteCode},
		"GET /v/:code":                  {who: "everybody"},
		"GET /c/:number":                {who: "everybody", at: "/c/" + w.Alice.Number},
		"GET /home":                     {who: "member"},
		"GET /card":                     {who: "member"},
		"GET /more":                     {who: "member"},
		"GET /me":                       {who: "member"},
		"POST /me":                      {who: "member"},
		"POST /me/consents":             {who: "member"},
		"POST /me/signouts":             {who: "member"},
		"GET /me/contacts/new":          {who: "member"},
		"POST /me/contacts":             {who: "member"},
		"GET /me/contacts/code":         {who: "member"},
		"POST /me/contacts/code":        {who: "member"},
		"GET /rewards":                  {who: "member"},
		"GET /rewards/:id":              {who: "member", at: "/rewards/" + w.FlatWhite.String()},
		"POST /rewards/:id/redemptions": {who: "member"},
		"GET /vouchers":                 {who: "member"},
		"GET /vouchers/:id":             {who: "member", at: voucher, isAlices: true},
		"POST /vouchers/:id/returns":    {who: "member", at: voucher + "/returns", isAlices: true},
		"GET /activity":                 {who: "member"},
		"GET /activity.csv":             {who: "member"},
		"GET /give":                     {who: "member"},
		"GET /give/sum":                 {who: "member"},
		"POST /give":                    {who: "member"},
		"GET /donations/:id":            {who: "member", at: donation, isAlices: true},
		"POST /donations/:id/undos":     {who: "member", at: donation + "/undos", isAlices: true},
		"GET /invite":                   {who: "member"},
		"GET /offers":                   {who: "member"},
		"GET /earn":                     {who: "member"},
		"GET /tiers":                    {who: "member"},
	}
}

func alicesVoucher(w *apptest.World) ids.Voucher {
	receipt, err := redeeming.Redeem(w.Context(), w.Deps.DB, redeeming.Deps{Programme: w.Deps.Programme, Keys: w.Deps.Keyring},
		redeeming.Redemption{Member: w.Alice.ID, Reward: w.Cake, Key: apptest.FormKey("alice's voucher")})
	if err != nil {
		w.Fatal(err)
	}
	return receipt.Voucher
}

func alicesDonation(w *apptest.World) ids.Donation {
	receipt, err := giving.Donate(w.Context(), w.Deps.DB, giving.Deps{Programme: w.Deps.Programme},
		giving.Gift{Member: w.Alice.ID, Cause: w.Forest, Points: 10, Key: apptest.FormKey("alice's gift")})
	if err != nil {
		w.Fatal(err)
	}
	return receipt.Donation
}
