package handlers

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/admin"
	"fealty/handlers/api"
	"fealty/handlers/member"
	"fealty/handlers/ops"
	"fealty/handlers/partner"
	"fealty/handlers/staffdoor"
	"fealty/handlers/till"
	"fealty/handlers/web"
)

// Routes lists every door there is. The tests of access and forms go through this list, so a route that isn't here isn't served.
func Routes(d web.Deps) []web.Route {
	return slices.Concat(
		ops.Routes(d),
		member.Routes(d),
		staffdoor.Routes(d),
		admin.Routes(d),
		partner.Routes(d),
		till.Routes(d),
		api.Routes(d),
	)
}

// Mount puts every route on the app, with its access check as the first line. What can be read can be asked for by HEAD.
func Mount(app *fiber.App, d web.Deps) {
	for _, r := range Routes(d) {
		chain := []fiber.Handler{guard(d, r.Access), r.Handler}
		if r.StepUp {
			chain = slices.Insert(chain, 1, stepUp)
		}
		app.Add(r.Method, r.Path, chain...)
		if r.Method == fiber.MethodGet {
			app.Head(r.Path, chain...)
		}
	}
}

// New is the whole app: what stands in front, and the routes; all other addresses are not found.
func New(d web.Deps) *fiber.App {
	app := web.NewApp(d)
	app.Use(gate(d))
	Mount(app, d)
	app.Use(lost(d))
	return app
}
