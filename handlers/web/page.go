package web

import (
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// More is the link to the next part of a list; the zero value is none.
type More struct{ Href, Label string }

// After is the key after which a list goes on, from ?after=; "" at the start.
// Text that no key of ours could be is taken as "".
func After(c *fiber.Ctx) string {
	after := c.Query("after")
	if len(after) > 100 || !isText(after) {
		return ""
	}
	return strings.TrimSpace(after)
}

// NextPart makes the link to the part of the list after a key, keeping the
// search and the filters; "" makes none.
func NextPart(c *fiber.Ctx, after string) More {
	if after == "" {
		return More{}
	}
	query := url.Values{}
	for name, value := range c.Queries() {
		if name != "after" && name != "lang" {
			query.Set(name, value)
		}
	}
	query.Set("after", after)
	return More{Href: c.Path() + "?" + query.Encode(), Label: Locale(c).T("web.more")}
}
