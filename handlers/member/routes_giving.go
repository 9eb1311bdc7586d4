package member

import "fealty/handlers/web"

// givingRoutes are the doors of sending vouchers to friends, of what friends have
// come to, and of the proof of what causes were paid.
func givingRoutes(d web.Deps) []web.Route {
	return []web.Route{
		{Method: "POST", Path: "/vouchers/:id/gifts", Access: web.Member(), Handler: giftsCreate(d)},
		{Method: "POST", Path: "/vouchers/:id/gifts/undos", Access: web.Member(), Handler: giftUndosCreate(d)},
		{Method: "GET", Path: "/give/receipts", Access: web.Public(), Handler: receiptsIndex(d)},
		{Method: "GET", Path: "/g/:token", Access: web.Public(), Handler: giftlinkShow(d)},
		{Method: "POST", Path: "/g/:token", Access: web.Public(), Handler: giftlinkCreate(d)},
	}
}
