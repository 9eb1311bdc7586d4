package handlers_test

import "fealty/handlers/apptest"

// apiDoors are those of programs.
func apiDoors(_ *apptest.World) map[string]line {
	return map[string]line{
		"GET /api/v1/openapi.yaml":               {who: "everybody"},
		"POST /api/v1/members":                   {who: "program"},
		"GET /api/v1/members/:id":                {who: "program"},
		"GET /api/v1/members/:id/entries":        {who: "program"},
		"GET /api/v1/members/:id/entitlements":   {who: "program"},
		"POST /api/v1/purchases":                 {who: "program"},
		"POST /api/v1/purchases/quote":           {who: "program"},
		"POST /api/v1/purchases/:id/returns":     {who: "program"},
		"POST /api/v1/reservations":              {who: "program"},
		"GET /api/v1/reservations/:id":           {who: "program"},
		"POST /api/v1/reservations/:id/captures": {who: "program"},
		"POST /api/v1/reservations/:id/releases": {who: "program"},
		"GET /api/v1/vouchers/:code":             {who: "program"},
		"POST /api/v1/vouchers/:code/uses":       {who: "program"},
	}
}
