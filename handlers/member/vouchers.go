package member

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/catalogue"
	"fealty/models/ids"
	"fealty/models/insights"
	"fealty/models/ledger"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/redeeming"
	"fealty/models/shipments"
	"fealty/models/vouchers"
)

type vouchersIndexView struct {
	web.Chrome
	Pile    insights.Pile
	Tickets []ticket
}

// Piles are the three tabs.
func (v *vouchersIndexView) Piles() []web.Choice {
	return web.Choices(v.L, "member.vouchers.index.show.", string(v.Pile), string(insights.Unused), string(insights.Used), string(insights.Ended))
}

// ticket is a voucher as its owner sees it today.
type ticket struct {
	insights.Ticket
	// State is where it stands today.
	State vouchers.State
	// Where is the sentence that tells where it can be used.
	Where string
}

// IsOdd tells whether its state is more than its pile says.
func (t ticket) IsOdd() bool { return t.State != vouchers.Issued && t.State != vouchers.Used }

func ticketOf(c *fiber.Ctx, t insights.Ticket, v *programme.Version, d web.Deps) ticket {
	return ticket{Ticket: t, State: t.StateOn(v.Today(d.DB.Time())), Where: whereOf(c, v, t.PartnerName, t.Places)}
}

// whereOf says where a voucher can be used: at a partner's, or where the reward
// says.
func whereOf(c *fiber.Ctx, v *programme.Version, partner string, places catalogue.Places) string {
	if partner != "" {
		return web.Locale(c).T("member.vouchers.where.partner", "Partner", partner)
	}
	return web.Locale(c).T("member.vouchers.where."+string(places), "Club", v.Document.Club.Name)
}

func vouchersIndex(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := d.Programme.InForce(c.UserContext(), d.DB)
		if err != nil {
			return err
		}
		asked := askedOf(c, v, d)
		asked.Pile = insights.Pile(web.OneOf(c.Query("show"), string(insights.Unused), string(insights.Used), string(insights.Ended)))
		asked.After = afterID[ids.Voucher](c)
		list, err := insights.Tickets(c.UserContext(), d.DB, asked)
		if err != nil {
			return err
		}
		view := &vouchersIndexView{Pile: asked.Pile}
		if len(list) > insights.TicketPage {
			list = list[:insights.TicketPage]
			view.More = web.NextPart(c, list[len(list)-1].ID.String())
		}
		for _, t := range list {
			view.Tickets = append(view.Tickets, ticketOf(c, t, v, d))
		}
		return web.Render(c, "member/vouchers/index", view, "member/vouchers/_list")
	}
}

func askedOf(c *fiber.Ctx, v *programme.Version, d web.Deps) insights.Asked {
	return insights.Asked{Reader: readerOf(c), Main: v.Document.Club.Languages[0], Today: v.Today(d.DB.Time())}
}

type vouchersShowView struct {
	web.Chrome
	Mine ticket
	// Code is shown while the voucher can be used, Link is what its QR opens.
	Code, Link string
	// Have is what the member can spend now.
	Have money.Points
	// CanReturn tells whether every point comes back for it, CanCallOff that the
	// order is not packed yet.
	CanReturn, CanCallOff bool
	// Hidden is what only its owner sees; Shipment is where it goes by post.
	Hidden   catalogue.Hidden
	Shipment shipments.Shipment
	// Gift is its way to a friend.
	Gift giftCard
}

// IsForeign tells whether the code is one that the shop or a partner made: it is
// shown as it is, for use elsewhere.
func (v *vouchersShowView) IsForeign() bool { return v.Mine.Codes == catalogue.PoolCodes }

// Do is the deed of whoever honours it.
func (v *vouchersShowView) Do() string { return string(v.Mine.Kind.Behaviour().Deed) }

// Steps are the way of a parcel, those that are behind it marked.
func (v *vouchersShowView) Steps() []web.Choice {
	order := []shipments.State{shipments.Ordered, shipments.Packed, shipments.Sent, shipments.Delivered}
	at := slices.Index(order, v.Shipment.State)
	steps := make([]web.Choice, len(order))
	for i, s := range order {
		steps[i] = web.Choice{Value: string(s), Label: v.T("member.vouchers.shipment." + string(s)), On: i <= at}
	}
	return steps
}

