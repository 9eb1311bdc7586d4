package member

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/fields"
	"fealty/models/programme"
	"fealty/views"
)

// ownField is a field of the shop's own, as a member sees it.
type ownField struct {
	Name, Label, Value, Text, Type, Inputmode string
	Options                                   []views.Option
	CanEdit                                   bool
}

// ownFields are those that members see, with what this one has in them.
func ownFields(c *fiber.Ctx, d web.Deps, v *programme.Version) ([]ownField, error) {
	defined, err := fields.List(c.UserContext(), d.DB)
	if err != nil || len(defined) == 0 {
		return nil, err
	}
	values, err := fields.Values(c.UserContext(), d.DB, web.MemberOf(c).ID)
	if err != nil {
		return nil, err
	}
	l := web.Locale(c)
	var list []ownField
	for _, def := range defined {
		value := values[def.Key]
		if def.Access == fields.ForStaff || (def.Access == fields.Shown && value == "") {
			continue
		}
		name := def.In(l.Lang, v.Document.Club.Languages[0])
		f := ownField{Name: "field." + def.Key, Label: name.Label, Value: value, Type: "text", CanEdit: def.Access == fields.Edited}
		switch def.Kind {
		case fields.Date:
			f.Type = "date"
		case fields.Number:
			f.Inputmode = "decimal"
		case fields.Choice, fields.YesNo:
			f.Type, f.Options = "select", web.FieldOptions(l, def, name)
		}
		if value != "" {
			f.Text = web.FieldText(l, def, name, value)
		}
		list = append(list, f)
	}
	return list, nil
}

type ownFieldsForm struct{}

// ownFieldsUpdate keeps what a member filled in.
func ownFieldsUpdate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		view, err := meView(c, d)
		if err != nil {
			return err
		}
		typed, err := web.TakeValues(c, "field.")
		if err == nil {
			err = web.Bind(c, &ownFieldsForm{})
		}
		for i := range view.Own {
			if value, sent := typed[view.Own[i].Name[len("field."):]]; sent {
				view.Own[i].Value = value
			}
		}
		if err == nil {
			err = fields.Fill(c.UserContext(), d.DB, fields.Filling{Member: web.MemberOf(c).ID, Values: typed, Prefix: "field.", ByMember: true})
		}
		if err != nil {
			return web.Invalid(c, "member/me/edit", view, err)
		}
		web.Done(c, "member.me.edit.saved")
		return web.Redirect(c, "/me")
	}
}
