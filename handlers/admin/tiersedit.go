package admin

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/insights"
	"fealty/models/programme"
	"fealty/models/tiers"
	"fealty/views"
)

type tiersEditView struct {
	rulesView
	// Moves are who would rise and fall by the typed lines; nil while nothing was
	// counted.
	Moves *insights.Moves
}

func tiersView(c *fiber.Ctx, d web.Deps) (*tiersEditView, error) {
	rules, err := newRulesView(c, d)
	v := &tiersEditView{rulesView: rules}
	if err == nil {
		v.In = ladderOf(v.Newest)
	}
	return v, err
}

func tiersEdit(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := tiersView(c, d)
		if err != nil {
			return err
		}
		return web.Render(c, "admin/tiers/edit", v)
	}
}

func tiersUpdate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := tiersView(c, d)
		if err != nil {
			return err
		}
		doc := v.Doc()
		if v.In, err = web.BindNamed(c, tierNames(doc)...); err == nil {
			err = v.publish(c, d, tierPaths(doc), func(doc *programme.Document) error { return putTiers(doc, v.In) })
		}
		if err == nil {
			err = finishStep(c, d, stepTiers)
		}
		if err != nil {
			return web.Invalid(c, "admin/tiers/edit", v, err)
		}
		web.Done(c, "admin.tiers.edit.saved")
		return web.Redirect(c, backFrom(c, "/admin/tiers"))
	}
}

// tierPreviewsCreate counts who would rise and fall, and keeps nothing.
func tierPreviewsCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := tiersView(c, d)
		if err != nil {
			return err
		}
		before := v.Doc()
		var after programme.Document
		if v.In, err = web.BindNamed(c, tierNames(before)...); err == nil {
			after, err = tried(before, v.In)
		}
		if err == nil {
			v.Moves, err = countMoves(c, d, v, after.Tiers)
		}
		if err != nil {
			return web.Invalid(c, "admin/tiers/edit", v, renamed(err, tierPaths(before)), "admin/tiers/_moves")
		}
		return web.Render(c, "admin/tiers/edit", v, "admin/tiers/_moves")
	}
}

// tried is a document with what was typed, checked.
func tried(doc programme.Document, typed web.Typed) (programme.Document, error) {
	text, err := doc.Canonical()
	if err != nil {
		return doc, err
	}
	mine, err := programme.Parse(text)
	if err == nil {
		err = putTiers(&mine, typed)
	}
	if err == nil {
		err = mine.Check()
	}
	return mine, err
}

func countMoves(c *fiber.Ctx, d web.Deps, v *tiersEditView, after tiers.Policy) (*insights.Moves, error) {
	now, err := inForce(c, d)
	if err != nil {
		return nil, err
	}
	return insights.CountMoves(c.UserContext(), d.DB, insights.Ladders{Now: now.Document.Tiers, Then: after, On: v.Newest.Today(d.DB.Time())})
}

// Bys, Windows, Keeps and Downgrades are the choices of the form.
func (v *tiersEditView) Bys() []views.Option {
	return v.choices("admin.tiers.edit.by.", string(tiers.Points), string(tiers.Spend))
}

// Windows are the periods that may count.
func (v *tiersEditView) Windows() []views.Option {
	return v.choices("admin.tiers.edit.window.", string(tiers.Calendar), string(tiers.Rolling))
}

// Keeps say until when a tier is promised.
func (v *tiersEditView) Keeps() []views.Option {
	return v.choices("admin.tiers.edit.keep.", string(tiers.RestOfNextYear), string(tiers.KeepMonths))
}

// Downgrades say what happens at the end of that.
func (v *tiersEditView) Downgrades() []views.Option {
	return v.choices("admin.tiers.edit.downgrade.", string(tiers.DowngradeRecompute), string(tiers.DowngradeOneStep), string(tiers.DowngradeNone))
}

// tierLine is one tier in the form.
type tierLine struct {
	Name                       string
	Key                        string
	From, Discount, Ship, Drop string
	IsFirst                    bool
}

// Lines are the tiers as they are, the lowest first.
func (v *tiersEditView) Lines() []tierLine {
	var list []tierLine
	for i, step := range v.Doc().Tiers.Steps {
		list = append(list, tierLine{Name: v.TierName(step.Key), Key: step.Key, From: "from." + step.Key, Discount: "discount." + step.Key,
			Ship: "ship." + step.Key, Drop: "drop." + step.Key, IsFirst: i == 0})
	}
	return list
}

// Unit is what the lines are counted in.
func (v *tiersEditView) Unit() string {
	if v.In["by"] == string(tiers.Spend) {
		return v.L.Currency()
	}
	return v.L.PointsNoun(5)
}
