package handlers_test

import (
	"strings"

	"fealty/handlers/apptest"
)

// Who of the shop's staff may what, in words of its own, so that a slip in the routes is seen here.
const (
	office   = "staff: owner manager marketing accountant"
	editors  = "staff: owner manager marketing"
	accounts = "staff: owner manager accountant"
	managers = "staff: owner manager"
)

// adminDoors are those of the shop's staff, and the doors by which all staff sign in.
func adminDoors(w *apptest.World) map[string]line {
	tea := "/admin/partners/" + w.TeaHouse.ID.String()
	table := map[string]line{
		"GET /admin": {who: office},

		"GET /admin/rewards":                 {who: office},
		"GET /admin/rewards/new":             {who: editors},
		"POST /admin/rewards":                {who: editors},
		"POST /admin/rewards/previews":       {who: editors},
		"GET /admin/rewards/:id/edit":        {who: office, at: "/admin/rewards/" + w.FlatWhite.String() + "/edit"},
		"POST /admin/rewards/:id":            {who: editors, at: "/admin/rewards/" + w.FlatWhite.String()},
		"POST /admin/rewards/:id/publish":    {who: editors, at: "/admin/rewards/" + w.Mug.String() + "/publish"},
		"POST /admin/rewards/:id/pause":      {who: editors, at: "/admin/rewards/" + w.Mug.String() + "/pause"},
		"POST /admin/rewards/:id/archive":    {who: editors, at: "/admin/rewards/" + w.Mug.String() + "/archive"},
		"POST /admin/rewards/:id/duplicates": {who: editors, at: "/admin/rewards/" + w.Mug.String() + "/duplicates"},

		"GET /admin/causes":          {who: office},
		"GET /admin/causes/new":      {who: editors},
		"POST /admin/causes":         {who: editors},
		"GET /admin/causes/:id/edit": {who: office, at: "/admin/causes/" + w.Forest.String() + "/edit"},
		"POST /admin/causes/:id":     {who: editors, at: "/admin/causes/" + w.Forest.String()},

		"GET /admin/partners":                          {who: accounts},
		"GET /admin/partners/new":                      {who: managers},
		"POST /admin/partners":                         {who: managers},
		"GET /admin/partners/:id":                      {who: accounts, at: "/admin/partners/" + w.TeaHouse.ID.String()},
		"POST /admin/partners/:id":                     {who: managers, at: "/admin/partners/" + w.TeaHouse.ID.String()},
		"POST /admin/partners/:id/invitations":         {who: managers, at: "/admin/partners/" + w.TeaHouse.ID.String() + "/invitations"},
		"POST /admin/partners/:id/people/:staff/links": {who: managers},

		"GET /admin/partners/:id/statements/:month.csv":          {who: accounts, at: tea + "/statements/2026-03.csv"},
		"GET /admin/partners/:id/statements/:month":              {who: accounts, at: tea + "/statements/2026-03"},
		"GET /admin/partners/:id/statements/:month/payments/new": {who: managers},
		"POST /admin/partners/:id/statements/:month/payments":    {who: managers},
		"POST /admin/partners/:id/requests/:request/answers":     {who: managers},
		"GET /admin/causes/:id/payouts":                          {who: office, at: "/admin/causes/" + w.Forest.String() + "/payouts"},
		"GET /admin/causes/:id/payouts/new":                      {who: managers, at: "/admin/causes/" + w.Forest.String() + "/payouts/new"},
		"POST /admin/causes/:id/payouts":                         {who: managers},
		"POST /admin/causes/:id/payouts/:payout":                 {who: managers},

		"GET /admin/members":                  {who: accounts},
		"GET /admin/members/:id":              {who: accounts, at: "/admin/members/" + w.Alice.ID.String()},
		"POST /admin/members/:id/adjustments": {who: managers, at: "/admin/members/" + w.Alice.ID.String() + "/adjustments"},

		"GET /admin/outbox":              {who: managers},
		"GET /admin/outbox/:id":          {who: managers},
		"POST /admin/outbox/:id/resends": {who: managers},
		"GET /admin/log":                 {who: accounts},
		"GET /admin/programme":           {who: office},
		"GET /admin/programme/document":  {who: office},
	}
	for _, area := range []string{"/admin", "/partner"} {
		for _, door := range []string{"GET %/signin", "POST %/signin", "GET %/signin/code", "POST %/signin/code", "GET %/signin/app",
			"POST %/signin/app", "GET %/password/:id/:token", "POST %/password/:id/:token", "POST %/signout"} {
			table[strings.Replace(door, "%", area, 1)] = line{who: "everybody"}
		}
	}
	return table
}
