package api

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/catalogue"
	"fealty/models/ids"
	"fealty/models/money"
	"fealty/models/recording"
	"fealty/models/redeeming"
	"fealty/models/spending"
	"fealty/models/tiers"
	"fealty/models/vouchers"
)

// entitlementsView is what a member may have now; the shop applies it.
type entitlementsView struct {
	Tier         *tierView  `json:"tier"`
	Discount     int        `json:"discount_percent"`
	FreeShipping bool       `json:"free_shipping"`
	Points       worthView  `json:"points"`
	Paying       payingView `json:"paying"`
	Perks        []perkView `json:"perks"`
	// Vouchers that can be used today, without their codes.
	Vouchers []rightView `json:"vouchers"`
}

type worthView struct {
	Spendable money.Points `json:"spendable"`
	Worth     string       `json:"worth"`
}

type rightView struct {
	ID        ids.Voucher    `json:"id"`
	Kind      catalogue.Kind `json:"kind"`
	Name      string         `json:"name"`
	Worth     string         `json:"worth"`
	Percent   *int           `json:"percent,omitempty"`
	ExpiresOn string         `json:"expires_on"`
	deedView
}

// entitlementsShow answers what a member may have now.
func entitlementsShow(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := memberOf(c)
		if err != nil {
			return err
		}
		look, err := recording.LookAt(c.UserContext(), d.DB, recordingDeps(d), id)
		if err != nil {
			return err
		}
		view, err := drawEntitlements(c, d, granted{member: id, language: look.Language, spendable: look.Wallet.Spendable,
			worth: look.Worth, gives: look.Gives, tier: look.Tier})
		if err != nil {
			return err
		}
		return c.JSON(view)
	}
}

// granted is what entitlements are drawn from.
type granted struct {
	member    ids.Member
	language  string
	spendable money.Points
	worth     money.Amount
	gives     tiers.Tier
	tier      recording.Tier
	// basket is what is to be paid; nil without one.
	basket *spending.Case
}

func drawEntitlements(c *fiber.Ctx, d web.Deps, g granted) (entitlementsView, error) {
	version, err := d.Programme.InForce(c.UserContext(), d.DB)
	if err != nil {
		return entitlementsView{}, err
	}
	currency := version.Currency()
	view := entitlementsView{Tier: drawTier(g.tier, currency.Code), Discount: g.gives.Discount, FreeShipping: g.gives.FreeShipping,
		Points: worthView{Spendable: g.spendable, Worth: currency.Format(g.worth)}, Vouchers: []rightView{},
		Paying: drawPaying(version, g.basket), Perks: drawPerks(version, g.tier.Key, g.language)}
	if g.member.IsZero() {
		return view, nil
	}
	lang := catalogue.Languages{Wanted: g.language, Main: version.Document.Club.Languages[0]}
	tickets, err := redeeming.Tickets(c.UserContext(), d.DB, g.member, lang, ids.Voucher{})
	if err != nil {
		return view, err
	}
	today := version.Today(d.DB.Time())
	for _, t := range tickets {
		if t.StateOn(today) == vouchers.Issued {
			view.Vouchers = append(view.Vouchers, rightView{ID: t.ID, Kind: t.Kind, Name: t.Name, Worth: currency.Format(t.Worth),
				Percent: t.Percent, ExpiresOn: t.ExpiresOn.Format(time.DateOnly), deedView: drawDeed(t.Kind.Behaviour().Deed, t.Terms)})
		}
	}
	return view, nil
}
