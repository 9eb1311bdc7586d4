package admin

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/adjusting"
	"fealty/models/cards"
	"fealty/models/ids"
)

type cardsForm struct {
	Label string `form:"label,max=80"`
	Size  string `form:"size,max=5"`
}

type cardsIndexView struct {
	web.Chrome
	Form    cardsForm
	Batches []cards.Batch
	CanEdit bool
}

// cardsIndex lists the batches of printed cards.
func cardsIndex(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view := &cardsIndexView{Form: cardsForm{Size: "100"}, CanEdit: may(c, web.Desk("shops")...)}
		var err error
		if view.Batches, err = cards.Batches(c.UserContext(), d.DB); err != nil {
			return err
		}
		return web.Render(c, "admin/cards/index", view)
	}
}

// cardsCreate makes a batch and leads to its sheet.
func cardsCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view := &cardsIndexView{CanEdit: true}
		err := web.Bind(c, &view.Form)
		var id ids.Batch
		if err == nil {
			size, numberErr := strconv.Atoi(view.Form.Size)
			if numberErr != nil {
				size = 0
			}
			id, err = adjusting.PrintCards(c.UserContext(), d.DB, whoOf(c), cards.Batch{Label: view.Form.Label, Size: size})
		}
		if err != nil {
			var listErr error
			if view.Batches, listErr = cards.Batches(c.UserContext(), d.DB); listErr != nil {
				return listErr
			}
			return web.Invalid(c, "admin/cards/index", view, err)
		}
		web.Done(c, "admin.cards.index.made")
		return web.Redirect(c, address("cards", id))
	}
}

type cardsShowView struct {
	web.Chrome
	Batch cards.Batch
	Cards []printed
}

// printed is one card of the sheet.
type printed struct{ Shown, Link string }

func readBatch(c *fiber.Ctx, d web.Deps) (*cardsShowView, error) {
	id, err := pathID[ids.Batch](c)
	if err != nil {
		return nil, err
	}
	v := &cardsShowView{}
	if v.Batch, err = cards.FindBatch(c.UserContext(), d.DB, id); err != nil {
		return nil, err
	}
	list, err := cards.Of(c.UserContext(), d.DB, id)
	for _, card := range list {
		v.Cards = append(v.Cards, printed{cards.Show(card.Number), d.Config.URL("/c/" + card.Number)})
	}
	v.Title = v.Batch.Label
	return v, err
}

// cardsShow is the sheet to print.
func cardsShow(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := readBatch(c, d)
		if err != nil {
			return err
		}
		return web.Render(c, "admin/cards/show", v)
	}
}

// cardsSheet is the batch for a printer's own programs.
func cardsSheet(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := readBatch(c, d)
		if err != nil {
			return err
		}
		var out bytes.Buffer
		w := csv.NewWriter(&out)
		rows := [][]string{{"number", "link"}}
		for _, card := range v.Cards {
			rows = append(rows, []string{web.Cell(card.Shown), web.Cell(card.Link)})
		}
		if err := w.WriteAll(rows); err != nil {
			return fmt.Errorf("write a batch of cards: %w", err)
		}
		c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
		c.Set(fiber.HeaderContentDisposition, `attachment; filename="cards.csv"`)
		return c.Send(out.Bytes())
	}
}
