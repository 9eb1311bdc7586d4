package partner

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/shopspring/decimal"

	"fealty/handlers/web"
	"fealty/models/insights"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/redeeming"
)

// sheetShow is a month's statement as a spreadsheet in CSV, each use with a line
// of its own. What was undone has a second line that takes the first back, so the
// amounts sum up to the statement's total.
func (d desk) sheetShow(c *fiber.Ctx) error {
	v, month, err := d.month(c)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	out.WriteString("\ufeff") // so that spreadsheets read UTF-8
	s := sheet{web.Locale(c).T, v, csv.NewWriter(&out)}
	if err = s.head(); err == nil {
		err = d.fill(c, s, month)
	}
	if err != nil {
		return err
	}
	s.out.Flush()
	if err := s.out.Error(); err != nil {
		return fmt.Errorf("write a statement: %w", err)
	}
	c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="statement-`+month.Format(monthForm)+`.csv"`)
	return c.Send(out.Bytes())
}

func (d desk) fill(c *fiber.Ctx, s sheet, month time.Time) error {
	var last insights.StatementUse
	for {
		uses, err := insights.StatementUses(c.UserContext(), d.DB, at(c, s.version), spanOf(s.version, month), last)
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
