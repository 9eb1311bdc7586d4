package admin

import (
	"fealty/handlers/web"
	"fealty/models/adjusting"
)

// teamRoutes are who works here and which programs may call. Both are the owner's,
// and each page with a form asks for a fresh proof first.
func teamRoutes(d web.Deps) []web.Route {
	sees, changes, keys := web.Staff(web.Office("team")...), web.Staff(web.Desk("team")...), web.Staff(web.Desk("keys")...)
	return []web.Route{
		{Method: "GET", Path: "/admin/team", Access: sees, Handler: teamIndex(d)},
		{Method: "GET", Path: "/admin/team/new", Access: changes, Handler: teamNew(d), StepUp: true},
		{Method: "POST", Path: "/admin/team", Access: changes, Handler: teamCreate(d), StepUp: true},
		{Method: "GET", Path: "/admin/team/:id", Access: sees, Handler: teamShow(d), StepUp: true},
		{Method: "POST", Path: "/admin/team/:id", Access: changes, Handler: teamUpdate(d), StepUp: true},
		{Method: "POST", Path: "/admin/team/:id/invitations", Access: changes, Handler: resentCreate(d), StepUp: true},
		{Method: "POST", Path: "/admin/team/:id/withdrawals", Access: changes, Handler: withdrawalsCreate(d), StepUp: true},
		{Method: "POST", Path: "/admin/team/:id/disable", Access: changes, Handler: accountsCreate(d, adjusting.Disable), StepUp: true},
		{Method: "POST", Path: "/admin/team/:id/enable", Access: changes, Handler: accountsCreate(d, adjusting.Enable), StepUp: true},
		{Method: "POST", Path: "/admin/team/:id/resets", Access: changes, Handler: accountsCreate(d, adjusting.TakeTOTP), StepUp: true},
		{Method: "POST", Path: "/admin/team/:id/signouts", Access: changes, Handler: staffSignoutsCreate(d), StepUp: true},
		{Method: "POST", Path: "/admin/team/:id/sessions/:session/ends", Access: changes, Handler: staffSignoutsCreate(d), StepUp: true},

		{Method: "GET", Path: "/admin/keys", Access: keys, Handler: keysIndex(d)},
		{Method: "GET", Path: "/admin/keys/new", Access: keys, Handler: keysNew(), StepUp: true},
		{Method: "POST", Path: "/admin/keys", Access: keys, Handler: keysCreate(d), StepUp: true},
		{Method: "POST", Path: "/admin/keys/:id/revocations", Access: keys, Handler: revocationsCreate(d), StepUp: true},
	}
}
