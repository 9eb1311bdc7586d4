package partner

import (
	"fealty/handlers/web"
	"fealty/models/staff"
)

// Routes lists the doors of the partners' area. Signing in is the shared door of
// all staff.
func Routes(d web.Deps) []web.Route {
	desk := desk{d}
	return []web.Route{
		{Method: "GET", Path: "/partner", Access: web.Partner(), Handler: desk.checksNew},
		{Method: "POST", Path: "/partner/checks", Access: web.Partner(), Handler: desk.checksCreate},
		{Method: "GET", Path: "/partner/uses", Access: web.Partner(), Handler: desk.usesIndex},
		{Method: "POST", Path: "/partner/uses/:id/undo", Access: web.Partner(), Handler: desk.undoCreate},
		{Method: "GET", Path: "/partner/offers", Access: web.Partner(staff.PartnerManager), Handler: desk.offersIndex},
		{Method: "GET", Path: "/partner/statements/:month.csv", Access: web.Partner(staff.PartnerManager), Handler: desk.sheetShow},
		{Method: "GET", Path: "/partner/statements/:month", Access: web.Partner(staff.PartnerManager), Handler: desk.statementsShow},
	}
}
