package admin

import (
	"slices"

	"fealty/handlers/web"
	"fealty/models/catalogue"
)

// Routes lists the admin's doors.
func Routes(d web.Deps) []web.Route {
	reads := func(part string) web.Access { return web.Staff(web.Office(part)...) }
	edits, manages := web.Staff(editors()...), web.Staff(managers()...)
	return slices.Concat([]web.Route{
		{Method: "GET", Path: "/admin", Access: reads("admin"), Handler: homeIndex(d)},
		{Method: "GET", Path: "/admin/rewards", Access: reads("rewards"), Handler: rewardsIndex(d)},
		{Method: "GET", Path: "/admin/rewards/new", Access: edits, Handler: rewardsNew(d)},
		{Method: "POST", Path: "/admin/rewards", Access: edits, Handler: rewardsCreate(d)},
		{Method: "POST", Path: "/admin/rewards/previews", Access: edits, Handler: rewardPreviewsCreate(d)},
		{Method: "GET", Path: "/admin/rewards/:id/edit", Access: reads("rewards"), Handler: rewardsEdit(d)},
		{Method: "POST", Path: "/admin/rewards/:id", Access: edits, Handler: rewardsUpdate(d)},
		{Method: "POST", Path: "/admin/rewards/:id/publish", Access: edits, Handler: rewardStatesCreate(d, catalogue.Live)},
		{Method: "POST", Path: "/admin/rewards/:id/pause", Access: edits, Handler: rewardStatesCreate(d, catalogue.Paused)},
		{Method: "POST", Path: "/admin/rewards/:id/archive", Access: edits, Handler: rewardStatesCreate(d, catalogue.Archived)},
		{Method: "POST", Path: "/admin/rewards/:id/duplicates", Access: edits, Handler: rewardDuplicatesCreate(d)},

		{Method: "GET", Path: "/admin/causes", Access: reads("causes"), Handler: causesIndex(d)},
		{Method: "GET", Path: "/admin/causes/new", Access: edits, Handler: causesNew(d)},
		{Method: "POST", Path: "/admin/causes", Access: edits, Handler: causesCreate(d)},
		{Method: "GET", Path: "/admin/causes/:id/edit", Access: reads("causes"), Handler: causesEdit(d)},
		{Method: "POST", Path: "/admin/causes/:id", Access: edits, Handler: causesUpdate(d)},

		{Method: "GET", Path: "/admin/partners", Access: reads("partners"), Handler: partnersIndex(d)},
		{Method: "GET", Path: "/admin/partners/new", Access: manages, Handler: partnersNew()},
		{Method: "POST", Path: "/admin/partners", Access: manages, Handler: partnersCreate(d)},
		{Method: "GET", Path: "/admin/partners/:id", Access: reads("partners"), Handler: partnersShow(d)},
		{Method: "POST", Path: "/admin/partners/:id", Access: manages, Handler: partnersUpdate(d)},
		{Method: "POST", Path: "/admin/partners/:id/invitations", Access: manages, Handler: invitationsCreate(d)},
		{Method: "POST", Path: "/admin/partners/:id/people/:staff/links", Access: manages, Handler: linksCreate(d)},

		{Method: "GET", Path: "/admin/outbox", Access: reads("outbox"), Handler: outboxIndex(d)},
		{Method: "GET", Path: "/admin/outbox/:id", Access: reads("outbox"), Handler: outboxShow(d)},
		{Method: "POST", Path: "/admin/outbox/:id/resends", Access: manages, Handler: resendsCreate(d)},
		{Method: "GET", Path: "/admin/log", Access: reads("log"), Handler: logIndex(d)},
		{Method: "GET", Path: "/admin/programme", Access: reads("programme"), Handler: programmeShow(d)},
		{Method: "GET", Path: "/admin/programme/document", Access: reads("programme"), Handler: documentShow(d)},
	}, peopleRoutes(d), teamRoutes(d), rewardRoutes(d), settlingRoutes(d), referralRoutes(d), shopsRoutes(d), brandRoutes(d))
}
