package member

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/enrolling"
	"fealty/models/ids"
	"fealty/models/sessions"
)

// presenceRoutes are where a member proves to be there before an act that asks
// for it (web.Route.StepUp, web.NeedProof).
func presenceRoutes(d web.Deps) []web.Route {
	return []web.Route{
		{Method: "GET", Path: "/me/proof", Access: web.Member(), Handler: presenceNew()},
		{Method: "POST", Path: "/me/proof", Access: web.Member(), Handler: presenceCreate(d)},
		{Method: "GET", Path: "/me/proof/code", Access: web.Member(), Handler: presenceEdit(d)},
		{Method: "POST", Path: "/me/proof/code", Access: web.Member(), Handler: presenceUpdate(d)},
	}
}

type presenceNewView struct {
	web.Chrome
	Action string
}

func presenceNew() fiber.Handler {
	return func(c *fiber.Ctx) error {
		next := web.Next(c, "/home")
		if web.IsFresh(c) {
			return web.Redirect(c, next)
		}
		view := &presenceNewView{Action: address("/me/proof", "next", next)}
		view.Narrow = true
		return web.Render(c, "member/presence/new", view)
	}
}

// presenceCreate sends the code.
func presenceCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		m := web.MemberOf(c)
		if err := takeCode(c, d, m.Number); err != nil {
			return err
		}
		asked, err := enrolling.RequestProof(c.UserContext(), d.DB, enrollingDeps(d), m)
		if err != nil {
			return err
		}
		return web.Redirect(c, address("/me/proof/code", "r", asked.ID.String(), "next", web.Next(c, "")))
	}
}

type presenceForm struct {
	Request ids.SignIn `form:"request"`
	Code    string     `form:"code,max=20"`
}

type presenceEditView struct {
	web.Chrome
	destination
	Form presenceForm
	// Action is where the form goes, Back where a new code is asked for.
	Action, Back string
}

func presenceView(c *fiber.Ctx, d web.Deps, id ids.SignIn) (view *presenceEditView, err error) {
	next := web.Next(c, "")
	view = &presenceEditView{Form: presenceForm{Request: id}, Action: address("/me/proof/code", "next", next), Back: address("/me/proof", "next", next)}
	view.Narrow = true
	view.destination, err = whereTo(c, d, id, sessions.ForProof)
	return view, err
}

func presenceEdit(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view, err := presenceView(c, d, requestOf(c.Query("r")))
		if err != nil {
			return err
		}
		return web.Render(c, "member/presence/edit", view)
	}
}

// presenceUpdate takes the code and leads on, under a new session id.
func presenceUpdate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		var form presenceForm
		bound := web.Bind(c, &form)
		view, err := presenceView(c, d, form.Request)
		if err != nil {
			return err
		}
		view.Form = form
		if bound != nil {
			return web.Invalid(c, "member/presence/edit", view, bound)
		}
		if err := takeTry(c, d); err != nil {
			return err
		}
		proving := enrolling.Proving{Member: web.MemberOf(c).ID, Proof: sessions.Proof{ID: form.Request, Digits: form.Code}}
		if err := enrolling.ConfirmProof(c.UserContext(), d.DB, enrollingDeps(d), proving); err != nil {
			return web.Invalid(c, "member/presence/edit", view, err)
		}
		if err := web.Prove(c); err != nil {
			return err
		}
		return web.Redirect(c, web.Next(c, "/home"))
	}
}
