package ops

import "fealty/handlers/web"

// Routes lists health and metrics.
func Routes(d web.Deps) []web.Route {
	return []web.Route{
		{Method: "GET", Path: "/livez", Access: web.Public(), Handler: live},
		{Method: "GET", Path: "/readyz", Access: web.Public(), Handler: ready(d)},
		{Method: "GET", Path: "/metrics", Access: web.Metrics(), Handler: d.Metrics},
	}
}
