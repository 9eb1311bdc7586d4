package staffdoor

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/adjusting"
	"fealty/models/limits"
	"fealty/models/sessions"
	"fealty/models/staff"
	"fealty/views"
)

type meForm struct {
	Name     string `form:"name,max=80"`
	Language string `form:"language,max=10"`
}

type passwordChangeForm struct {
	Old string `form:"old,max=1000"`
	New string `form:"new,max=1000"`
}

type meEditView struct {
	web.Chrome
	Form     meForm
	Password passwordChangeForm
	Staff    staff.Staff
	Factors  staff.Factors
	Sessions []device
	// Area begins the page's addresses; Min is the shortest password.
	Area string
	Min  int
}

// device is a session as its owner sees it.
type device struct {
	sessions.Session
	IsHere bool
}

// Languages are those that the club speaks, by their own names.
func (v *meEditView) Languages() []views.Option {
	list := make([]views.Option, 0, len(v.Club.Languages))
	for _, language := range v.Club.Languages {
		list = append(list, views.Option{Value: language.Code, Label: language.Name})
	}
	return list
}

// MayRemoveApp tells whether another factor would be left.
func (v *meEditView) MayRemoveApp() bool {
	return v.Factors.HasApp && (len(v.Factors.Passkeys) > 0 || !v.Staff.Role.NeedsTOTP())
}

// MayRemoveKey tells whether another factor would be left.
func (v *meEditView) MayRemoveKey() bool {
	return v.Factors.HasApp || len(v.Factors.Passkeys) > 1 || !v.Staff.Role.NeedsTOTP()
}

func (a door) meView(c *fiber.Ctx) (*meEditView, error) {
	s := web.StaffOf(c)
	view := &meEditView{Staff: s, Form: meForm{Name: s.Name, Language: s.Language}, Area: a.area, Min: staff.MinPassword}
	var err error
	if view.Factors, err = staff.FactorsOf(c.UserContext(), a.DB, s); err != nil {
		return view, err
	}
	here, err := web.Session(c)
	if err != nil {
		return view, err
	}
	all, err := sessions.ListOfStaff(c.UserContext(), a.DB, s.ID)
	for _, one := range all {
		view.Sessions = append(view.Sessions, device{one, one.Handle() == here.Handle()})
	}
	return view, err
}

func (a door) meEdit(c *fiber.Ctx) error {
	view, err := a.meView(c)
	if err != nil {
		return err
	}
	return web.Render(c, "web/staffme/edit", view)
}

func (a door) meUpdate(c *fiber.Ctx) error {
	view, err := a.meView(c)
	if err != nil {
		return err
	}
	if err = web.Bind(c, &view.Form); err == nil {
		view.Form.Language = web.OneOf(view.Form.Language, web.ClubOf(c).Languages...)
		err = adjusting.SaveProfile(c.UserContext(), a.DB, adjusting.Profile{By: whoOf(c, view.Staff), Name: view.Form.Name, Language: view.Form.Language})
	}
	if err != nil {
		return web.Invalid(c, "web/staffme/edit", view, err)
	}
	web.SetLanguage(c, view.Form.Language)
	web.Done(c, "web.staffme.edit.saved")
	return web.Redirect(c, a.area+"/me")
}

// passwordsCreate changes one's own password; all other sessions end, and this one
// goes on under a new id.
func (a door) passwordsCreate(c *fiber.Ctx) error {
	view, err := a.meView(c)
	if err != nil {
		return err
	}
	here, err := web.Session(c)
	if err != nil {
		return err
	}
	if err = web.Bind(c, &view.Password); err == nil {
		err = limits.Take(c.UserContext(), a.DB, codeKey(view.Staff.ID), codeLimit)
	}
	if err == nil {
		change := adjusting.NewPassword{By: whoOf(c, view.Staff), Old: view.Password.Old, New: view.Password.New, Words: []string{web.ClubOf(c).Name}, Here: here}
		err = adjusting.ChangePassword(c.UserContext(), a.DB, a.Hasher, change)
	}
	view.Password = passwordChangeForm{}
	if err != nil {
		return web.Invalid(c, "web/staffme/edit", view, err)
	}
	if err := web.SignIn(c, here); err != nil {
		return err
	}
	web.Done(c, "web.staffme.edit.password_saved")
	return web.Redirect(c, a.area+"/me")
}

// signoutsCreate ends every session of one's own.
func (a door) signoutsCreate(c *fiber.Ctx) error {
	s := web.StaffOf(c)
	if err := adjusting.SignOutStaff(c.UserContext(), a.DB, whoOf(c, s), s.ID, ""); err != nil {
		return err
	}
	if err := web.SignOut(c); err != nil {
		return err
	}
	web.Done(c, "web.staffsignin.new.out_everywhere")
	return web.Redirect(c, a.area)
}

// endsCreate ends one session of one's own.
func (a door) endsCreate(c *fiber.Ctx) error {
	s := web.StaffOf(c)
	if err := adjusting.SignOutStaff(c.UserContext(), a.DB, whoOf(c, s), s.ID, c.Params("session")); err != nil {
		return err
	}
	web.Done(c, "web.staffme.edit.ended")
	return web.Redirect(c, a.area+"/me")
}
