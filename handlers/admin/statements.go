package admin

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/statement"
	"fealty/handlers/web"
	"fealty/models/audit"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/insights"
	"fealty/models/partners"
	"fealty/models/programme"
	"fealty/models/settling"
)

// byOf says for the audit who acts, and from where.
func byOf(c *fiber.Ctx) audit.By {
	w := whoOf(c)
	return audit.By{Staff: w.Staff, Role: w.Role, Address: w.Address, RequestID: w.RequestID}
}

type paymentForm struct {
	PaidOn    string `form:"paid_on,max=10"`
	Reference string `form:"reference"`
}

type statementsShowView struct {
	web.Chrome
	Form      paymentForm
	Partner   partners.Partner
	Month     time.Time
	Statement insights.Statement
	Settled   *partners.Settlement
	// IsOpen says that the month isn't over; CanPay that it can be settled here.
	IsOpen, CanPay bool
}

// Address is the statement's own.
func (v *statementsShowView) Address() string {
	return address("partners", v.Partner.ID) + "/statements/" + v.Month.Format(statement.Form)
}

// statementsShow is what the shop pays a partner for a month.
func statementsShow(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view, err := readStatement(c, d)
		if err != nil {
			return err
		}
		return web.Render(c, "admin/statements/show", view)
	}
}

// statementSheetShow is the same as a spreadsheet.
func statementSheetShow(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view, v, err := monthOf(c, d)
		if err != nil {
			return err
		}
		return statement.Send(c, d, statement.Sheet{Version: v, At: atPartner(c, v, view.Partner.ID), Month: view.Month})
	}
}

// settlementsNew asks how a month was paid; one that can't be has no such page.
func settlementsNew(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view, err := readStatement(c, d)
		if err == nil && !view.CanPay {
			err = fault.New(fault.NotFound, "not_found")
		}
		if err != nil {
			return err
		}
		return web.Render(c, "admin/settlements/new", view)
	}
}

// settlementsCreate records that a month was paid.
func settlementsCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view, err := readStatement(c, d)
		if err != nil {
			return err
		}
		if err = web.Bind(c, &view.Form); err == nil {
			err = settle(c, d, view)
		}
		if err != nil {
			return web.Invalid(c, "admin/settlements/new", view, err)
		}
		web.Done(c, "admin.statements.show.paid")
		return web.Redirect(c, view.Address())
	}
}

func settle(c *fiber.Ctx, d web.Deps, view *statementsShowView) error {
	var in reader
	day := in.day("paid_on", view.Form.PaidOn)
	if err := in.wrong.Err(); err != nil {
		return err
	}
	cmd := settling.Payment{By: byOf(c), Partner: view.Partner.ID, Month: view.Month, Reference: view.Form.Reference}
	if day != nil {
		cmd.PaidOn = *day
	}
	_, err := settling.Settle(c.UserContext(), d.DB, settling.Deps{Programme: d.Programme}, cmd)
	return err
}

func atPartner(c *fiber.Ctx, v *programme.Version, id ids.Partner) insights.At {
	return insights.At{Partner: id, Languages: languagesOf(c, v)}
}

// monthOf reads which partner's month the address names.
func monthOf(c *fiber.Ctx, d web.Deps) (*statementsShowView, *programme.Version, error) {
	id, err := pathID[ids.Partner](c)
	if err != nil {
		return nil, nil, err
	}
	v, err := inForce(c, d)
	if err != nil {
		return nil, nil, err
	}
	view := &statementsShowView{}
	if view.Month, err = statement.Month(c, v.Today(d.DB.Time())); err != nil {
		return nil, nil, err
	}
	view.Partner, err = partners.Find(c.UserContext(), d.DB, id)
	return view, v, err
}

func readStatement(c *fiber.Ctx, d web.Deps) (*statementsShowView, error) {
	view, v, err := monthOf(c, d)
	if err != nil {
		return nil, err
	}
	today := v.Today(d.DB.Time())
	view.IsOpen = view.Month.AddDate(0, 1, 0).After(today)
	if view.Statement, err = insights.ReadStatement(c.UserContext(), d.DB, atPartner(c, v, view.Partner.ID), statement.SpanOf(v, view.Month)); err != nil {
		return nil, err
	}
	if view.Settled, err = partners.SettlementOf(c.UserContext(), d.DB, view.Partner.ID, view.Month); err != nil {
		return nil, err
	}
	view.Form.PaidOn = today.Format(time.DateOnly)
	view.CanPay = may(c, managers()...) && !view.IsOpen && view.Settled == nil && view.Statement.Total().Pays() > 0
	view.Title = web.Locale(c).T("admin.statements.show.title", "Partner", view.Partner.Name, "Month", web.Locale(c).Month(view.Month))
	return view, nil
}
