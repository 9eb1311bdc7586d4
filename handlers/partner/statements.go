package partner

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/fault"
	"fealty/models/insights"
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
}

// Address is the page of a month.
func (v *statementsShowView) Address(month time.Time) string { return statementOf(month) }

func statementOf(month time.Time) string { return "/partner/statements/" + month.Format(monthForm) }

// monthForm is how an address writes a month.
const monthForm = "2006-01"

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
	if view.Statement, err = insights.ReadStatement(c.UserContext(), d.DB, at(c, v), spanOf(v, month)); err != nil {
		return err
	}
	view.Title = web.Locale(c).T("partner.statements.show.title", "Month", web.Locale(c).Month(month))
	return web.Render(c, "partner/statements/show", view)
}

// month is the first day of the month in the address. One that hasn't begun, or
// that can't be one, is not found.
func (d desk) month(c *fiber.Ctx) (*programme.Version, time.Time, error) {
	v, err := d.Programme.InForce(c.UserContext(), d.DB)
	if err != nil {
		return nil, time.Time{}, err
	}
	month, err := time.Parse(monthForm, c.Params("month"))
	if err != nil || month.Year() < 2000 || month.After(v.Today(d.DB.Time())) {
		return nil, month, fault.New(fault.NotFound, "not_found")
	}
	return v, month, nil
}

// spanOf is a month in the programme's zone.
func spanOf(v *programme.Version, month time.Time) insights.Span {
	return insights.Span{From: v.Midnight(month), Until: v.Midnight(month.AddDate(0, 1, 0))}
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
