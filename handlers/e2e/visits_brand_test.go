package e2e

// brandPages are those of the brand, the settings, the guide and the main rules.
func brandPages() []place {
	return []place{
		{route: "GET /admin/brand", at: "/admin/brand"},
		{route: "GET /admin/settings", at: "/admin/settings"},
		{route: "GET /admin/earn", at: "/admin/earn"},
		{route: "GET /admin/tiers", at: "/admin/tiers"},
		{route: "GET /admin/setup", at: "/admin/setup"},
		{route: "GET /admin/setup/sign", at: "/admin/setup/sign?size=a4"},
		{route: "GET /admin/setup/trial", at: "/admin/setup/trial"},
		{route: "GET /admin/begin/:token", at: "/admin/begin/nothing", status: 410},
	}
}
