package admin

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/fields"
	"fealty/models/ids"
	"fealty/models/programme"
	"fealty/views"
)

// fieldLine is what a member has in a field, in words.
type fieldLine struct{ Label, Text string }

// fieldInput is a field of the shop's own in a form.
type fieldInput struct {
	Name, Label, Value, Type, Inputmode, Hint string
	Options                                   []views.Option
}

// readFields words what a member has in the fields in use.
func readFields(c *fiber.Ctx, d web.Deps, v *programme.Version, member ids.Member) ([]fieldLine, error) {
	defined, err := fields.List(c.UserContext(), d.DB)
	if err != nil || len(defined) == 0 {
		return nil, err
	}
	values, err := fields.Values(c.UserContext(), d.DB, member)
	if err != nil {
		return nil, err
	}
	l, lang := web.Locale(c), languagesOf(c, v)
	var lines []fieldLine
	for _, def := range defined {
		if value := values[def.Key]; value != "" {
			name := def.In(lang.Wanted, lang.Main)
			lines = append(lines, fieldLine{name.Label, web.FieldText(l, def, name, value)})
		}
	}
	return lines, nil
}

// fieldInputs are the controls of the fields in use.
func fieldInputs(c *fiber.Ctx, d web.Deps, v *programme.Version, values map[string]string) ([]fieldInput, error) {
	defined, err := fields.List(c.UserContext(), d.DB)
	if err != nil {
		return nil, err
	}
	l, lang := web.Locale(c), languagesOf(c, v)
	list := make([]fieldInput, 0, len(defined))
	for _, def := range defined {
		name := def.In(lang.Wanted, lang.Main)
		in := fieldInput{Name: "field." + def.Key, Label: name.Label, Value: values[def.Key], Type: "text"}
		switch def.Kind {
		case fields.Date:
			in.Type = "date"
		case fields.Number:
			in.Inputmode = "decimal"
		case fields.Choice, fields.YesNo:
			in.Type, in.Options = "select", web.FieldOptions(l, def, name)
		}
		list = append(list, in)
	}
	return list, nil
}

// fillInputs keeps what was typed.
func fillInputs(inputs []fieldInput, typed map[string]string) {
	for i := range inputs {
		if value, sent := typed[inputs[i].Name[len("field."):]]; sent {
			inputs[i].Value = value
		}
	}
}
