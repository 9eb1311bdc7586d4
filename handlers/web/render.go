package web

import (
	"html/template"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// Render draws a page: "member/rewards/index" with a pointer to its view. It
// decides once how: a plain, boosted or history request gets the layout around
// the page; a request of HTMX gets the fragments that are named, in order, or
// else the page without its layout. c.Status before it stands.
func Render(c *fiber.Ctx, page string, view Page, fragments ...string) error {
	ch := view.base()
	ch.fill(c, page)
	c.Vary("HX-Request")
	if isFragment(c) {
		return sendFragments(c, page, view, fragments)
	}
	k := kitOf(c)
	body, err := k.Views.Draw(page, view)
	if err != nil {
		return err
	}
	ch.Body = body
	whole, err := k.Views.Draw("layouts/"+ch.Layout, ch)
	if err != nil {
		return err
	}
	return sendHTML(c, whole)
}

func sendFragments(c *fiber.Ctx, page string, view Page, fragments []string) error {
	ch := view.base()
	out := template.HTML("")
	if len(fragments) == 0 {
		out = `<title>` + template.HTML(template.HTMLEscapeString(ch.Title+" – "+ch.Club.Name)) + `</title>` //nolint:gosec // escaped
		fragments = []string{page}
	}
	for _, name := range fragments {
		piece, err := kitOf(c).Views.Draw(name, view)
		if err != nil {
			return err
		}
		out += piece
	}
	return sendWithToasts(c, ch, out)
}

// sendWithToasts adds what was just done, in its own place on the page.
func sendWithToasts(c *fiber.Ctx, ch *Chrome, out template.HTML) error {
	if ch.Flash == nil {
		return sendHTML(c, out)
	}
	ch.OutOfBand = true
	toasts, err := kitOf(c).Views.Draw("shared/toasts", ch)
	if err != nil {
		return err
	}
	return sendHTML(c, out+toasts)
}

// isFragment tells whether HTMX asked for a piece of a page.
func isFragment(c *fiber.Ctx) bool {
	return c.Get("HX-Request") == "true" && c.Get("HX-Boosted") != "true" && c.Get("HX-History-Restore-Request") != "true"
}

func sendHTML(c *fiber.Ctx, body template.HTML) error {
	c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	return c.SendString(strings.TrimLeft(string(body), "\n"))
}
