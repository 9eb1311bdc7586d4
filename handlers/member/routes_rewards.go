package member

import "fealty/handlers/web"

// rewardRoutes are the doors of what rewards of some kinds need beside a
// redemption and a voucher.
func rewardRoutes(d web.Deps) []web.Route {
	return []web.Route{
		{Method: "GET", Path: "/pictures/:name", Access: web.Public(), Handler: picturesShow(d)},
		{Method: "GET", Path: "/codes/new", Access: web.Member(), Handler: codesNew()},
		{Method: "POST", Path: "/codes", Access: web.Member(), Handler: codesCreate(d)},
		{Method: "POST", Path: "/rewards/:id/waits", Access: web.Member(), Handler: waitsCreate(d, true)},
		{Method: "POST", Path: "/rewards/:id/waits/end", Access: web.Member(), Handler: waitsCreate(d, false)},
		{Method: "POST", Path: "/vouchers/:id/cancellations", Access: web.Member(), Handler: cancellationsCreate(d)},
	}
}
