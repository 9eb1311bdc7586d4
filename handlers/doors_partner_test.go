package handlers_test

import "fealty/handlers/apptest"

// partnerDoors are those of the partners' staff.
func partnerDoors(_ *apptest.World) map[string]line {
	return map[string]line{
		"GET /partner":                           {who: "partner"},
		"POST /partner/checks":                   {who: "partner"},
		"GET /partner/uses":                      {who: "partner"},
		"POST /partner/uses/:id/undo":            {who: "partner"},
		"GET /partner/offers":                    {who: "partner: partner_manager"},
		"GET /partner/offers/new":                {who: "partner: partner_manager"},
		"POST /partner/offers":                   {who: "partner: partner_manager"},
		"POST /partner/offers/:id/requests":      {who: "partner: partner_manager"},
		"POST /partner/requests/:id/withdrawals": {who: "partner: partner_manager"},
		"GET /partner/team":                      {who: "partner: partner_manager"},
		"POST /partner/team":                     {who: "partner: partner_manager"},
		"POST /partner/team/:id/links":           {who: "partner: partner_manager"},
		"POST /partner/team/:id/disable":         {who: "partner: partner_manager"},
		"POST /partner/team/:id/enable":          {who: "partner: partner_manager"},
		"GET /partner/statements/:month.csv":     {who: "partner: partner_manager", at: "/partner/statements/2026-03.csv"},
		"GET /partner/statements/:month":         {who: "partner: partner_manager", at: "/partner/statements/2026-03"},
	}
}
