package admin

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/adjusting"
	"fealty/models/ids"
	"fealty/models/insights"
	"fealty/models/partners"
	"fealty/models/programme"
)

type partnersIndexView struct {
	web.Chrome
	Partners []partnerRow
	CanEdit  bool
}

// partnerRow is a partner with what was used there this month.
type partnerRow struct {
	partners.Partner
	insights.PartnerMonth
}

func partnersIndex(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		list, err := partners.List(c.UserContext(), d.DB, afterID[ids.Partner](c))
		if err != nil {
			return err
		}
		v, err := inForce(c, d)
		if err != nil {
			return err
		}
		known := make([]ids.Partner, len(list))
		for i, p := range list {
			known[i] = p.ID
		}
		months, err := insights.PartnerMonths(c.UserContext(), d.DB, known, monthStart(v, d.DB.Time()))
		if err != nil {
			return err
		}
		view := &partnersIndexView{CanEdit: may(c, managers()...)}
		for _, p := range list {
			view.Partners = append(view.Partners, partnerRow{p, months[p.ID]})
		}
		if len(list) == partners.PageSize {
			view.More = web.NextPart(c, list[len(list)-1].ID.String())
		}
		return web.Render(c, "admin/partners/index", view, "admin/partners/_list")
	}
}

// monthStart is the first instant of the month in the programme's zone.
func monthStart(v *programme.Version, at time.Time) time.Time {
	local := at.In(v.Zone())
	return time.Date(local.Year(), local.Month(), 1, 0, 0, 0, 0, v.Zone())
}

type partnerForm struct {
	Name  string `form:"name"`
	About string `form:"about"`
	Email string `form:"email"`
	State string `form:"state,max=20"`
}

func (f partnerForm) partner(id ids.Partner) partners.Partner {
	return partners.Partner{ID: id, Name: f.Name, About: f.About, Email: f.Email, State: partners.State(f.State)}
}

type partnersNewView struct {
	web.Chrome
	Form   partnerForm
	Action string
}

func partnersNew() fiber.Handler {
	return func(c *fiber.Ctx) error {
		view := &partnersNewView{Form: partnerForm{State: string(partners.Active)}, Action: "/admin/partners"}
		return web.Render(c, "admin/partners/new", view)
	}
}

func partnersCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view := &partnersNewView{Action: "/admin/partners"}
		err := web.Bind(c, &view.Form)
		var id ids.Partner
		if err == nil {
			id, err = adjusting.SavePartner(c.UserContext(), d.DB, whoOf(c), view.Form.partner(ids.Partner{}))
		}
		if err != nil {
			return web.Invalid(c, "admin/partners/new", view, err)
		}
		web.Done(c, "admin.partners.show.saved")
		return web.Redirect(c, address("partners", id))
	}
}
