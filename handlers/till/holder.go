package till

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/cards"
	"fealty/models/catalogue"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/insights"
	"fealty/models/members"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/redeeming"
	"fealty/models/spending"
	"fealty/models/tiers"
)

// holder is the member who stands at the counter: who they are, what they have,
// and what they may have now.
type holder struct {
	members.Member
	insights.Home
	TierName string
	// Discount is the tier's standing one in percent, FreeShipping its other gift.
	Gives tiers.Tier
	// Tickets are vouchers that can be used here, Elsewhere how many can't.
	Tickets   []insights.Ticket
	Elsewhere int
	Offers    []offer
	// CanPay tells whether points may pay part of a purchase.
	CanPay bool
	// Cards are the printed cards that are theirs.
	Cards []cards.Card
}

// Person names the member in the header's way, for the initials.
func (h *holder) Person() *web.Person { return &web.Person{Name: h.FirstName} }

// Shown is the member's number in groups.
func (h *holder) Shown() string { return members.ShowNumber(h.Number) }

// offer is a reward that the member can have at once.
type offer struct {
	catalogue.Card
	Keep money.Points
}

// mostOffers is how many rewards the card offers.
const mostOffers = 5

// hold reads a member's card.
func (t till) hold(c *fiber.Ctx, v *programme.Version, id ids.Member) (*holder, error) {
	m, err := members.Find(c.UserContext(), t.DB, id)
	if err == nil && !m.IsActive() {
		err = fault.New(fault.NotFound, "not_found")
	}
	if err != nil {
		return nil, err
	}
	l := web.Locale(c)
	h := &holder{Member: m}
	if h.Home, err = insights.ReadHome(c.UserContext(), t.DB, v, insights.Reader{Member: id, Language: l.Lang}); err != nil {
		return nil, err
	}
	h.TierName = v.Words(l.Lang).Tiers[h.Standing.Tier].Name
	h.Gives, _ = v.Document.Tiers.Find(h.Standing.Tier)
	most := v.Document.Spending.Case(money.MaxAmount, channel, spending.Purse{Points: h.Spendable}).Most()
	h.CanPay = most.Points > 0
	return h, t.fill(c, v, h)
}

// fill adds what the member can use here.
func (t till) fill(c *fiber.Ctx, v *programme.Version, h *holder) error {
	lang := languages(c, v)
	tickets, err := insights.Tickets(c.UserContext(), t.DB, insights.Asked{Reader: insights.Reader{Member: h.ID, Language: lang.Wanted},
		Main: lang.Main, Pile: insights.Unused, Today: h.Today})
	if err != nil {
		return err
	}
	for _, ticket := range tickets {
		if ticket.PartnerID.IsZero() && ticket.Places != catalogue.OnWeb && ticket.State == "issued" {
			h.Tickets = append(h.Tickets, ticket)
		}
	}
	h.Elsewhere = len(tickets) - len(h.Tickets)
	open, err := catalogue.Open(c.UserContext(), t.DB, lang, h.Today)
	if err != nil {
		return err
	}
	h.Offers = offersOf(v, h, open)
	h.Cards, err = cards.OfMember(c.UserContext(), t.DB, h.ID)
	return err
}

// offersOf picks what one press would give at a counter, by the decision that the
// press meets; the dearest first, since that is what they have saved for.
func offersOf(v *programme.Version, h *holder, open []catalogue.Card) []offer {
	var list []offer
	for _, card := range open {
		facts := redeeming.Facts{Card: card, Tiers: v.Document.Tiers, Tier: h.Standing.Tier, Held: h.Held[card.ID], Spendable: h.Spendable, Today: h.Today, Now: h.Now}
		isElsewhere := card.Places == catalogue.OnWeb || card.Kind.Behaviour().Leaves == catalogue.ByPost
		if isElsewhere || !card.PartnerID.IsZero() || redeeming.Decide(facts) != nil {
			continue
		}
		list = append(list, offer{card, h.Spendable - card.Price})
	}
	slices.SortStableFunc(list, func(a, b offer) int { return int(b.Price - a.Price) })
	return list[:min(len(list), mostOffers)]
}
