package handlers_test

import (
	"strings"

	"fealty/handlers/apptest"
	"fealty/models/ids"
	"fealty/models/staff"
)

// teamDoors are those of roles, accounts and proofs.
func teamDoors(w *apptest.World) map[string]line {
	someone := "/admin/team/" + w.Hire("Somebody", staff.Clerk, ids.Partner{}).ID.String()
	table := map[string]line{
		"GET /me/proof":       {who: "member"},
		"POST /me/proof":      {who: "member"},
		"GET /me/proof/code":  {who: "member"},
		"POST /me/proof/code": {who: "member"},

		"GET /admin/team":                             {who: "staff: owner"},
		"GET /admin/team/new":                         {who: "staff: owner"},
		"POST /admin/team":                            {who: "staff: owner"},
		"GET /admin/team/:id":                         {who: "staff: owner", at: someone},
		"POST /admin/team/:id":                        {who: "staff: owner", at: someone},
		"POST /admin/team/:id/invitations":            {who: "staff: owner", at: someone + "/invitations"},
		"POST /admin/team/:id/withdrawals":            {who: "staff: owner", at: someone + "/withdrawals"},
		"POST /admin/team/:id/disable":                {who: "staff: owner", at: someone + "/disable"},
		"POST /admin/team/:id/enable":                 {who: "staff: owner", at: someone + "/enable"},
		"POST /admin/team/:id/resets":                 {who: "staff: owner", at: someone + "/resets"},
		"POST /admin/team/:id/signouts":               {who: "staff: owner", at: someone + "/signouts"},
		"POST /admin/team/:id/sessions/:session/ends": {who: "staff: owner", at: someone + "/sessions/0011/ends"},

		"GET /admin/keys":                  {who: "staff: owner"},
		"GET /admin/keys/new":              {who: "staff: owner"},
		"POST /admin/keys":                 {who: "staff: owner"},
		"POST /admin/keys/:id/revocations": {who: "staff: owner"},
	}
	for _, area := range []string{"admin", "partner"} {
		own := map[string]string{"admin": "staff", "partner": "partner"}[area]
		for _, door := range []string{"GET %/stepup", "POST %/stepup", "GET %/me", "POST %/me", "POST %/me/password", "POST %/me/signouts",
			"POST %/me/sessions/:session/ends", "GET %/me/app", "POST %/me/app", "POST %/me/app/removals", "GET %/me/passkeys/new",
			"POST %/me/passkeys", "POST %/me/passkeys/:key/removals", "GET %/me/recovery", "POST %/me/recovery"} {
			table[strings.Replace(door, "%", "/"+area, 1)] = line{who: own}
		}
		for _, door := range []string{"POST %/signin/passkey", "GET %/lost", "POST %/lost"} {
			table[strings.Replace(door, "%", "/"+area, 1)] = line{who: "everybody"}
		}
	}
	return table
}
