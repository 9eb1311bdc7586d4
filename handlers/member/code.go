package member

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/enrolling"
	"fealty/models/ids"
	"fealty/models/members"
	"fealty/models/referrals"
	"fealty/models/sessions"
)

// codeForm holds a code or a link's token, and a name where it is missing.
type codeForm struct {
	Request      ids.SignIn `form:"request"`
	Code         string     `form:"code,max=20"`
	Token        string     `form:"token,max=100"`
	FirstName    string     `form:"first_name,max=80"`
	Marketing    bool       `form:"marketing"`
	Profiling    bool       `form:"profiling"`
	Personalised bool       `form:"personalised_marketing"`
	// Named is sent by the form that asks for a name.
	Named bool `form:"named"`
}

func (f codeForm) confirmation(from referrals.Trace) enrolling.Confirmation {
	c := enrolling.Confirmation{Proof: sessions.Proof{ID: f.Request, Digits: f.Code, Token: f.Token}}
	if f.Named {
		agreed := consentForm{f.Marketing, f.Profiling, f.Personalised}
		c.Form = enrolling.Form{FirstName: f.FirstName, Consents: agreed.choices(), Wording: wording}
	}
	c.Trace = from
	return c
}

type codeNewView struct {
	web.Chrome
	destination
	Form      codeForm
	NeedsName bool
	// Action is where the form goes, Back where a new code is asked for.
	Action, Back string
}

// destination is where a code went.
type destination struct {
	// Contact is masked; "" when the request is over.
	Contact string
	// DemoCode is the code itself, in the demo only.
	DemoCode string
}

// whereTo reads an open request for a purpose.
func whereTo(c *fiber.Ctx, d web.Deps, id ids.SignIn, purpose string) (to destination, err error) {
	open, err := sessions.FindRequest(c.UserContext(), d.DB, id)
	if err != nil || open == nil || open.Purpose != purpose {
		return to, err
	}
	to.Contact = members.Contact{Kind: open.Kind, Value: open.Contact}.Mask()
	if d.Demo {
		to.DemoCode, err = enrolling.DemoCode(c.UserContext(), d.DB, id)
	}
	return to, err
}

// codeView shows where the code of a request went.
func codeView(c *fiber.Ctx, d web.Deps, id ids.SignIn) (view *codeNewView, err error) {
	next := web.Next(c, "")
	path, back := "/signin/code", "/signin"
	if strings.HasPrefix(c.Path(), "/join") {
		path, back = "/join/code", "/join"
	}
	view = &codeNewView{Form: codeForm{Request: id}, Action: address(path, "r", idText(id), "next", next), Back: address(back, "next", next)}
	view.Narrow = true
	view.destination, err = whereTo(c, d, id, sessions.ForSignIn)
	return view, err
}

func idText(id ids.SignIn) string {
	if id.IsZero() {
		return ""
	}
	return id.String()
}

// requestOf reads an id from outside; one that is none is nobody's request.
func requestOf(text string) (id ids.SignIn) {
	if id.UnmarshalText([]byte(text)) != nil {
		return ids.SignIn{}
	}
	return id
}

func codeNew(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view, err := codeView(c, d, requestOf(c.Query("r")))
		if err != nil {
			return err
		}
		return web.Render(c, "member/code/new", view)
	}
}

// linkNew shows a form: only its button uses the link up, since programs that
// look through mails open links too.
func linkNew(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view, err := codeView(c, d, requestOf(c.Params("id")))
		if err != nil {
			return err
		}
		view.Form.Token = c.Params("token")
		return web.Render(c, "member/code/new", view)
	}
}

// codeCreate signs in who shows the code or the link, and makes a newcomer a
// member.
func codeCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		var form codeForm
		bound := web.Bind(c, &form)
		view, err := codeView(c, d, form.Request)
		if err != nil {
			return err
		}
		view.Form, view.NeedsName = form, form.Named
		if bound != nil {
			return web.Invalid(c, "member/code/new", view, bound)
		}
		if err := takeTry(c, d); err != nil {
			return err
		}
		done, err := enrolling.Confirm(c.UserContext(), d.DB, enrollingDeps(d), form.confirmation(traceOf(c, d)))
		if err != nil {
			return web.Invalid(c, "member/code/new", view, err)
		}
		if done.NeedsName {
			view.NeedsName = true
			return web.Render(c, "member/code/new", view)
		}
		return enter(c, d, done)
	}
}

// enter starts the session in the member's own language. The code they came in
// by is a proof that they are there.
func enter(c *fiber.Ctx, d web.Deps, done enrolling.Confirmed) error {
	if err := web.SignIn(c, sessions.ForMember(done.Member.ID).Proved(d.DB.Time())); err != nil {
		return err
	}
	web.SetLanguage(c, done.Member.Language)
	if done.IsNew {
		web.Done(c, "member.code.new.welcome", "Club", web.ClubOf(c).Name)
	} else {
		web.Done(c, "member.code.new.back", "Name", done.Member.FirstName)
	}
	return web.Redirect(c, web.Next(c, "/home"))
}
