package till

import (
	"fealty/handlers/web"
)

// Routes lists the doors of the till.
func Routes(d web.Deps) []web.Route {
	t := till{d}
	at, paired := web.Till(), web.Paired()
	return []web.Route{
		{Method: "GET", Path: "/till", Access: at, Handler: t.deskShow},
		{Method: "POST", Path: "/till/finds", Access: at, Handler: t.findsCreate},
		{Method: "GET", Path: "/till/quotes", Access: at, Handler: t.quotesShow},
		{Method: "POST", Path: "/till/purchases", Access: at, Handler: t.purchasesCreate},
		{Method: "POST", Path: "/till/queued", Access: paired, Handler: t.queuedCreate},
		{Method: "GET", Path: "/till/token", Access: paired, Handler: t.tokenShow},
		{Method: "POST", Path: "/till/redemptions", Access: at, Handler: t.redemptionsCreate},
		{Method: "POST", Path: "/till/uses", Access: at, Handler: t.usesCreate},
		{Method: "POST", Path: "/till/members", Access: at, Handler: t.membersCreate},
		{Method: "POST", Path: "/till/cards", Access: at, Handler: t.cardsCreate},
		{Method: "POST", Path: "/till/acts/:id/undo", Access: at, Handler: t.undosCreate},
		{Method: "GET", Path: "/till/returns/new", Access: at, Handler: t.returnsNew},
		{Method: "POST", Path: "/till/returns", Access: at, Handler: t.returnsCreate},
		{Method: "GET", Path: "/till/log", Access: at, Handler: t.logIndex},

		{Method: "GET", Path: "/till/pair", Access: web.Public(), Handler: t.pairsNew},
		{Method: "POST", Path: "/till/pair", Access: web.Public(), Handler: t.pairsCreate},
		{Method: "GET", Path: "/till/unlock", Access: paired, Handler: t.unlocksNew},
		{Method: "POST", Path: "/till/unlock", Access: paired, Handler: t.unlocksCreate},
		{Method: "POST", Path: "/till/lock", Access: paired, Handler: t.locksCreate},
	}
}
