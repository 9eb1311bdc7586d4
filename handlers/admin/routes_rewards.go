package admin

import (
	"fealty/handlers/web"
)

// rewardRoutes are the doors of what rewards of some kinds need: pictures, codes,
// guests and parcels.
func rewardRoutes(d web.Deps) []web.Route {
	edits, sees := web.Staff(web.Desk("rewards")...), web.Staff(web.Desk("members")...)
	parcels := web.Staff(web.Desk("shipments")...)
	return []web.Route{
		{Method: "POST", Path: "/admin/rewards/:id/pictures", Access: edits, Handler: picturesCreate(d)},
		{Method: "POST", Path: "/admin/rewards/:id/pictures/remove", Access: edits, Handler: picturesDelete(d)},
		{Method: "GET", Path: "/admin/rewards/:id/codes", Access: edits, Handler: codesIndex(d)},
		{Method: "GET", Path: "/admin/rewards/:id/codes.csv", Access: edits, Handler: codesSheetShow(d)},
		{Method: "POST", Path: "/admin/rewards/:id/codes", Access: edits, Handler: codesCreate(d)},
		{Method: "POST", Path: "/admin/rewards/:id/codes/made", Access: edits, Handler: madecodesCreate(d)},
		{Method: "POST", Path: "/admin/rewards/:id/codes/emptied", Access: edits, Handler: emptiedcodesCreate(d)},
		{Method: "POST", Path: "/admin/rewards/:id/codes/shared", Access: edits, Handler: sharedcodesCreate(d)},
		{Method: "POST", Path: "/admin/rewards/:id/codes/shared/:code/close", Access: edits, Handler: closedcodesCreate(d)},
		{Method: "GET", Path: "/admin/rewards/:id/guests", Access: sees, Handler: guestsIndex(d)},
		{Method: "GET", Path: "/admin/rewards/:id/guests.csv", Access: sees, Handler: guestsSheetShow(d)},
		{Method: "GET", Path: "/admin/shipments", Access: parcels, Handler: shipmentsIndex(d)},
		{Method: "GET", Path: "/admin/shipments.csv", Access: parcels, Handler: shipmentsSheetShow(d)},
		{Method: "POST", Path: "/admin/shipments/:id/moves", Access: parcels, Handler: movesCreate(d)},
	}
}
