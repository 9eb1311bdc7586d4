package admin

import "fealty/handlers/web"

// brandRoutes are the doors of how the club looks, what it switches on, how it is
// set up, and its main rules.
func brandRoutes(d web.Deps) []web.Route {
	sees := func(part string) web.Access { return web.Staff(web.Office(part)...) }
	changes := func(part string) web.Access { return web.Staff(web.Desk(part)...) }
	return []web.Route{
		{Method: "GET", Path: "/admin/brand", Access: sees("brand"), Handler: brandEdit(d)},
		{Method: "POST", Path: "/admin/brand", Access: changes("brand"), Handler: brandUpdate(d)},
		{Method: "POST", Path: "/admin/brand/previews", Access: changes("brand"), Handler: brandPreviewsCreate(d)},
		{Method: "GET", Path: "/admin/brand/sample", Access: sees("brand"), Handler: brandSampleShow()},
		{Method: "POST", Path: "/admin/logos", Access: changes("brand"), Handler: logosCreate(d)},
		{Method: "POST", Path: "/admin/words", Access: changes("programme"), Handler: wordsUpdate(d)},

		{Method: "GET", Path: "/admin/settings", Access: sees("settings"), Handler: settingsEdit(d)},
		{Method: "POST", Path: "/admin/settings", Access: changes("settings"), Handler: settingsUpdate(d)},
		{Method: "POST", Path: "/admin/languages", Access: changes("settings"), Handler: languagesUpdate(d)},

		{Method: "GET", Path: "/admin/earn", Access: sees("earn"), Handler: earnEdit(d)},
		{Method: "POST", Path: "/admin/earn", Access: changes("earn"), Handler: earnUpdate(d)},
		{Method: "GET", Path: "/admin/tiers", Access: sees("tiers"), Handler: tiersEdit(d)},
		{Method: "POST", Path: "/admin/tiers", Access: changes("tiers"), Handler: tiersUpdate(d)},
		{Method: "POST", Path: "/admin/tiers/previews", Access: changes("tiers"), Handler: tierPreviewsCreate(d)},

		{Method: "GET", Path: "/admin/setup", Access: sees("setup"), Handler: setupShow(d)},
		{Method: "POST", Path: "/admin/setup/templates", Access: changes("setup"), Handler: templatesCreate(d)},
		{Method: "POST", Path: "/admin/setup/steps/:step", Access: changes("setup"), Handler: stepsCreate(d)},
		{Method: "GET", Path: "/admin/setup/sign", Access: sees("setup"), Handler: signShow(d)},
	}
}
