package api

import "fealty/handlers/web"

// Routes lists the API's doors. Each stands in openapi.yaml too.
func Routes(d web.Deps) []web.Route {
	return []web.Route{
		{Method: "GET", Path: "/api/v1/openapi.yaml", Access: web.Public(), Handler: openapiShow},
		{Method: "POST", Path: "/api/v1/members", Access: web.API(), Handler: membersCreate(d)},
		{Method: "GET", Path: "/api/v1/members/:id", Access: web.API(), Handler: membersShow(d)},
		{Method: "GET", Path: "/api/v1/members/:id/entries", Access: web.API(), Handler: entriesIndex(d)},
		{Method: "GET", Path: "/api/v1/members/:id/entitlements", Access: web.API(), Handler: entitlementsShow(d)},
		{Method: "POST", Path: "/api/v1/purchases", Access: web.API(), Handler: purchasesCreate(d)},
		{Method: "POST", Path: "/api/v1/purchases/quote", Access: web.API(), Handler: quotesCreate(d)},
		{Method: "POST", Path: "/api/v1/purchases/:id/returns", Access: web.API(), Handler: returnsCreate(d)},
		{Method: "POST", Path: "/api/v1/reservations", Access: web.API(), Handler: reservationsCreate(d)},
		{Method: "GET", Path: "/api/v1/reservations/:id", Access: web.API(), Handler: reservationsShow(d)},
		{Method: "POST", Path: "/api/v1/reservations/:id/captures", Access: web.API(), Handler: capturesCreate(d)},
		{Method: "POST", Path: "/api/v1/reservations/:id/releases", Access: web.API(), Handler: releasesCreate(d)},
		{Method: "GET", Path: "/api/v1/vouchers/:code", Access: web.API(), Handler: vouchersShow(d)},
		{Method: "POST", Path: "/api/v1/vouchers/:code/uses", Access: web.API(), Handler: usesCreate(d)},
	}
}
