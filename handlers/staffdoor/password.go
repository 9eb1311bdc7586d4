package staffdoor

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/adjusting"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/limits"
	"fealty/models/staff"
)

type passwordForm struct {
	Password string `form:"password,max=1000"`
}

type passwordNewView struct {
	web.Chrome
	Form          passwordForm
	Action, Email string
	Min           int
}

// invited reads whose link this is. Looking at it uses nothing up.
func (a door) invited(c *fiber.Ctx) (adjusting.Choice, *passwordNewView, error) {
	var id ids.Staff
	if err := id.UnmarshalText([]byte(c.Params("id"))); err != nil {
		return adjusting.Choice{}, nil, fault.Wrap(fault.Gone, "invitation_over", err)
	}
	choice := adjusting.Choice{Staff: id, Token: c.Params("token"), Words: []string{web.ClubOf(c).Name},
		Address: limits.AddressPrefix(c.IP()), Request: web.RequestID(c)}
	s, err := adjusting.Invited(c.UserContext(), a.DB, a.StaffLinks, choice)
	if err != nil {
		return choice, nil, err
	}
	view := &passwordNewView{Action: c.Path(), Email: s.Email, Min: staff.MinPassword}
	view.Narrow = true
	return choice, view, nil
}

func (a door) passwordNew(c *fiber.Ctx) error {
	_, view, err := a.invited(c)
	if err != nil {
		return err
	}
	return web.Render(c, "web/staffpassword/new", view)
}

func (a door) passwordCreate(c *fiber.Ctx) error {
	choice, view, err := a.invited(c)
	if err != nil {
		return err
	}
	if err = web.Bind(c, &view.Form); err == nil {
		choice.Password = view.Form.Password
		keeper := adjusting.Doorkeeper{Hasher: a.Hasher, Links: a.StaffLinks}
		_, err = adjusting.ChoosePassword(c.UserContext(), a.DB, keeper, choice)
	}
	view.Form.Password = ""
	if err != nil {
		return web.Invalid(c, "web/staffpassword/new", view, err)
	}
	web.Done(c, "web.staffpassword.new.done")
	return web.Redirect(c, a.area+"/signin")
}
