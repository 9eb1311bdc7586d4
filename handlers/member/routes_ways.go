package member

import "fealty/handlers/web"

// waysRoutes are the pages that tell what the club gives and for what.
func waysRoutes(d web.Deps) []web.Route {
	return []web.Route{
		{Method: "GET", Path: "/offers", Access: web.Member(), Handler: offersIndex(d)},
		{Method: "GET", Path: "/earn", Access: web.Member(), Handler: earnIndex(d)},
		{Method: "GET", Path: "/tiers", Access: web.Member(), Handler: tiersIndex(d)},
	}
}
