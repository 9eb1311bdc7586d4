package handlers

import (
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/fault"
	"fealty/models/staff"
)

// gate stands in front of every route: what the shop has turned off is not there,
// and before the club opens nobody but its staff sees what shoppers will.
func gate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if !web.ClubOf(c).Has(web.FeatureOf(c.Path())) {
			if err := introduce(c, d); err != nil {
				return err
			}
			return fault.New(fault.NotFound, "not_found")
		}
		if !isForShoppers(c.Path()) || web.ClubOf(c).IsOpen() {
			return c.Next()
		}
		return showSoon(c, d)
	}
}

// isForShoppers tells whether an address is one of the public's: a page of the
// member portal, signed in or not.
func isForShoppers(path string) bool {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	ours := []string{"admin", "partner", "till", "livez", "readyz", "metrics", "api", "pictures"}
	return !slices.Contains(ours, first) && !strings.Contains(first, ".")
}

type soonView struct{ web.Chrome }

// showSoon says kindly that the club isn't open yet. The shop's own people may look
// at what shoppers will see, but nobody joins.
func showSoon(c *fiber.Ctx, d web.Deps) error {
	if m := c.Method(); m != fiber.MethodGet && m != fiber.MethodHead {
		return fault.New(fault.Refused, "club_not_open")
	}
	isOurs, err := isOurStaff(c, d)
	if err != nil {
		return err
	}
	if isOurs {
		return c.Next()
	}
	c.Set("X-Robots-Tag", "noindex")
	v := &soonView{}
	v.Narrow, v.Layout = true, "plain"
	return web.Render(c, "web/soon/show", v)
}

func isOurStaff(c *fiber.Ctx, d web.Deps) (bool, error) {
	id := web.Who(c).StaffID
	if id.IsZero() {
		return false, nil
	}
	s, err := staff.Find(c.UserContext(), d.DB, id)
	if fault.KindOf(err) == fault.NotFound {
		return false, nil
	}
	return s.IsEnabled() && !s.Role.IsPartner(), err
}
