package partner

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/statement"
	"fealty/handlers/web"
	"fealty/models/insights"
	"fealty/models/partners"
	"fealty/models/programme"
)

type statementsShowView struct {
	web.Chrome
	// Month is its first day; Before and After are the months beside it, After nil
	// in the one that isn't over, which IsOpen says.
	Month, Before time.Time
	After         *time.Time
	IsOpen        bool
	Statement     insights.Statement
	// Settled is how the shop paid it, nil while it hasn't.
	Settled *partners.Settlement
}

// Address is the page of a month.
func (v *statementsShowView) Address(month time.Time) string { return statementOf(month) }

func statementOf(month time.Time) string {
	return "/partner/statements/" + month.Format(statement.Form)
}

// statementsShow is what the shop pays for a month's uses.
func (d desk) statementsShow(c *fiber.Ctx) error {
	v, month, err := d.month(c)
	if err != nil {
		return err
	}
	view := &statementsShowView{Month: month, Before: month.AddDate(0, -1, 0)}
	if after := month.AddDate(0, 1, 0); after.After(v.Today(d.DB.Time())) {
		view.IsOpen = true
	} else {
		view.After = &after
	}
	if view.Statement, err = insights.ReadStatement(c.UserContext(), d.DB, at(c, v), statement.SpanOf(v, month)); err != nil {
		return err
	}
	if view.Settled, err = partners.SettlementOf(c.UserContext(), d.DB, at(c, v).Partner, month); err != nil {
		return err
	}
	view.Title = web.Locale(c).T("partner.statements.show.title", "Month", web.Locale(c).Month(month))
	return web.Render(c, "partner/statements/show", view)
}

// sheetShow is a month's statement as a spreadsheet.
func (d desk) sheetShow(c *fiber.Ctx) error {
	v, month, err := d.month(c)
	if err != nil {
		return err
	}
	return statement.Send(c, d.Deps, statement.Sheet{Version: v, At: at(c, v), Month: month})
}

func (d desk) month(c *fiber.Ctx) (*programme.Version, time.Time, error) {
	v, err := d.Programme.InForce(c.UserContext(), d.DB)
	if err != nil {
		return nil, time.Time{}, err
	}
	month, err := statement.Month(c, v.Today(d.DB.Time()))
	return v, month, err
}

// monthsShown is how many months the counter's page leads to.
const monthsShown = 12

// monthsSince lists the months from today's back to that of an instant.
func monthsSince(v *programme.Version, first *time.Time, today time.Time) []time.Time {
	var months []time.Time
	if first == nil {
		return nil
	}
	oldest := v.Today(*first)
	for month := today.AddDate(0, 0, 1-today.Day()); len(months) < monthsShown; month = month.AddDate(0, -1, 0) {
		if month.AddDate(0, 1, 0).After(oldest) {
			months = append(months, month)
			continue
		}
		break
	}
	return months
}
