package staffdoor

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/arranging"
	"fealty/models/limits"
	"fealty/models/staff"
)

type beginForm struct {
	Name     string `form:"name,max=80"`
	Email    string `form:"email,max=200"`
	Password string `form:"password,max=1000"`
}

// ownerNewView is the page on which the first owner says who they are.
type ownerNewView struct {
	web.Chrome
	Form   beginForm
	Action string
	Min    int
}

func ownerView(c *fiber.Ctx) *ownerNewView {
	v := &ownerNewView{Action: c.Path(), Min: staff.MinPassword}
	v.Narrow, v.Layout = true, "plain"
	return v
}

// ownerNew shows the form. Looking at it uses the link up in no way.
func (a door) ownerNew(c *fiber.Ctx) error {
	if err := arranging.FindOffer(c.UserContext(), a.DB, c.Params("token")); err != nil {
		return err
	}
	return web.Render(c, "web/staffowner/new", ownerView(c))
}

func (a door) ownerCreate(c *fiber.Ctx) error {
	v := ownerView(c)
	err := web.Bind(c, &v.Form)
	if err == nil {
		_, err = arranging.BecomeOwner(c.UserContext(), a.DB, a.Hasher, arranging.Founder{
			Token: c.Params("token"), Name: v.Form.Name, Email: v.Form.Email, Password: v.Form.Password, Language: web.Locale(c).Lang,
			Words: []string{web.ClubOf(c).Name}, Address: limits.AddressPrefix(c.IP()), RequestID: web.RequestID(c),
		})
	}
	v.Form.Password = ""
	if err != nil {
		return web.Invalid(c, "web/staffowner/new", v, err)
	}
	web.Done(c, "web.staffowner.new.done")
	return web.Redirect(c, "/admin/signin?next=/admin/setup")
}
