package member

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/insights"
)

// sheetMost bounds the spreadsheet; older entries are on the page.
const sheetMost = 20_000

// activitySheetShow is the whole activity as a spreadsheet in CSV.
func activitySheetShow(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := inForce(c, d)
		if err != nil {
			return err
		}
		asked := askedActs(c, v)
		asked.Before, asked.Size = 0, insights.ActivityMost
		var out bytes.Buffer
		out.WriteString("\ufeff") // so that spreadsheets read UTF-8
		w := csv.NewWriter(&out)
		if err := writeSheet(c, d, asked, w); err != nil {
			return err
		}
		w.Flush()
		if err := w.Error(); err != nil {
			return fmt.Errorf("write the spreadsheet: %w", err)
		}
		c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
		c.Set(fiber.HeaderContentDisposition, `attachment; filename="activity.csv"`)
		return c.Send(out.Bytes())
	}
}

func writeSheet(c *fiber.Ctx, d web.Deps, asked insights.AskedActs, w *csv.Writer) error {
	l := web.Locale(c)
	var head []string
	for _, name := range []string{"day", "what", "points", "balance", "until", "receipt", "why"} {
		head = append(head, web.Cell(l.T("member.activity.sheet."+name)))
	}
	if err := w.Write(head); err != nil {
		return fmt.Errorf("write the spreadsheet: %w", err)
	}
	for written := 0; written < sheetMost; {
		acts, err := insights.Acts(c.UserContext(), d.DB, asked)
		if err != nil {
			return err
		}
		for _, act := range acts {
			row, err := sheetRow(c, d, act)
			if err != nil {
				return err
			}
			if err := w.Write(row); err != nil {
				return fmt.Errorf("write the spreadsheet: %w", err)
			}
		}
		written += len(acts)
		if len(acts) == 0 || !acts[len(acts)-1].Earlier {
			return nil
		}
		asked.Before = acts[len(acts)-1].Seq
	}
	return nil
}

func sheetRow(c *fiber.Ctx, d web.Deps, act insights.Act) ([]string, error) {
	t, err := toldUnder(c, d, act)
	if err != nil {
		return nil, err
	}
	line, err := t.line(act)
	if err != nil {
		return nil, err
	}
	until := ""
	if act.ExpiresOn != nil {
		until = act.ExpiresOn.Format(time.DateOnly)
	}
	// The numbers are ours and stay numbers; every text is made harmless.
	return []string{act.On.Format(time.DateOnly), web.Cell(line.Title), strconv.FormatInt(int64(act.Amount), 10),
		strconv.FormatInt(int64(act.Balance), 10), until, web.Cell(act.Reference), web.Cell(strings.Join(line.Notes, t.Gap()))}, nil
}
