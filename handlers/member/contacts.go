package member

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/enrolling"
	"fealty/models/ids"
	"fealty/models/sessions"
)

type contactForm struct {
	Contact string `form:"contact,max=254"`
}

type contactsNewView struct {
	web.Chrome
	Form contactForm
}

func contactsNew() fiber.Handler {
	return func(c *fiber.Ctx) error {
		view := &contactsNewView{}
		view.Narrow = true
		return web.Render(c, "member/contacts/new", view)
	}
}

// contactsCreate sends a code to another contact of the member's.
func contactsCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view := &contactsNewView{}
		view.Narrow = true
		if err := web.Bind(c, &view.Form); err != nil {
			return web.Invalid(c, "member/contacts/new", view, err)
		}
		if err := takeCode(c, d, view.Form.Contact); err != nil {
			return err
		}
		adding := enrolling.Adding{Member: web.MemberOf(c), Contact: view.Form.Contact}
		asked, err := enrolling.RequestContact(c.UserContext(), d.DB, enrollingDeps(d), adding)
		if err != nil {
			return web.Invalid(c, "member/contacts/new", view, err)
		}
		return web.Redirect(c, address("/me/contacts/code", "r", asked.ID.String()))
	}
}

type proofForm struct {
	Request ids.SignIn `form:"request"`
	Code    string     `form:"code,max=20"`
}

type proofsNewView struct {
	web.Chrome
	destination
	Form proofForm
}

func proofView(c *fiber.Ctx, d web.Deps, id ids.SignIn) (view *proofsNewView, err error) {
	view = &proofsNewView{Form: proofForm{Request: id}}
	view.Narrow = true
	view.destination, err = whereTo(c, d, id, sessions.ForContact)
	return view, err
}

func proofsNew(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view, err := proofView(c, d, requestOf(c.Query("r")))
		if err != nil {
			return err
		}
		return web.Render(c, "member/proofs/new", view)
	}
}

// proofsCreate adds the contact whose code the member shows.
func proofsCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		var form proofForm
		bound := web.Bind(c, &form)
		view, err := proofView(c, d, form.Request)
		if err != nil {
			return err
		}
		view.Form = form
		if bound != nil {
			return web.Invalid(c, "member/proofs/new", view, bound)
		}
		if err := takeTry(c, d); err != nil {
			return err
		}
		proving := enrolling.Proving{Member: web.MemberOf(c).ID, Proof: sessions.Proof{ID: form.Request, Digits: form.Code}}
		if err := enrolling.ConfirmContact(c.UserContext(), d.DB, enrollingDeps(d), proving); err != nil {
			return web.Invalid(c, "member/proofs/new", view, err)
		}
		web.Done(c, "member.contacts.new.added")
		return web.Redirect(c, "/me")
	}
}