func vouchersShow(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := pathID[ids.Voucher](c)
		if err != nil {
			return err
		}
		v, err := readVoucher(c, d, id)
		if err != nil {
			return err
		}
		return web.Render(c, "member/vouchers/show", v)
	}
}

// readVoucher takes two statements: the voucher, and what the member has.
func readVoucher(c *fiber.Ctx, d web.Deps, id ids.Voucher) (*vouchersShowView, error) {
	version, err := d.Programme.InForce(c.UserContext(), d.DB)
	if err != nil {
		return nil, err
	}
	asked := askedOf(c, version, d)
	t, err := insights.ReadTicket(c.UserContext(), d.DB, asked, id)
	if err != nil {
		return nil, err
	}
	has, err := ledger.Balances(c.UserContext(), d.DB, asked.Member, asked.Today)
	if err != nil {
		return nil, err
	}
	v := &vouchersShowView{Mine: ticketOf(c, t, version, d), Have: has.Spendable}
	v.Title, v.Narrow = t.Name, true
	v.CanReturn = redeeming.DecideBack(t.Reward(), t.Voucher, version, d.DB.Time()) == nil
	if err := v.readRest(c, d, languagesOf(c, version)); err != nil {
		return nil, err
	}
	if err := v.readGift(c, d, version); err != nil {
		return nil, err
	}
	return v, v.openCode(d)
}

// readRest reads what only some kinds have: one statement more.
func (v *vouchersShowView) readRest(c *fiber.Ctx, d web.Deps, lang catalogue.Languages) (err error) {
	switch {
	case v.Mine.Kind == catalogue.Content && v.Mine.State == vouchers.Used:
		v.Hidden, err = catalogue.HiddenFor(c.UserContext(), d.DB, v.Mine.RewardID, lang)
	case v.Mine.Shipment != "":
		v.Shipment, err = shipments.Find(c.UserContext(), d.DB, v.Mine.MemberID, v.Mine.ID)
		v.CanCallOff = v.Shipment.State == shipments.Ordered
	}
	return err
}

// openCode shows the code of a voucher that is good today, and of no other.
func (v *vouchersShowView) openCode(d web.Deps) error {
	isOut := v.Mine.State == vouchers.Issued || v.Mine.State == vouchers.Reserved
	if !isOut || v.Mine.Shipment != "" || v.Mine.Gift != "" {
		return nil
	}
	code, err := d.Keyring.Open(v.Mine.Voucher)
	if err != nil {
		return err
	}
	v.Code, v.Link = code.String(), d.Config.URL("/v/"+code.String())
	if code.IsForeign() { // whoever scans it elsewhere wants the code and nothing else
		v.Link = v.Code
	}
	return nil
}

// voucherReturnsCreate takes an unused voucher back for all its points.
func voucherReturnsCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := pathID[ids.Voucher](c)
		if err != nil {
			return err
		}
		key, err := plainKey(c)
		if err != nil {
			return err
		}
		back, err := redeeming.ReturnVoucher(c.UserContext(), d.DB, redeemingDeps(d),
			redeeming.VoucherReturn{Member: web.MemberOf(c).ID, Voucher: id, Key: key})
		if err != nil {
			return web.Refuse(c, err, "/vouchers/"+id.String())
		}
		web.Done(c, "member.vouchers.show.came_back", "Points", back.Points, "Have", back.Spendable)
		return web.Redirect(c, "/vouchers/"+id.String())
	}
}

// cancellationsCreate calls off an order that nobody has packed, for all its
// points.
func cancellationsCreate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := pathID[ids.Voucher](c)
		if err != nil {
			return err
		}
		key, err := plainKey(c)
		if err != nil {
			return err
		}
		off, err := redeeming.CancelOrder(c.UserContext(), d.DB, redeemingDeps(d), redeeming.CallingOff{Member: web.MemberOf(c).ID, Voucher: id, Key: key})
		if err != nil {
			return web.Refuse(c, err, "/vouchers/"+id.String())
		}
		web.Done(c, "member.vouchers.show.called_off", "Points", off.Points)
		return web.Redirect(c, "/vouchers/"+id.String())
	}
}
