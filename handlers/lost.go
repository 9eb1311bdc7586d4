package handlers

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/fault"
	"fealty/models/staff"
)

// lost stands behind all routes: whoever comes to an address that isn't there
// still sees who they are and their own way on.
func lost(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if err := introduce(c, d); err != nil {
			return err
		}
		return c.Next()
	}
}

// introduce shows whoever is signed in, where no door has done so.
func introduce(c *fiber.Ctx, d web.Deps) error {
	who := web.Who(c)
	if who.StaffID.IsZero() {
		return greet(c, d)
	}
	s, err := staff.Find(c.UserContext(), d.DB, who.StaffID)
	if fault.KindOf(err) == fault.NotFound || (err == nil && !s.IsEnabled()) || (err == nil && isForShoppers(c.Path())) {
		return nil
	}
	if err != nil {
		return err
	}
	person, err := portrait(c, d, s)
	if fault.KindOf(err) == fault.Unauthenticated {
		return nil
	}
	if err == nil {
		web.SetPerson(c, person)
	}
	return err
}
