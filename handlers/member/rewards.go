package member

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/catalogue"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/insights"
	"fealty/models/money"
	"fealty/views"
)

type rewardsIndexView struct {
	web.Chrome
	Wish   wish
	Have   money.Points
	Offers []offer
	Stamps []insights.StampCard
}

// Shows are the chips, Sorts the orders to choose from.
func (v *rewardsIndexView) Shows() []web.Choice {
	return web.Choices(v.L, "member.rewards.index.show.", v.Wish.Show, "all", "ready", "shop", "web", "partner", "experience")
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
		w.Show, w.Sort = web.OneOf(w.Show, "all", "ready", "shop", "web", "partner", "experience"), web.OneOf(w.Sort, "best", "few", "new")
		s, err := readShelf(c, d)
		if err != nil {
			return err
		}
		v := &rewardsIndexView{Wish: w, Have: s.Home.Spendable, Offers: s.pick(w), Stamps: s.Home.Stamps}
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
	// Form is where it goes, for what goes by post; IsWaiting says that the member
	// is told when it is back.
	Form      addressForm
	IsWaiting bool
}

// NeedsAddress tells whether it goes by post.
func (v *rewardsShowView) NeedsAddress() bool { return v.Offer.Deed() == catalogue.SendByPost }

// Countries are where something can go.
func (v *rewardsShowView) Countries() []views.Option { return countriesOf(v.L) }

// CanReturn tells whether an unused voucher comes back for its points.
func (v *rewardsShowView) CanReturn() bool {
	r := v.Offer.Reward
	return r.Kind.Has(catalogue.PartReturn) && !r.NoReturn && r.Codes != catalogue.PoolCodes
}

// CanWait tells whether the member can be told when it is back.
func (v *rewardsShowView) CanWait() bool {
	return v.Offer.State() == "out" || v.Offer.State() == "back"
}

// ReasonIcon stands beside the reason: a lock where something must be reached
// first.
func (v *rewardsShowView) ReasonIcon() string {
	switch v.Offer.State() {
	case "out", "back", "limit", "later":
		return "clock"
	}
	return "lock"
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
	v.Title, v.Form.Country = card.Name, version.Document.Club.Country
	if v.CanWait() {
		v.IsWaiting, err = catalogue.IsWaiting(c.UserContext(), d.DB, id, web.MemberOf(c).ID)
	}
	return v, err
}

// Reason is why the reward can't be had now, in words; "" when it can.
func (v *rewardsShowView) Reason() string {
	o := v.Offer
	switch state := o.State(); state {
	case "ready", "left", "seats":
		return ""
	case "back":
		return v.T("member.rewards.show.reason.back", "On", v.L.Date(o.BackOn))
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
