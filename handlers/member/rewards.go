package member

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/catalogue"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/money"
)

type rewardsIndexView struct {
	web.Chrome
	Wish   wish
	Have   money.Points
	Offers []offer
}

// Shows are the chips, Sorts the orders to choose from.
func (v *rewardsIndexView) Shows() []web.Choice {
	return web.Choices(v.L, "member.rewards.index.show.", v.Wish.Show, "all", "ready", "shop", "web", "partner")
}

// Sorts are the orders to choose from.
func (v *rewardsIndexView) Sorts() []web.Choice {
	return web.Choices(v.L, "member.rewards.index.sort.", v.Wish.Sort, "best", "few", "new")
}

func rewardsIndex(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		var w wish
		if err := web.BindQuery(c, &w); err != nil {
			w = wish{}
		}
		w.Show, w.Sort = web.OneOf(w.Show, "all", "ready", "shop", "web", "partner"), web.OneOf(w.Sort, "best", "few", "new")
		s, err := readShelf(c, d)
		if err != nil {
			return err
		}
		v := &rewardsIndexView{Wish: w, Have: s.Home.Spendable, Offers: s.pick(w)}
		return web.Render(c, "member/rewards/index", v, "member/rewards/_list")
	}
}

type rewardsShowView struct {
	web.Chrome
	Offer offer
	// ReturnDays is for how many days an unused voucher can be returned; 0 is as
	// long as it is valid.
	ReturnDays int
	// Where tells where its voucher can be used, Until until when if taken today.
	Where string
	Until time.Time
}

// Minus is the price as it leaves the wallet.
func (v *rewardsShowView) Minus() money.Points { return -v.Offer.Price }

func rewardsShow(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := readReward(c, d)
		if err != nil {
			return err
		}
		return web.Render(c, "member/rewards/show", v, "member/rewards/_box")
	}
}

// readReward reads the page of the reward that the address names. A draft is as
// unknown as one that never was.
func readReward(c *fiber.Ctx, d web.Deps) (*rewardsShowView, error) {
	id, err := pathID[ids.Reward](c)
	if err != nil {
		return nil, err
	}
	version, home, err := readHolder(c, d)
	if err != nil {
		return nil, err
	}
	card, err := catalogue.Show(c.UserContext(), d.DB, id, languagesOf(c, version))
	if err == nil && card.State == catalogue.Draft {
		err = fault.New(fault.NotFound, "reward_unknown")
	}
	if err != nil {
		return nil, err
	}
	v := &rewardsShowView{Offer: offerOf(version, home, card, web.Locale(c).Lang), ReturnDays: version.Document.Spending.ReturnsVoucherDays,
		Where: whereOf(c, version, card.PartnerName, card.Places), Until: card.VoucherEnds(home.Today, version.Zone())}
	v.Title = card.Name
	return v, nil
}

// Reason is why the reward can't be had now, in words; "" when it can.
func (v *rewardsShowView) Reason() string {
	o := v.Offer
	switch state := o.State(); state {
	case "ready", "left":
		return ""
	case "togo":
		return v.T("member.rewards.show.reason.togo", "Points", o.ToGo())
	case "tier":
		return v.T("member.rewards.show.reason.tier", "Tier", o.AtTier)
	case "later":
		return v.T("member.rewards.show.reason.later", "On", v.L.Date(o.StartsOn))
	case "limit":
		return v.N("member.rewards.show.reason.limit", *o.PerMember)
	default:
		return v.T("member.rewards.show.reason." + state)
	}
}
