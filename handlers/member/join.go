package member

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/catalogue"
	"fealty/models/consents"
	"fealty/models/enrolling"
	"fealty/models/members"
)

// wording names the text beside the consents, as their receipt keeps it.
const wording = "consents-1"

// consentForm are the three answers; none is ticked beforehand.
type consentForm struct {
	Marketing, Profiling, Personalised bool
}

func (f consentForm) choices() []consents.Choice {
	return []consents.Choice{{Purpose: consents.Marketing, Granted: f.Marketing}, {Purpose: consents.Profiling, Granted: f.Profiling},
		{Purpose: consents.PersonalisedMarketing, Granted: f.Personalised}}
}

type joinForm struct {
	FirstName    string `form:"first_name,max=80"`
	Contact      string `form:"contact,max=254"`
	Invite       string `form:"invite,max=40"`
	Marketing    bool   `form:"marketing"`
	Profiling    bool   `form:"profiling"`
	Personalised bool   `form:"personalised_marketing"`
}

func (f joinForm) ask(language string) enrolling.Ask {
	agreed := consentForm{f.Marketing, f.Profiling, f.Personalised}
	return enrolling.Ask{Contact: f.Contact, Language: language, IsJoining: true,
		Form: enrolling.Form{FirstName: f.FirstName, Consents: agreed.choices(), Wording: wording, Invite: f.Invite}}
}

type joinNewView struct {
	web.Chrome
	Promise promise
	Form    joinForm
	// Action keeps where the visitor was going.
	Action string
}

func joinView(c *fiber.Ctx, d web.Deps) (*joinNewView, error) {
	v, err := inForce(c, d)
	if err != nil {
		return nil, err
	}
	cards, err := catalogue.Open(c.UserContext(), d.DB, languagesOf(c, v), v.Today(d.DB.Clock()))
	if err != nil {
		return nil, err
	}
	view := &joinNewView{Promise: promiseOf(termsFor(c, v), cards), Action: address("/join", "next", web.Next(c, ""))}
	view.Narrow = true
	return view, nil
}

func joinNew(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if !web.MemberOf(c).ID.IsZero() {
			return web.Redirect(c, "/home")
		}
		view, err := joinView(c, d)
		if err != nil {
			return err
		}
		if code, ok := members.ParseInvite(c.Query("invite")); ok {
			view.Form.Invite = code
		}
		return web.Render(c, "member/join/new", view)
	}
}

// joinCreate sends a code, whoever asks: only who has it learns whether the
// contact is a member's.
func joinCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view, err := joinView(c, d)
		if err != nil {
			return err
		}
		err = web.Bind(c, &view.Form)
		if err == nil {
			return sendCode(c, d, view.Form.ask(web.Locale(c).Lang), refused{"member/join/new", view})
		}
		return web.Invalid(c, "member/join/new", view, err)
	}
}

// refused is the page that shows a form again.
type refused struct {
	page string
	view web.Page
}

// sendCode counts the limits, asks for the code and leads to where it is typed.
func sendCode(c *fiber.Ctx, d web.Deps, ask enrolling.Ask, again refused) error {
	if err := takeCode(c, d, ask.Contact); err != nil {
		return err
	}
	asked, err := enrolling.RequestCode(c.UserContext(), d.DB, enrollingDeps(d), ask)
	if err != nil {
		return web.Invalid(c, again.page, again.view, err)
	}
	path := "/signin/code"
	if ask.IsJoining {
		path = "/join/code"
	}
	return web.Redirect(c, address(path, "r", asked.ID.String(), "next", web.Next(c, "")))
}
