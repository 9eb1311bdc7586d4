package web

import (
	"regexp"

	"github.com/gofiber/fiber/v2"
)

// local is R16: an address of ours, never //elsewhere and never a scheme.
var local = regexp.MustCompile(`^/([A-Za-z0-9][A-Za-z0-9/_.,~?&=%#+@:-]*)?$`)

// Redirect answers 303 to an address of our own; HTMX is told to go there. An
// address that is not ours leads to the start page.
func Redirect(c *fiber.Ctx, path string) error {
	if !local.MatchString(path) {
		path = "/"
	}
	c.Vary("HX-Request")
	if isFragment(c) {
		c.Set("HX-Redirect", path)
		return c.SendStatus(fiber.StatusNoContent)
	}
	return c.Redirect(path, fiber.StatusSeeOther)
}

// Next is where ?next= asks to go after signing in, if it is an address of ours.
func Next(c *fiber.Ctx, fallback string) string {
	if next := c.Query("next"); len(next) < 500 && local.MatchString(next) {
		return next
	}
	return fallback
}
