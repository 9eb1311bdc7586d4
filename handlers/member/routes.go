package member

import "fealty/handlers/web"

// Routes lists the member portal's doors.
func Routes(d web.Deps) []web.Route {
	return []web.Route{}
}
