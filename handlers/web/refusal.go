package web

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"fealty/models/fault"
)

// refusalView is made of a refusal alone.
type refusalView struct {
	Chrome
	Text, Back string
}

// Refuse answers a refusal of business, which is kept under its key, with what is
// kept and nothing else: asked again with the same key, the answer has the same
// bytes, whatever has changed since (R5). Back leads to the page as it is now, with
// what was typed. Any other error is returned as it is. HTMX gets the piece that
// takes the place of the form.
func Refuse(c *fiber.Ctx, err error, back string) error {
	var e *fault.Error
	if !errors.As(err, &e) || e.Kind != fault.Refused {
		return err
	}
	v := &refusalView{Text: sentence(Locale(c), e.Key, e.Params), Back: back}
	v.Narrow = true
	c.Status(statusOf(e.Kind))
	return Render(c, "web/refusals/show", v, "web/refusals/_box")
}
