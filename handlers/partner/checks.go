package partner

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/insights"
	"fealty/models/programme"
	"fealty/models/redeeming"
)

type checkForm struct {
	Code string `form:"code,max=300"`
}

type checksNewView struct {
	web.Chrome
	Form    checkForm
	Verdict *verdict
	Today   []redeeming.PartnerUse
	// Due is shown to those who may see it, for the month of Month.
	Due       insights.Due
	Month     time.Time
	SeesMoney bool
	// Months are those that have a statement.
	Months []time.Time
}

// Address is the statement of a month.
func (v *checksNewView) Address(month time.Time) string { return statementOf(month) }

const checksPage = "partner/checks/new"

// checksNew is the counter's page. With ?code= it tells about a voucher and uses
// nothing, as when a phone's camera opened it; with ?use= it shows a use.
func (d desk) checksNew(c *fiber.Ctx) error {
	v, err := d.Programme.InForce(c.UserContext(), d.DB)
	if err != nil {
		return err
	}
	view := &checksNewView{}
	switch code, use := c.Query("code"), c.Query("use"); {
	case use != "":
		view.Verdict, err = d.served(c, v, useID(use))
	case code != "":
		view.Verdict, err = d.look(c, scanned(code))
	}
	if err != nil {
		return err
	}
	return d.render(c, v, view)
}

// look asks about a code without using it.
func (d desk) look(c *fiber.Ctx, code string) (*verdict, error) {
	if err := d.takeCheck(c); err != nil {
		return nil, err
	}
	found, err := redeeming.Check(c.UserContext(), d.DB, d.deps(), redeeming.Question{Code: code, By: who(c), Language: web.Locale(c).Lang})
	if err != nil {
		return refused(c, code, err)
	}
	return good(found), nil
}

// checksCreate checks a code and, when it is good, marks the voucher as used: one
// press, one answer.
func (d desk) checksCreate(c *fiber.Ctx) error {
	view := &checksNewView{}
	key, err := web.Key(c)
	if err != nil {
		return err
	}
	if err := d.takeCheck(c); err != nil {
		return err
	}
	v, err := d.Programme.InForce(c.UserContext(), d.DB)
	if err != nil {
		return err
	}
	use, err := d.use(c, &view.Form, key)
	if err != nil {
		return d.refuse(c, v, view, err)
	}
	if c.Get("HX-Request") != "true" || c.Get("HX-Boosted") == "true" {
		return web.Redirect(c, "/partner?use="+use.String())
	}
	if view.Verdict, err = d.served(c, v, use); err != nil {
		return err
	}
	view.Form = checkForm{}
	return d.renderNext(c, v, view)
}

func (d desk) use(c *fiber.Ctx, form *checkForm, key string) (ids.Use, error) {
	if err := web.Bind(c, form); err != nil {
		return ids.Use{}, err
	}
	form.Code = scanned(form.Code)
	used, err := redeeming.Use(c.UserContext(), d.DB, d.deps(), redeeming.Using{Key: key, Place: web.PersonOf(c).Place,
		Question: redeeming.Question{Code: form.Code, By: who(c), Language: web.Locale(c).Lang}})
	return used.Use, err
}

// refuse draws the page with the reason. What was mistyped stays in the field.
func (d desk) refuse(c *fiber.Ctx, v *programme.Version, view *checksNewView, cause error) error {
	var err error
	if view.Verdict, err = refused(c, view.Form.Code, cause); err != nil {
		return err
	}
	if !view.Verdict.IsMistyped() {
		view.Form = checkForm{}
	}
	status := web.StatusOf(cause)
	if fault.KindOf(cause) == fault.NotFound {
		status = fiber.StatusUnprocessableEntity
	}
	c.Status(status)
	return d.renderNext(c, v, view)
}

// renderNext draws the page with a form that is ready for the next code.
func (d desk) renderNext(c *fiber.Ctx, v *programme.Version, view *checksNewView) (err error) {
	if view.Key, err = d.freshKey(); err != nil {
		return err
	}
	return d.render(c, v, view)
}

func (d desk) render(c *fiber.Ctx, v *programme.Version, view *checksNewView) error {
	if err := d.gather(c, v, view); err != nil {
		return err
	}
	return web.Render(c, checksPage, view)
}

// gather adds what was used today and, for a manager, what is owed.
func (d desk) gather(c *fiber.Ctx, v *programme.Version, view *checksNewView) (err error) {
	today, at := v.Today(d.DB.Time()), at(c, v)
	view.Today, err = redeeming.UsesOf(c.UserContext(), d.DB, redeeming.Uses{Partner: at.Partner, Since: v.Midnight(today)}, at.Languages)
	if err != nil {
		return err
	}
	if view.SeesMoney = web.StaffOf(c).Role.CanSeeOffers(); !view.SeesMoney {
		return nil
	}
	view.Month = today.AddDate(0, 0, 1-today.Day())
	view.Due, err = insights.ReadDue(c.UserContext(), d.DB, at, v.Midnight(view.Month))
	view.Months = monthsSince(v, view.Due.First, today)
	return err
}
