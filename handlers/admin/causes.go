package admin

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/adjusting"
	"fealty/models/catalogue"
	"fealty/models/causes"
	"fealty/models/ids"
	"fealty/models/programme"
	"fealty/views"
)

type causesIndexView struct {
	web.Chrome
	Causes  []causes.Shown
	CanEdit bool
}

func causesIndex(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := inForce(c, d)
		if err != nil {
			return err
		}
		list, err := causes.All(c.UserContext(), d.DB, causes.Languages(languagesOf(c, v)))
		if err != nil {
			return err
		}
		return web.Render(c, "admin/causes/index", &causesIndexView{Causes: list, CanEdit: may(c, editors()...)})
	}
}

// causesEditView is the editor of a new cause or of one that is there.
type causesEditView struct {
	web.Chrome
	Form    causeForm
	Action  string
	Before  causes.Cause
	CanEdit bool
	version *programme.Version
}

// Texts are the editor's languages, the club's own first.
func (v *causesEditView) Texts() []textCard {
	var cards []textCard
	for i, lang := range v.Club.Languages {
		w, ok := v.Form.words()[lang.Code]
		if !ok {
			continue
		}
		card := newTextCard(lang.Code, lang.Name, i == 0)
		card.Title, card.Description, card.IsMissing = *w[0], *w[1], *w[0] == ""
		card.HasProblem = v.FieldError(card.NameField)+v.FieldError(card.AboutField) != ""
		cards = append(cards, card)
	}
	return cards
}

// Arts are the pictures to choose from.
func (v *causesEditView) Arts() []web.Choice {
	return web.Choices(v.L, "admin.art.", v.Form.Art, catalogue.Arts()...)
}

// States are whether members may give.
func (v *causesEditView) States() []views.Option {
	return options(v.L, "admin.causes.state.", "live", "paused", "archived")
}

func causeEditor(c *fiber.Ctx, d web.Deps) (*causesEditView, error) {
	version, err := inForce(c, d)
	return &causesEditView{version: version, Action: "/admin/causes", CanEdit: may(c, editors()...)}, err
}

func editedCause(c *fiber.Ctx, d web.Deps) (*causesEditView, error) {
	id, err := pathID[ids.Cause](c)
	if err != nil {
		return nil, err
	}
	v, err := causeEditor(c, d)
	if err != nil {
		return nil, err
	}
	v.Action = address("causes", id)
	v.Before, err = causes.Find(c.UserContext(), d.DB, id)
	return v, err
}

func causesNew(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := causeEditor(c, d)
		if err != nil {
			return err
		}
		v.Form = causeForm{State: string(causes.Live), Art: "coast"}
		return web.Render(c, "admin/causes/new", v)
	}
}

func causesCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := causeEditor(c, d)
		if err != nil {
			return err
		}
		return v.save(c, d, "admin/causes/new")
	}
}

func causesEdit(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := editedCause(c, d)
		if err != nil {
			return err
		}
		texts, err := causes.Texts(c.UserContext(), d.DB, v.Before.ID)
		if err != nil {
			return err
		}
		v.Form.fill(v.Before, texts, v.version.Currency())
		return web.Render(c, "admin/causes/edit", v)
	}
}

func causesUpdate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := editedCause(c, d)
		if err != nil {
			return err
		}
		return v.save(c, d, "admin/causes/edit")
	}
}

func (v *causesEditView) save(c *fiber.Ctx, d web.Deps, page string) error {
	err := web.Bind(c, &v.Form)
	var change adjusting.CauseChange
	if err == nil {
		change, err = v.Form.read(v.Before, v.version)
	}
	if err == nil {
		change.By = whoOf(c)
		_, err = adjusting.SaveCause(c.UserContext(), d.DB, deps(d), change)
	}
	if err != nil {
		return web.Invalid(c, page, v, err)
	}
	web.Done(c, "admin.causes.edit.saved")
	return web.Redirect(c, "/admin/causes")
}
