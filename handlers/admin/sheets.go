package admin

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/ids"
	"fealty/models/insights"
	"fealty/models/shipments"
	"fealty/models/vouchers"
)

// sendSheet answers a spreadsheet in CSV; each cell is kept from being a formula.
func sendSheet(c *fiber.Ctx, name string, rows [][]string) error {
	var out bytes.Buffer
	out.WriteString("\ufeff") // so that spreadsheets read UTF-8
	w := csv.NewWriter(&out)
	for _, row := range rows {
		for i := range row {
			row[i] = web.Cell(row[i])
		}
		if err := w.Write(row); err != nil {
			return fmt.Errorf("write a spreadsheet: %w", err)
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return fmt.Errorf("write a spreadsheet: %w", err)
	}
	c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+name+`.csv"`)
	return c.Send(out.Bytes())
}

// codesSheetShow gives the codes that are still free.
func codesSheetShow(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := pathID[ids.Reward](c)
		if err != nil {
			return err
		}
		codes, err := vouchers.FreeCodes(c.UserContext(), d.DB, d.Keyring, id)
		if err != nil {
			return err
		}
		rows := [][]string{{"code"}}
		for _, code := range codes {
			rows = append(rows, []string{code.String()})
		}
		return sendSheet(c, "codes", rows)
	}
}

type guestsIndexView struct {
	web.Chrome
	List insights.GuestList
	// Address is the list's own, Edit the reward's.
	Address, Edit string
}

// guestsIndex is who comes to an event, for the door.
func guestsIndex(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		list, err := guestsOf(c, d)
		if err != nil {
			return err
		}
		v := &guestsIndexView{List: list, Address: address("rewards", list.Reward.ID) + "/guests", Edit: address("rewards", list.Reward.ID) + "/edit"}
		return web.Render(c, "admin/guests/index", v)
	}
}

func guestsOf(c *fiber.Ctx, d web.Deps) (insights.GuestList, error) {
	id, err := pathID[ids.Reward](c)
	if err != nil {
		return insights.GuestList{}, err
	}
	version, err := inForce(c, d)
	if err != nil {
		return insights.GuestList{}, err
	}
	return insights.ReadGuests(c.UserContext(), d.DB, id, languagesOf(c, version))
}

func guestsSheetShow(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		list, err := guestsOf(c, d)
		if err != nil {
			return err
		}
		l := web.Locale(c)
		rows := [][]string{{l.T("admin.guests.index.name"), l.T("admin.guests.index.number"), l.T("admin.guests.index.came")}}
		for _, g := range list.Guests {
			came := ""
			if g.UsedAt != nil {
				came = l.At(*g.UsedAt)
			}
			rows = append(rows, []string{g.FirstName, g.Number, came})
		}
		return sendSheet(c, "guests", rows)
	}
}

// shipmentsSheetShow gives the addresses of what waits to be packed, for labels.
func shipmentsSheetShow(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		version, err := inForce(c, d)
		if err != nil {
			return err
		}
		rows := [][]string{{"ordered", "reward", "recipient", "street", "postcode", "city", "country", "state"}}
		for _, state := range []shipments.State{shipments.Ordered, shipments.Packed} {
			list, err := insights.Parcels(c.UserContext(), d.DB, insights.AskedParcels{State: state, Lang: languagesOf(c, version), Size: insights.ParcelsMost})
			if err != nil {
				return err
			}
			for _, p := range list {
				rows = append(rows, []string{p.OrderedAt.Format(time.DateOnly), p.Name, p.Recipient, p.Street, p.Postcode, p.City, p.Country, string(p.State)})
			}
		}
		return sendSheet(c, "parcels", rows)
	}
}
