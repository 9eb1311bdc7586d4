package staffdoor

import (
	"encoding/base64"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/adjusting"
	"fealty/models/fault"
	"fealty/models/limits"
	"fealty/models/staff"
)

// factorForm sets the app of one's own up: Factor is the sealed secret that the
// page showed.
type factorForm struct {
	Code   string `form:"code,max=20"`
	Factor string `form:"factor,max=500"`
}

// appEditView is the page on which somebody sets their app up, or another one.
type appEditView struct {
	appNewView
	Factor, Back string
	HasApp       bool
}

// ownApp shows a new secret, or the one that the form came with.
func (a door) ownApp(c *fiber.Ctx, factor string) (*appEditView, error) {
	s := web.StaffOf(c)
	if factor == "" {
		secret, _, err := staff.NewTOTP(a.DB.Random, web.ClubOf(c).Name, s.Email)
		if err != nil {
			return nil, err
		}
		sealed, err := a.Box.Seal(a.DB.Random, s.ID, secret)
		if err != nil {
			return nil, err
		}
		factor = text.EncodeToString(sealed)
	}
	sealed, err := text.DecodeString(factor)
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, "form_unreadable", err)
	}
	shown, err := a.appView(c, ticket{Factor: sealed}, s)
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, "form_unreadable", err)
	}
	view := &appEditView{appNewView: *shown, Factor: factor, Back: a.area + "/me", HasApp: s.HasTOTP()}
	view.Action = a.area + "/me/app"
	return view, nil
}

func (a door) appEdit(c *fiber.Ctx) error {
	view, err := a.ownApp(c, "")
	if err != nil {
		return err
	}
	return web.Render(c, "web/staffapp/edit", view)
}

func (a door) appUpdate(c *fiber.Ctx) error {
	var form factorForm
	if err := web.Bind(c, &form); err != nil {
		return err
	}
	view, err := a.ownApp(c, form.Factor)
	if err != nil {
		return err
	}
	s := web.StaffOf(c)
	if err = limits.Take(c.UserContext(), a.DB, codeKey(s.ID), codeLimit); err == nil {
		enrolment := adjusting.Enrolment{By: whoOf(c, s), Secret: view.Secret, Code: form.Code, Replaces: true}
		err = adjusting.EnrolTOTP(c.UserContext(), a.DB, a.Box, enrolment)
	}
	if err != nil {
		return web.Invalid(c, "web/staffapp/edit", view, wrongCode(err))
	}
	web.Done(c, "web.staffapp.edit.done")
	return web.Redirect(c, a.area+"/me")
}

// removalsCreate takes one factor away: the passkey of the address, or the app.
func (a door) removalsCreate(c *fiber.Ctx) error {
	var key []byte
	if name := c.Params("key"); name != "" {
		var err error
		if key, err = base64.RawURLEncoding.DecodeString(name); err != nil || len(key) == 0 {
			return fault.New(fault.NotFound, "not_found")
		}
	}
	if err := adjusting.RemoveFactor(c.UserContext(), a.DB, whoOf(c, web.StaffOf(c)), key); err != nil {
		return err
	}
	web.Done(c, "web.staffme.edit.removed")
	return web.Redirect(c, a.area+"/me")
}

type passkeysForm struct {
	Name       string `form:"name,max=80"`
	State      string `form:"state,max=20000"`
	Credential string `form:"credential,max=20000"`
}

type passkeysNewView struct {
	web.Chrome
	Form         passkeysForm
	Passkey      staff.Ceremony
	Action, Back string
}

func (a door) passkeysView(c *fiber.Ctx) (*passkeysNewView, error) {
	s := web.StaffOf(c)
	view := &passkeysNewView{Action: a.area + "/me/passkeys", Back: a.area + "/me"}
	view.Narrow = true
	keys, ok := web.Passkeys(c)
	if !ok {
		return view, nil
	}
	have, err := staff.PasskeysOf(c.UserContext(), a.DB, s.ID)
	if err == nil {
		view.Passkey, err = keys.BeginAdding(s, have, a.DB.Time())
	}
	return view, err
}

func (a door) passkeysNew(c *fiber.Ctx) error {
	view, err := a.passkeysView(c)
	if err != nil {
		return err
	}
	return web.Render(c, "web/staffpasskeys/new", view)
}

func (a door) passkeysCreate(c *fiber.Ctx) error {
	view, err := a.passkeysView(c)
	if err != nil {
		return err
	}
	s := web.StaffOf(c)
	keys, ok := web.Passkeys(c)
	if err = web.Bind(c, &view.Form); err == nil && !ok {
		err = fault.New(fault.Invalid, "passkey_wrong")
	}
	if err == nil {
		adding := staff.Adding{Staff: s, Name: view.Form.Name, Answer: staff.Answer{State: view.Form.State, Response: view.Form.Credential}}
		err = onName(adjusting.AddPasskey(c.UserContext(), a.DB, whoOf(c, s), keys, adding))
	}
	if err != nil {
		return web.Invalid(c, "web/staffpasskeys/new", view, err)
	}
	web.Done(c, "web.staffpasskeys.new.done")
	return web.Redirect(c, a.area+"/me")
}

// onName puts a wrong name on its field, and words a wrong passkey as a form's
// fault.
func onName(err error) error {
	switch {
	case fault.Is(err, "name_invalid"):
		var wrong fault.Fields
		wrong.Add("name", "name_invalid")
		return wrong.Err()
	case fault.Is(err, "passkey_wrong"):
		return fault.New(fault.Invalid, "passkey_wrong")
	}
	return err
}

type recoveryNewView struct {
	web.Chrome
	Action, Back string
	// Left is how many codes there are; Codes are new ones, shown this once.
	Left  int
	Codes []string
}

func (a door) recoveryView() *recoveryNewView {
	view := &recoveryNewView{Action: a.area + "/me/recovery", Back: a.area + "/me"}
	view.Narrow = true
	return view
}

func (a door) recoveryNew(c *fiber.Ctx) error {
	view := a.recoveryView()
	has, err := staff.FactorsOf(c.UserContext(), a.DB, web.StaffOf(c))
	if err != nil {
		return err
	}
	view.Left = has.Codes
	return web.Render(c, "web/staffrecovery/new", view)
}

func (a door) recoveryCreate(c *fiber.Ctx) error {
	view := a.recoveryView()
	var err error
	if view.Codes, err = adjusting.RenewRecovery(c.UserContext(), a.DB, whoOf(c, web.StaffOf(c)), a.Box); err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	return web.Render(c, "web/staffrecovery/new", view)
}
