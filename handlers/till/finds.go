package till

import (
	"net/url"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
)

type findForm struct {
	Who   string `form:"who,max=300"`
	Typed string `form:"typed,max=1"`
	// Card is a printed card that the next member is to have.
	Card string `form:"card,max=20"`
}

// fewest is how many characters are looked for while somebody still types.
const fewest = 4

// findsCreate looks for what stands in the one field. It is a POST, so that
// nobody's phone number stays in an address. What is still being typed only
// shows what was found; Enter says whom it is not, too.
func (t till) findsCreate(c *fiber.Ctx) error {
	var form findForm
	if err := web.Bind(c, &form); err != nil {
		return err
	}
	isTyped := form.Typed != "" && isHTMX(c)
	if isTyped && utf8.RuneCountInString(form.Who) < fewest {
		return c.SendStatus(fiber.StatusNoContent)
	}
	if err := t.takeFind(c); err != nil {
		return err
	}
	f, err := t.find(c, form.Who)
	if err != nil {
		return err
	}
	if isTyped && f.member.IsZero() && f.card == "" && len(f.hits) == 0 {
		return c.SendStatus(fiber.StatusNoContent)
	}
	return t.sendFound(c, form, f)
}

// sendFound answers with the piece of the page, or leads to the second page.
func (t till) sendFound(c *fiber.Ctx, form findForm, f found) error {
	if to := addressOf(f); to != "" && !isHTMX(c) {
		return web.Redirect(c, to)
	}
	v, err := t.inForce(c)
	if err != nil {
		return err
	}
	view := t.view(c)
	view.Form.Who = form.Who
	if err := t.show(c, v, view, f); err != nil {
		return err
	}
	view.ToAmount = view.ToAmount || form.Typed == "" && view.Held != nil && view.Ticket == nil
	if form.Typed != "" {
		return t.render(c, v, view, "till/desk/_card")
	}
	return t.render(c, v, view, "till/desk/_desk")
}

// addressOf is the page of what was found, or "" where the finding itself shows
// it.
func addressOf(f found) string {
	switch {
	case f.code != "":
		return "/till?code=" + url.QueryEscape(f.code)
	case f.card != "":
		return "/till?number=" + f.card
	case !f.member.IsZero():
		return "/till?member=" + f.member.String()
	}
	return ""
}
