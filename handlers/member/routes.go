package member

import "fealty/handlers/web"

// Routes lists the member portal's doors.
func Routes(d web.Deps) []web.Route {
	routes := []web.Route{
		{Method: "GET", Path: "/", Access: web.Public(), Handler: startIndex(d)},
		{Method: "GET", Path: "/join", Access: web.Public(), Handler: joinNew(d)},
		{Method: "POST", Path: "/join", Access: web.Public(), Handler: joinCreate(d)},
		{Method: "GET", Path: "/join/code", Access: web.Public(), Handler: codeNew(d)},
		{Method: "POST", Path: "/join/code", Access: web.Public(), Handler: codeCreate(d)},
		{Method: "GET", Path: "/signin", Access: web.Public(), Handler: signinNew(d)},
		{Method: "POST", Path: "/signin", Access: web.Public(), Handler: signinCreate(d)},
		{Method: "GET", Path: "/signin/code", Access: web.Public(), Handler: codeNew(d)},
		{Method: "POST", Path: "/signin/code", Access: web.Public(), Handler: codeCreate(d)},
		{Method: "GET", Path: "/signin/links/:id/:token", Access: web.Public(), Handler: linkNew(d)},
		{Method: "POST", Path: "/signout", Access: web.Public(), Handler: signoutCreate()},
		{Method: "GET", Path: "/how", Access: web.Public(), Handler: howShow(d)},
		{Method: "GET", Path: "/terms", Access: web.Public(), Handler: termsShow(d)},
		{Method: "GET", Path: "/c/:number", Access: web.Public(), Handler: numberShow()},
		{Method: "POST", Path: "/c/:number", Access: web.Member(), Handler: printedcardsCreate(d)},
		{Method: "POST", Path: "/cards", Access: web.Member(), Handler: printedcardsCreate(d)},
		{Method: "GET", Path: "/home", Access: web.Member(), Handler: homeIndex(d)},
		{Method: "GET", Path: "/card", Access: web.Member(), Handler: cardShow(d)},
		{Method: "GET", Path: "/more", Access: web.Member(), Handler: moreIndex(d)},
		{Method: "GET", Path: "/me", Access: web.Member(), Handler: meEdit(d)},
		{Method: "POST", Path: "/me", Access: web.Member(), Handler: meUpdate(d)},
		{Method: "POST", Path: "/me/consents", Access: web.Member(), Handler: consentsUpdate(d)},
		{Method: "POST", Path: "/me/signouts", Access: web.Member(), Handler: signoutsCreate(d)},
		{Method: "GET", Path: "/me/contacts/new", Access: web.Member(), Handler: contactsNew()},
		{Method: "POST", Path: "/me/contacts", Access: web.Member(), Handler: contactsCreate(d)},
		{Method: "GET", Path: "/me/contacts/code", Access: web.Member(), Handler: proofsNew(d)},
		{Method: "POST", Path: "/me/contacts/code", Access: web.Member(), Handler: proofsCreate(d)},
		{Method: "GET", Path: "/i/:code", Access: web.Public(), Handler: invitationsShow(d)},
		{Method: "GET", Path: "/v/:code", Access: web.Public(), Handler: voucherlinkShow(d)},
		{Method: "GET", Path: "/rewards", Access: web.Member(), Handler: rewardsIndex(d)},
		{Method: "GET", Path: "/rewards/:id", Access: web.Member(), Handler: rewardsShow(d)},
		{Method: "POST", Path: "/rewards/:id/redemptions", Access: web.Member(), Handler: redemptionsCreate(d)},
		{Method: "GET", Path: "/vouchers", Access: web.Member(), Handler: vouchersIndex(d)},
		{Method: "GET", Path: "/vouchers/:id", Access: web.Member(), Handler: vouchersShow(d)},
		{Method: "POST", Path: "/vouchers/:id/returns", Access: web.Member(), Handler: voucherReturnsCreate(d)},
		{Method: "GET", Path: "/activity", Access: web.Member(), Handler: activityIndex(d)},
		{Method: "GET", Path: "/activity.csv", Access: web.Member(), Handler: activitySheetShow(d)},
		{Method: "GET", Path: "/give", Access: web.Member(), Handler: giveIndex(d)},
		{Method: "GET", Path: "/give/sum", Access: web.Member(), Handler: sumsShow(d)},
		{Method: "POST", Path: "/give", Access: web.Member(), Handler: donationsCreate(d)},
		{Method: "GET", Path: "/donations/:id", Access: web.Member(), Handler: donationsShow(d)},
		{Method: "POST", Path: "/donations/:id/undos", Access: web.Member(), Handler: undosCreate(d)},
		{Method: "GET", Path: "/invite", Access: web.Member(), Handler: inviteIndex(d)},
	}
	routes = append(routes, presenceRoutes(d)...)
	routes = append(routes, rewardRoutes(d)...)
	routes = append(routes, dataRoutes(d)...)
	routes = append(routes, trialRoutes(d)...)
	routes = append(routes, waysRoutes(d)...)
	routes = append(routes, givingRoutes(d)...)
	if d.Demo {
		routes = append(routes, web.Route{Method: "POST", Path: "/demo/signin", Access: web.Public(), Handler: demoCreate(d)})
	}
	return routes
}
