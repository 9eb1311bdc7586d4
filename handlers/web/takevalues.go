package web

import (
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"fealty/models/fault"
)

// TakeValues takes the fields of a form whose names begin with a prefix, for
// what the shop itself makes up, by the rest of their names. Bind then does not
// see them. Text that isn't UTF-8, holds control characters or is longer than
// usual is fault.Invalid, by field.
func TakeValues(c *fiber.Ctx, prefix string) (map[string]string, error) {
	values, err := formValues(c)
	if err != nil {
		return nil, err
	}
	taken := map[string]string{}
	var faults fault.Fields
	for name, list := range values {
		rest, ours := strings.CutPrefix(name, prefix)
		if !ours {
			continue
		}
		delete(values, name)
		text := strings.TrimSpace(strings.ReplaceAll(list[len(list)-1], "\r\n", "\n"))
		switch {
		case len(list) > 1:
			return nil, fault.New(fault.Invalid, "form_twice", fault.Params{"Field": clip(strings.ToValidUTF8(name, "?"))})
		case len(rest) > 60 || !isText(rest) || !isText(text):
			faults.Add(prefix+clip(strings.ToValidUTF8(rest, "?")), "field.text")
		case utf8.RuneCountInString(text) > usualMax:
			faults.Add(name, "field.long", fault.Params{"Max": usualMax})
		default:
			taken[rest] = text
		}
	}
	return taken, faults.Err()
}
