package handlers_test

import "fealty/handlers/apptest"

// peopleDoors are those of members' data and of their care in the office.
func peopleDoors(w *apptest.World) map[string]line {
	alice := "/admin/members/" + w.Alice.ID.String()
	return map[string]line{
		"GET /me/data":              {who: "member"},
		"POST /me/fields":           {who: "member"},
		"GET /me/data/export.zip":   {who: "member"},
		"GET /me/data/erasures/new": {who: "member"},
		"POST /me/data/erasures":    {who: "member"},

		"GET /admin/members.csv":                {who: managers},
		"GET /admin/members/:id/edit":           {who: managers, at: alice + "/edit"},
		"POST /admin/members/:id":               {who: managers, at: alice},
		"POST /admin/members/:id/signouts":      {who: managers, at: "/admin/members/" + w.TeaHouse.ID.String() + "/signouts"},
		"GET /admin/members/:id/export.zip":     {who: managers, at: alice + "/export.zip"},
		"GET /admin/members/:id/merges/new":     {who: managers, at: alice + "/merges/new"},
		"POST /admin/members/:id/merges":        {who: managers, at: alice + "/merges"},
		"GET /admin/members/:id/erasures/new":   {who: managers, at: alice + "/erasures/new"},
		"POST /admin/members/:id/erasures":      {who: managers, at: alice + "/erasures"},
		"GET /admin/adjustments":                {who: managers},
		"POST /admin/adjustments/:id/decisions": {who: managers},
		"GET /admin/fields":                     {who: accounts},
		"GET /admin/fields/new":                 {who: managers},
		"POST /admin/fields":                    {who: managers},
		"GET /admin/fields/:key/edit":           {who: managers},
		"POST /admin/fields/:key":               {who: managers},
	}
}
