package partner

import (
	"fealty/handlers/web"
	"fealty/models/adjusting"
	"fealty/models/staff"
)

// Routes lists the doors of the partners' area. Signing in is the shared door of
// all staff.
func Routes(d web.Deps) []web.Route {
	desk, manages := desk{d}, web.Partner(staff.PartnerManager)
	return []web.Route{
		{Method: "GET", Path: "/partner", Access: web.Partner(), Handler: desk.checksNew},
		{Method: "POST", Path: "/partner/checks", Access: web.Partner(), Handler: desk.checksCreate},
		{Method: "GET", Path: "/partner/uses", Access: web.Partner(), Handler: desk.usesIndex},
		{Method: "POST", Path: "/partner/uses/:id/undo", Access: web.Partner(), Handler: desk.undoCreate},
		{Method: "GET", Path: "/partner/offers", Access: manages, Handler: desk.offersIndex},
		{Method: "GET", Path: "/partner/offers/new", Access: manages, Handler: desk.offersNew},
		{Method: "POST", Path: "/partner/offers", Access: manages, Handler: desk.offersCreate},
		{Method: "POST", Path: "/partner/offers/:id/requests", Access: manages, Handler: desk.requestsCreate},
		{Method: "POST", Path: "/partner/requests/:id/withdrawals", Access: manages, Handler: desk.withdrawalsCreate},
		{Method: "GET", Path: "/partner/team", Access: manages, Handler: desk.teamIndex},
		{Method: "POST", Path: "/partner/team", Access: manages, Handler: desk.teamCreate},
		{Method: "POST", Path: "/partner/team/:id/links", Access: manages, Handler: desk.teamLinksCreate},
		{Method: "POST", Path: "/partner/team/:id/disable", Access: manages, Handler: desk.teamStatesCreate(adjusting.Disable, "partner.team.index.disabled_done")},
		{Method: "POST", Path: "/partner/team/:id/enable", Access: manages, Handler: desk.teamStatesCreate(adjusting.Enable, "partner.team.index.enabled_done")},
		{Method: "GET", Path: "/partner/statements/:month.csv", Access: manages, Handler: desk.sheetShow},
		{Method: "GET", Path: "/partner/statements/:month", Access: manages, Handler: desk.statementsShow},
	}
}
