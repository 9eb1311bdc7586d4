// Package statement writes a partner's month as a spreadsheet, for the partner
// and for the shop alike.
//
// Floor: handlers.
// Tables: none.
package statement

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/shopspring/decimal"

	"fealty/handlers/web"
	"fealty/models/fault"
	"fealty/models/insights"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/redeeming"
)

// Form is how an address writes a month.
const Form = "2006-01"

// Month is the first day of the month in the address. One that hasn't begun, or
// that can't be one, is not found.
func Month(c *fiber.Ctx, today time.Time) (time.Time, error) {
	month, err := time.Parse(Form, c.Params("month"))
	if err != nil || month.Year() < 2000 || month.After(today) {
		return month, fault.New(fault.NotFound, "not_found")
	}
	return month, nil
}

// SpanOf is a month in the programme's zone.
func SpanOf(v *programme.Version, month time.Time) insights.Span {
	return insights.Span{From: v.Midnight(month), Until: v.Midnight(month.AddDate(0, 1, 0))}
}

// Sheet is a month of a partner's.
type Sheet struct {
	Version *programme.Version
	At      insights.At
	Month   time.Time
}

// Send answers with the month in CSV, each use with a line of its own. What was
// undone has a second line that takes the first back, so the amounts sum up to
// the statement's total.
func Send(c *fiber.Ctx, d web.Deps, month Sheet) error {
	var out bytes.Buffer
	out.WriteString("\ufeff") // so that spreadsheets read UTF-8
	s := sheet{web.Locale(c).T, month.Version, csv.NewWriter(&out)}
	err := s.head()
	if err == nil {
		err = s.fill(c, d, month)
	}
	if err != nil {
		return err
	}
	s.out.Flush()
	if err := s.out.Error(); err != nil {
		return fmt.Errorf("write a statement: %w", err)
	}
	c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="statement-`+month.Month.Format(Form)+`.csv"`)
	return c.Send(out.Bytes())
}

func (s sheet) fill(c *fiber.Ctx, d web.Deps, month Sheet) error {
	var last insights.StatementUse
	for {
		uses, err := insights.StatementUses(c.UserContext(), d.DB, month.At, SpanOf(s.version, month.Month), last)
		if err != nil {
			return err
		}
		for _, u := range uses {
			if err := s.write(u); err != nil {
				return err
			}
		}
		if len(uses) < insights.StatementPage {
			return nil
		}
		last = uses[len(uses)-1]
	}
}

// sheet writes the lines of one.
type sheet struct {
	t       func(key string, params ...any) string
	version *programme.Version
	out     *csv.Writer
}

func (s sheet) head() error {
	return s.line(s.t("partner.uses.index.time"), s.t("partner.statements.sheet.what"), s.t("partner.uses.index.voucher"),
		s.t("partner.checks.new.guest"), s.t("partner.statements.show.amount"), s.t("partner.statements.sheet.currency"), s.t("partner.statements.sheet.use"))
}

func (s sheet) write(u insights.StatementUse) error {
	if err := s.about(u, "partner.statements.show.used", u.UsedAt, u.Pays); err != nil || u.UndoneAt == nil {
		return err
	}
	return s.about(u, "partner.uses.index.undone", *u.UndoneAt, -u.Pays)
}

func (s sheet) about(u insights.StatementUse, what string, when time.Time, pays money.Amount) error {
	currency := s.version.Currency()
	amount := decimal.New(int64(pays), -int32(currency.Exponent)) //nolint:gosec // a currency has few decimals
	return s.line(when.In(s.version.Zone()).Format(time.DateTime), s.t(what), web.Cell(u.Name), web.Cell(redeeming.GuestName(u.FirstName)),
		amount.StringFixed(int32(currency.Exponent)), currency.Code, u.ID.String()) //nolint:gosec // a currency has few decimals
}

func (s sheet) line(cells ...string) error {
	if err := s.out.Write(cells); err != nil {
		return fmt.Errorf("write a statement: %w", err)
	}
	return nil
}
