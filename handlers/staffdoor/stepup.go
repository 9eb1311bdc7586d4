package staffdoor

import (
	"net/url"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/fault"
	"fealty/models/limits"
	"fealty/models/staff"
)

// stepupForm is a proof that somebody is there: a code, a passkey, or the
// password where there is no second factor.
type stepupForm struct {
	Code       string `form:"code,max=40"`
	Password   string `form:"password,max=1000"`
	State      string `form:"state,max=20000"`
	Credential string `form:"credential,max=20000"`
	// Demo is the one press that is enough in the demo.
	Demo bool `form:"demo"`
}

type stepupNewView struct {
	web.Chrome
	asking
	Form    stepupForm
	Action  string
	Factors staff.Factors
	IsDemo  bool
}

func (a door) stepupView(c *fiber.Ctx) (*stepupNewView, error) {
	s := web.StaffOf(c)
	next := url.QueryEscape(web.Next(c, a.area))
	view := &stepupNewView{Action: a.area + "/stepup?next=" + next, IsDemo: a.Demo}
	view.Narrow = true
	var err error
	if view.Factors, err = staff.FactorsOf(c.UserContext(), a.DB, s); err != nil {
		return view, err
	}
	view.asking = a.ownPasskey(c, s, view.Factors, view.Action)
	return view, nil
}

func (a door) stepupNew(c *fiber.Ctx) error {
	if web.IsFresh(c) {
		return web.Redirect(c, web.Next(c, a.area))
	}
	view, err := a.stepupView(c)
	if err != nil {
		return err
	}
	return web.Render(c, "web/staffstepup/new", view)
}

// stepupCreate takes the proof and leads back, under a new session id (R10).
func (a door) stepupCreate(c *fiber.Ctx) error {
	view, err := a.stepupView(c)
	if err != nil {
		return err
	}
	if err = web.Bind(c, &view.Form); err == nil {
		err = a.weigh(c, view)
	}
	view.Form = stepupForm{}
	if err != nil {
		return web.Invalid(c, "web/staffstepup/new", view, err)
	}
	if err := web.Prove(c); err != nil {
		return err
	}
	return web.Redirect(c, web.Next(c, a.area))
}

// weigh tells what a proof is worth.
func (a door) weigh(c *fiber.Ctx, view *stepupNewView) error {
	s, form := web.StaffOf(c), view.Form
	if form.Demo && a.Demo {
		return nil
	}
	if err := limits.Take(c.UserContext(), a.DB, codeKey(s.ID), codeLimit); err != nil {
		return err
	}
	switch {
	case form.Credential != "":
		return a.weighPasskey(c, s, staff.Answer{State: form.State, Response: form.Credential})
	case view.Factors.HasAny():
		return wrongCode(staff.CheckTOTP(c.UserContext(), a.DB, a.Box, s.ID, form.Code))
	}
	fits, err := a.Hasher.Fits(c.UserContext(), s.PasswordHash, form.Password)
	if err == nil && !fits {
		var wrong fault.Fields
		wrong.Add("password", "password_wrong")
		err = wrong.Err()
	}
	return err
}

func (a door) weighPasskey(c *fiber.Ctx, s staff.Staff, answer staff.Answer) error {
	wrong := fault.New(fault.Invalid, "passkey_wrong")
	keys, ok := web.Passkeys(c)
	if !ok {
		return wrong
	}
	shown, err := staff.CheckPasskey(c.UserContext(), a.DB, keys, answer)
	if fault.Is(err, "passkey_wrong") || (err == nil && shown.ID != s.ID) {
		return wrong
	}
	return err
}
