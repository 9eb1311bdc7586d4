package staffdoor

import "fealty/handlers/web"

// Routes lists the doors of both areas.
func Routes(d web.Deps) []web.Route {
	var routes []web.Route
	for _, area := range []string{"/admin", "/partner"} {
		a := door{Deps: d, area: area}
		routes = append(routes,
			web.Route{Method: "GET", Path: area + "/signin", Access: web.Public(), Handler: a.signinNew},
			web.Route{Method: "POST", Path: area + "/signin", Access: web.Public(), Handler: a.signinCreate},
			web.Route{Method: "GET", Path: area + "/signin/code", Access: web.Public(), Handler: a.codeNew},
			web.Route{Method: "POST", Path: area + "/signin/code", Access: web.Public(), Handler: a.codeCreate},
			web.Route{Method: "GET", Path: area + "/signin/app", Access: web.Public(), Handler: a.appNew},
			web.Route{Method: "POST", Path: area + "/signin/app", Access: web.Public(), Handler: a.appCreate},
			web.Route{Method: "GET", Path: area + "/password/:id/:token", Access: web.Public(), Handler: a.passwordNew},
			web.Route{Method: "POST", Path: area + "/password/:id/:token", Access: web.Public(), Handler: a.passwordCreate},
			web.Route{Method: "POST", Path: area + "/signin/passkey", Access: web.Public(), Handler: a.passkeyCreate},
			web.Route{Method: "GET", Path: area + "/lost", Access: web.Public(), Handler: a.lostNew},
			web.Route{Method: "POST", Path: area + "/lost", Access: web.Public(), Handler: a.lostCreate},
			web.Route{Method: "POST", Path: area + "/signout", Access: web.Public(), Handler: a.signoutCreate},
		)
		routes = append(routes, a.ownRoutes()...)
	}
	shop := door{Deps: d, area: "/admin"}
	return append(routes,
		web.Route{Method: "GET", Path: "/admin/begin/:token", Access: web.Public(), Handler: shop.ownerNew},
		web.Route{Method: "POST", Path: "/admin/begin/:token", Access: web.Public(), Handler: shop.ownerCreate},
	)
}

// door is the way into one area: "/admin" or "/partner".
type door struct {
	web.Deps
	area string
}
