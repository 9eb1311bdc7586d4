package member

import (
	"cmp"
	"slices"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
)

// offersIndexView is what is open to a member now. Promises of campaigns will
// stand before all of it.
type offersIndexView struct {
	web.Chrome
	// At is the phrase of being in the member's tier.
	At string
	// Standing is the member's all the time, Partners at other businesses.
	Standing, Partners []benefit
	// Limited are rewards that end on a day, Rewards those of partners.
	Limited, Rewards []offer
}

// IsEmpty tells whether nothing is open.
func (v *offersIndexView) IsEmpty() bool {
	return len(v.Standing)+len(v.Partners)+len(v.Limited)+len(v.Rewards) == 0
}

// offersIndex shows everything that is open to the member now: two statements.
func offersIndex(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, s, err := readGoods(c, d)
		if err != nil {
			return err
		}
		t := termsOf(web.Locale(c), v)
		view := &offersIndexView{At: t.words.Tiers[s.Home.Standing.Tier].At, Partners: t.atPartners(s.Home.Standing.Tier)}
		if tier, ok := t.doc.Tiers.Find(s.Home.Standing.Tier); ok {
			view.Standing = t.standing(tier)
		}
		view.Limited, view.Rewards = s.open()
		return web.Render(c, "member/offers/index", view)
	}
}

// open gives the rewards that are open to the member now: those that end on a
// day, the soonest first, and the partners' others.
func (s shelf) open() (limited, atPartners []offer) {
	for _, o := range s.Offers {
		switch state := o.State(); {
		case state != "ready" && state != "left" && state != "togo":
		case o.EndsOn != nil:
			limited = append(limited, o)
		case !o.PartnerID.IsZero():
			atPartners = append(atPartners, o)
		}
	}
	slices.SortStableFunc(limited, func(a, b offer) int { return a.EndsOn.Compare(*b.EndsOn) })
	return limited, atPartners
}

// fewDeals is how many offers the home page shows.
const fewDeals = 3

// deals are the offers that the home page shows: what ends first, then what
// partners and goods give at the member's tier. Tag says why.
func (t terms) deals(s shelf) []benefit {
	limited, _ := s.open()
	var list []benefit
	for _, o := range limited {
		list = append(list, benefit{Icon: "clock", Name: o.Name, Tag: t.T("member.offers.index.until", "On", t.ShortDay(o.EndsOn)),
			Text: t.Points(o.Price), Href: "/rewards/" + o.ID.String()})
	}
	tier := t.words.Tiers[s.Home.Standing.Tier].Name
	list = append(list, t.atPartners(s.Home.Standing.Tier)...)
	if held, ok := t.doc.Tiers.Find(s.Home.Standing.Tier); ok {
		for _, b := range t.standing(held) {
			if b.Icon != iconMore {
				list = append(list, b)
			}
		}
	}
	for i := range list {
		list[i].Tag, list[i].Href = cmp.Or(list[i].Tag, tier), cmp.Or(list[i].Href, "/offers")
	}
	return list[:min(len(list), fewDeals)]
}
