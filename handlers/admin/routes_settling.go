package admin

import "fealty/handlers/web"

// settlingRoutes are the doors to what the shop owes partners and causes. Paying
// asks for a fresh proof of who it is.
func settlingRoutes(d web.Deps) []web.Route {
	reads := func(part string) web.Access { return web.Staff(web.Office(part)...) }
	manages := web.Staff(managers()...)
	return []web.Route{
		{Method: "GET", Path: "/admin/partners/:id/statements/:month.csv", Access: reads("partners"), Handler: statementSheetShow(d)},
		{Method: "GET", Path: "/admin/partners/:id/statements/:month", Access: reads("partners"), Handler: statementsShow(d)},
		{Method: "GET", Path: "/admin/partners/:id/statements/:month/payments/new", Access: manages, Handler: settlementsNew(d), StepUp: true},
		{Method: "POST", Path: "/admin/partners/:id/statements/:month/payments", Access: manages, Handler: settlementsCreate(d), StepUp: true},
		{Method: "POST", Path: "/admin/partners/:id/requests/:request/answers", Access: manages, Handler: answersCreate(d)},
		{Method: "GET", Path: "/admin/causes/:id/payouts", Access: reads("causes"), Handler: payoutsIndex(d)},
		{Method: "GET", Path: "/admin/causes/:id/payouts/new", Access: manages, Handler: payoutsNew(d), StepUp: true},
		{Method: "POST", Path: "/admin/causes/:id/payouts", Access: manages, Handler: payoutsCreate(d), StepUp: true},
		{Method: "POST", Path: "/admin/causes/:id/payouts/:payout", Access: manages, Handler: payoutsUpdate(d)},
	}
}
