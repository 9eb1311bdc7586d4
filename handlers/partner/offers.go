package partner

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/insights"
)

type offersIndexView struct {
	web.Chrome
	Offers []insights.Offer
}

// offersIndex lists the partner's offers with what became of them.
func (d desk) offersIndex(c *fiber.Ctx) error {
	v, err := d.Programme.InForce(c.UserContext(), d.DB)
	if err != nil {
		return err
	}
	view := &offersIndexView{}
	if view.Offers, err = insights.Offers(c.UserContext(), d.DB, at(c, v), v.Today(d.DB.Time())); err != nil {
		return err
	}
	return web.Render(c, "partner/offers/index", view)
}
