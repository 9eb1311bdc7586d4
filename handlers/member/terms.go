package member

import (
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/shopspring/decimal"

	"fealty/handlers/web"
)

type termsShowView struct {
	web.Chrome
	Chapters []chapter
	// Number is the programme's version, Since the day it began; the first one
	// has no day worth telling.
	Number int
	Since  *time.Time
}

// termsShow writes the programme document out, so that terms and behaviour can't
// drift apart.
func termsShow(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := inForce(c, d)
		if err != nil {
			return err
		}
		view := &termsShowView{Chapters: termsOf(web.Locale(c), v).chapters(), Number: v.Number}
		if v.Number > 1 {
			view.Since = &v.StartsAt
		}
		return web.Render(c, "member/terms/show", view)
	}
}

// rung is one tier in the table of tiers.
type rung struct {
	Name, Line, Rate, Unit, Discount string
	FreeShipping, IsMine             bool
	// Perks tell for each perk of the document whether the tier has it.
	Perks []bool
}

type howShowView struct {
	web.Chrome
	// Columns stand side by side where there is room.
	Columns [2][]chapter
	Ladder  []rung
	// PerkNames head the rows of the perks.
	PerkNames []string
}

// howShow tells how the club works: the tiers in a table, then what matters most.
func howShow(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := inForce(c, d)
		if err != nil {
			return err
		}
		t, mine := termsOf(web.Locale(c), v), ""
		if !web.MemberOf(c).ID.IsZero() {
			_, home, err := readHolder(c, d)
			if err != nil {
				return err
			}
			mine = home.Standing.Tier
		}
		columns := map[string]int{"earn": 0, "pay": 0, "invite": 0, "give": 0, "perks": 1, "tiers": 1, "last": 1, "rewards": 1, "returns": 1}
		view := &howShowView{Ladder: t.rungs(mine)}
		for _, p := range t.doc.Perks {
			view.PerkNames = append(view.PerkNames, t.words.Perks[p.Key].Name)
		}
		for _, chapter := range t.chapters() {
			if side, ok := columns[chapter.Key]; ok {
				view.Columns[side] = append(view.Columns[side], chapter)
			}
		}
		return web.Render(c, "member/how/show", view)
	}
}

func (t terms) rungs(mine string) []rung {
	list := make([]rung, 0, len(t.doc.Tiers.Steps))
	for _, step := range t.doc.Tiers.Steps {
		r := rung{Name: t.words.Tiers[step.Key].Name, Line: t.amount(step.From), FreeShipping: step.FreeShipping, IsMine: step.Key == mine}
		r.Rate, r.Unit = t.rate(t.doc.Earning.TierFactor(step.Key).Truncate(4))
		if t.doc.Earning.PerUnit.Equal(decimal.Zero) {
			r.Rate = ""
		}
		if step.Discount > 0 {
			r.Discount = t.Percent(step.Discount)
		}
		for _, p := range t.doc.Perks {
			r.Perks = append(r.Perks, t.doc.Tiers.AtLeast(step.Key, p.From))
		}
		list = append(list, r)
	}
	return list
}
