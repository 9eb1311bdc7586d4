package member

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/enrolling"
)

type signinForm struct {
	Contact string `form:"contact,max=254"`
}

type signinNewView struct {
	web.Chrome
	Form   signinForm
	Action string
	// Join leads newcomers on; Demo are those a press signs in as.
	Join string
	Demo []demoPerson
}

func signinView(c *fiber.Ctx, d web.Deps) (*signinNewView, error) {
	next := web.Next(c, "")
	view := &signinNewView{Action: address("/signin", "next", next), Join: address("/join", "next", next)}
	view.Narrow = true
	var err error
	view.Demo, err = demoPeople(c, d)
	return view, err
}

func signinNew(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if !web.MemberOf(c).ID.IsZero() {
			return web.Redirect(c, web.Next(c, "/home"))
		}
		view, err := signinView(c, d)
		if err != nil {
			return err
		}
		return web.Render(c, "member/signin/new", view)
	}
}

func signinCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view, err := signinView(c, d)
		if err != nil {
			return err
		}
		if err := web.Bind(c, &view.Form); err != nil {
			return web.Invalid(c, "member/signin/new", view, err)
		}
		ask := enrolling.Ask{Contact: view.Form.Contact, Language: web.Locale(c).Lang}
		return sendCode(c, d, ask, refused{"member/signin/new", view})
	}
}

// signoutCreate ends this browser's session.
func signoutCreate() fiber.Handler {
	return func(c *fiber.Ctx) error {
		if err := web.SignOut(c); err != nil {
			return err
		}
		web.Done(c, "member.signin.new.out")
		return web.Redirect(c, "/")
	}
}
