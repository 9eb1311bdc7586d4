package handlers_test

import "fealty/handlers/apptest"

// peopleDoors are those of members' data and of their care in the office.
func peopleDoors(w *apptest.World) map[string]line {
	return map[string]line{
		"GET /me/data":              {who: "member"},
		"GET /me/data/export.zip":   {who: "member"},
		"GET /me/data/erasures/new": {who: "member"},
		"POST /me/data/erasures":    {who: "member"},
	}
}
