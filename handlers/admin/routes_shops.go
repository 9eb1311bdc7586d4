package admin

import (
	"fealty/handlers/web"
	"fealty/models/staff"
)

// shopsRoutes are the shops with their tills, who may stand at those, and the
// cards that are printed for them.
func shopsRoutes(d web.Deps) []web.Route {
	sees, changes := web.Staff(web.Office("shops")...), web.Staff(web.Desk("shops")...)
	own, owner := web.Staff(staff.Owner, staff.Manager, staff.Clerk), web.Staff(staff.Owner)
	return []web.Route{
		{Method: "GET", Path: "/admin/shops", Access: sees, Handler: shopsIndex(d)},
		{Method: "GET", Path: "/admin/shops/new", Access: changes, Handler: shopsNew()},
		{Method: "POST", Path: "/admin/shops", Access: changes, Handler: shopsCreate(d)},
		{Method: "GET", Path: "/admin/shops/:id/edit", Access: sees, Handler: shopsEdit(d)},
		{Method: "POST", Path: "/admin/shops/:id", Access: changes, Handler: shopsUpdate(d)},
		{Method: "POST", Path: "/admin/shops/:id/devices", Access: changes, Handler: devicesCreate(d)},
		{Method: "POST", Path: "/admin/shops/:id/devices/:device", Access: changes, Handler: devicesUpdate(d)},
		{Method: "POST", Path: "/admin/shops/:id/devices/:device/pairings", Access: changes, Handler: pairingsCreate(d)},
		{Method: "POST", Path: "/admin/shops/:id/devices/:device/revocations", Access: changes, Handler: devicesRevoke(d)},

		{Method: "GET", Path: "/admin/pin", Access: own, Handler: pinsEdit(d)},
		{Method: "POST", Path: "/admin/pin", Access: own, Handler: pinsUpdate(d)},
		{Method: "POST", Path: "/admin/shops/people/:staff/pin", Access: owner, Handler: othersPinsUpdate(d)},

		{Method: "GET", Path: "/admin/cards", Access: sees, Handler: cardsIndex(d)},
		{Method: "POST", Path: "/admin/cards", Access: changes, Handler: cardsCreate(d)},
		{Method: "GET", Path: "/admin/cards/:id.csv", Access: sees, Handler: cardsSheet(d)},
		{Method: "GET", Path: "/admin/cards/:id", Access: sees, Handler: cardsShow(d)},
	}
}
