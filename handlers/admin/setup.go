package admin

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/arranging"
	"fealty/models/catalogue"
	"fealty/models/club"
	"fealty/models/fault"
	"fealty/models/insights"
	"fealty/models/programme"
	"fealty/models/staff"
)

// setupShowView is the first-run guide, and the way back to it.
type setupShowView struct {
	web.Chrome
	Settings club.Settings
	version  *programme.Version
	rewards  []catalogue.Card
	people   int
	// Pays is what the programme costs by the typed numbers.
	Pays insights.Pays
	In   web.Typed
}

func setupView(c *fiber.Ctx, d web.Deps) (*setupShowView, error) {
	version, err := inForce(c, d)
	if err != nil {
		return nil, err
	}
	v := &setupShowView{version: version, In: web.Typed{}}
	if v.Settings, err = club.Load(c.UserContext(), d.DB); err != nil {
		return nil, err
	}
	if v.rewards, err = catalogue.Open(c.UserContext(), d.DB, languagesOf(c, version), version.Today(d.DB.Time())); err != nil {
		return nil, err
	}
	people, err := staff.List(c.UserContext(), d.DB)
	v.people = len(people)
	v.weigh(c)
	return v, err
}

// weigh reads the numbers of the calculator from the address; what can't be read
// is the usual shop's.
func (v *setupShowView) weigh(c *fiber.Ctx) {
	currency := v.version.Currency()
	in := reader{currency: currency}
	usual := currency.Units(v.version.Document.Tiers.Steps[len(v.version.Document.Tiers.Steps)-1].From) / 55
	v.In = web.Typed{"average": typedAmount(currency, usual-usual%currency.Units(1)), "margin": "58", "visits": "2"}
	for name := range v.In {
		if typed := c.Query(name); typed != "" && len(typed) < 16 {
			v.In[name] = typed
		}
	}
	t := insights.Trade{Average: in.amount("average", v.In["average"]), Margin: in.number("margin", v.In["margin"]), Visits: in.number("visits", v.In["visits"])}
	if t.Visits = min(max(t.Visits, 0), 100); in.wrong.Err() != nil {
		t = insights.Trade{}
	}
	v.Pays = insights.WhetherItPays(v.version, t)
}

func setupShow(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := setupView(c, d)
		if err != nil {
			return err
		}
		return web.Render(c, "admin/setup/show", v, "admin/setup/_pays")
	}
}

type templateForm struct {
	Template string `form:"template,max=20"`
}

// templatesCreate begins from a shop like the owner's.
func templatesCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		var form templateForm
		err := web.Bind(c, &form)
		if err == nil {
			deps := arranging.Deps{Programme: d.Programme, Club: d.Club}
			err = arranging.Start(c.UserContext(), d.DB, deps, actOf(c, "club.setup"), form.Template)
		}
		if err != nil {
			return err
		}
		web.Done(c, "admin.setup.show.started", "Template", web.Locale(c).T("admin.setup.template."+form.Template))
		return web.Redirect(c, "/admin/setup")
	}
}

// stepsCreate says of a step that it is good as it is; the last one opens the
// club.
func stepsCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		step := c.Params("step")
		if !slices.Contains(steps(), step) {
			return fault.New(fault.NotFound, "not_found")
		}
		if err := web.Bind(c, &struct{}{}); err != nil {
			return err
		}
		if step == stepOpen {
			return openClub(c, d)
		}
		if err := finishStep(c, d, step); err != nil {
			return err
		}
		return web.Redirect(c, "/admin/setup")
	}
}

func openClub(c *fiber.Ctx, d web.Deps) error {
	if err := arranging.Open(c.UserContext(), d.DB, d.Club, actOf(c, "club.open"), steps()...); err != nil {
		return err
	}
	web.Done(c, "admin.setup.show.opened")
	return web.Redirect(c, "/admin/setup/sign")
}
