package partner

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/ids"
	"fealty/models/insights"
)

type offersIndexView struct {
	web.Chrome
	Offers   []insights.Offer
	Requests []insights.OfferAsk
}

// Waits tells whether something is asked about an offer that waits for the shop.
func (v *offersIndexView) Waits(id ids.Reward) bool {
	for _, q := range v.Requests {
		if q.RewardID == id && q.State == "waiting" {
			return true
		}
	}
	return false
}

// offersIndex lists the partner's offers with what became of them, and what was
// asked of the shop.
func (d desk) offersIndex(c *fiber.Ctx) error {
	view, err := d.readOffers(c)
	if err != nil {
		return err
	}
	return web.Render(c, "partner/offers/index", view)
}

func (d desk) readOffers(c *fiber.Ctx) (*offersIndexView, error) {
	v, err := d.Programme.InForce(c.UserContext(), d.DB)
	if err != nil {
		return nil, err
	}
	view := &offersIndexView{}
	if view.Offers, err = insights.Offers(c.UserContext(), d.DB, at(c, v), v.Today(d.DB.Time())); err != nil {
		return nil, err
	}
	view.Requests, err = insights.Requests(c.UserContext(), d.DB, at(c, v))
	return view, err
}
