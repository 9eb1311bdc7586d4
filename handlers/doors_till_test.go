package handlers_test

import "fealty/handlers/apptest"

// atTill is whoever stands at an open till, and a manager at a desk.
const atTill = "till: owner manager"

// tillDoors are those of the counter, and of the shops behind it.
func tillDoors(w *apptest.World) map[string]line {
	shop := "/admin/shops/" + w.Counter().ID.String()
	tills(w) // so that they are there before anybody tries a door
	return map[string]line{
		"GET /till":                                      {who: atTill},
		"POST /till/finds":                               {who: atTill},
		"GET /till/quotes":                               {who: atTill},
		"POST /till/purchases":                           {who: atTill},
		"POST /till/queued":                              {who: "paired"},
		"GET /till/token":                                {who: "paired"},
		"POST /till/redemptions":                         {who: atTill},
		"POST /till/uses":                                {who: atTill},
		"POST /till/members":                             {who: atTill},
		"POST /till/cards":                               {who: atTill},
		"POST /till/acts/:id/undo":                       {who: atTill},
		"GET /till/returns/new":                          {who: atTill},
		"POST /till/returns":                             {who: atTill},
		"GET /till/log":                                  {who: atTill},
		"GET /till/pair":                                 {who: "everybody"},
		"POST /till/pair":                                {who: "everybody"},
		"GET /till/unlock":                               {who: "paired"},
		"POST /till/unlock":                              {who: "paired"},
		"POST /till/lock":                                {who: "paired"},
		"POST /cards":                                    {who: "member"},
		"POST /c/:number":                                {who: "member"},
		"GET /admin/shops":                               {who: managers},
		"GET /admin/shops/new":                           {who: managers},
		"POST /admin/shops":                              {who: managers},
		"GET /admin/shops/:id/edit":                      {who: managers, at: shop + "/edit"},
		"POST /admin/shops/:id":                          {who: managers, at: shop},
		"POST /admin/shops/:id/devices":                  {who: managers, at: shop + "/devices"},
		"POST /admin/shops/:id/devices/:device":          {who: managers},
		"POST /admin/shops/:id/devices/:device/pairings": {who: managers},
		"POST /admin/shops/:id/devices/:device/revocations": {who: managers},
		"POST /admin/shops/people/:staff/pin":               {who: "staff: owner"},
		"GET /admin/pin":                                    {who: "staff: owner manager clerk"},
		"POST /admin/pin":                                   {who: "staff: owner manager clerk"},
		"GET /admin/cards":                                  {who: managers},
		"POST /admin/cards":                                 {who: managers},
		"GET /admin/cards/:id.csv":                          {who: managers},
		"GET /admin/cards/:id":                              {who: managers},
	}
}

// tills are the tills of the matrix: one at which the clerk stands, one that is locked, and one that is shut out.
func tills(w *apptest.World) []actor {
	return []actor{
		{"open till", "till", "", w.OpenTill(w.Clerk)},
		{"locked till", "paired", "", w.LockedTill()},
		{"revoked till", "nobody", "", w.RevokedTill()},
	}
}
