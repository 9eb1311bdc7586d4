package web

import (
	"reflect"

	"github.com/gofiber/fiber/v2"

	"fealty/models/fault"
)

// Typed is a form as it was typed, by the names of its fields.
type Typed map[string]string

// Get gives what was typed, for templates.
func (t Typed) Get(name string) string { return t[name] }

// Ticked tells whether a box was ticked.
func (t Typed) Ticked(name string) bool { return t[name] != "" }

// BindNamed reads a form whose fields are known only when it is drawn: so many
// languages, so many tiers. It refuses what Bind refuses. What was typed is
// answered in any case, so that nothing is lost.
func BindNamed(c *fiber.Ctx, names ...string) (Typed, error) {
	typed := Typed{}
	values, err := formValues(c)
	if err == nil {
		err = refuseFiles(c)
	}
	if err != nil {
		return typed, err
	}
	texts, fields := make([]string, len(names)), make([]boundField, len(names))
	for i, name := range names {
		fields[i] = boundField{name: name, max: usualMax, value: reflect.ValueOf(&texts[i]).Elem()}
	}
	if err := refuseStrangers(values, fields); err != nil {
		return typed, err
	}
	var faults fault.Fields
	for i, f := range fields {
		f.read(values[f.name], &faults)
		typed[f.name] = texts[i]
	}
	return typed, faults.Err()
}
