package admin

import "fealty/handlers/web"

// peopleRoutes are the care of members: who they are, what they have, and what is
// done for them by hand. Acts that can't be taken back ask for a fresh proof.
func peopleRoutes(d web.Deps) []web.Route {
	reads, manages := web.Staff(web.Office("members")...), web.Staff(managers()...)
	return []web.Route{
		{Method: "GET", Path: "/admin/members", Access: reads, Handler: membersIndex(d)},
		{Method: "GET", Path: "/admin/members.csv", Access: manages, StepUp: true, Handler: membersSheetShow(d)},
		{Method: "GET", Path: "/admin/members/:id", Access: reads, Handler: membersShow(d)},
		{Method: "GET", Path: "/admin/members/:id/edit", Access: manages, Handler: membersEdit(d)},
		{Method: "POST", Path: "/admin/members/:id", Access: manages, Handler: membersUpdate(d)},
		{Method: "POST", Path: "/admin/members/:id/adjustments", Access: manages, Handler: adjustmentsCreate(d)},
		{Method: "POST", Path: "/admin/members/:id/signouts", Access: manages, Handler: memberSignoutsCreate(d)},
		{Method: "GET", Path: "/admin/members/:id/export.zip", Access: manages, StepUp: true, Handler: memberExportsShow(d)},
		{Method: "GET", Path: "/admin/members/:id/merges/new", Access: manages, StepUp: true, Handler: mergesNew(d)},
		{Method: "POST", Path: "/admin/members/:id/merges", Access: manages, StepUp: true, Handler: mergesCreate(d)},
		{Method: "GET", Path: "/admin/members/:id/erasures/new", Access: manages, StepUp: true, Handler: erasuresNew(d)},
		{Method: "POST", Path: "/admin/members/:id/erasures", Access: manages, StepUp: true, Handler: erasuresCreate(d)},

		{Method: "GET", Path: "/admin/adjustments", Access: manages, Handler: adjustmentsIndex(d)},
		{Method: "POST", Path: "/admin/adjustments/:id/decisions", Access: manages, Handler: decisionsCreate(d)},

		{Method: "GET", Path: "/admin/fields", Access: reads, Handler: fieldsIndex(d)},
		{Method: "GET", Path: "/admin/fields/new", Access: manages, Handler: fieldsNew(d)},
		{Method: "POST", Path: "/admin/fields", Access: manages, Handler: fieldsCreate(d)},
		{Method: "GET", Path: "/admin/fields/:key/edit", Access: manages, Handler: fieldsEdit(d)},
		{Method: "POST", Path: "/admin/fields/:key", Access: manages, Handler: fieldsUpdate(d)},
	}
}
