package member

import (
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/shopspring/decimal"

	"fealty/handlers/web"
	"fealty/models/catalogue"
	"fealty/models/money"
	"fealty/models/programme"
)

// shownRewards is how many rewards the start page shows.
const shownRewards = 6

type startIndexView struct {
	web.Chrome
	Promise promise
	Rewards []catalogue.Card
	// Lead is the shop's own text under the heading, or "".
	Lead string
}

// startIndex shows what the club gives, in numbers; members go home.
func startIndex(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if !web.MemberOf(c).ID.IsZero() {
			return web.Redirect(c, "/home")
		}
		v, err := inForce(c, d)
		if err != nil {
			return err
		}
		l := web.Locale(c)
		cards, err := catalogue.Open(c.UserContext(), d.DB, languagesOf(c, v), v.Today(d.DB.Clock()))
		if err != nil {
			return err
		}
		view := &startIndexView{Promise: promiseOf(termsFor(c, v), cards), Rewards: cards[:min(len(cards), shownRewards)]}
		own := web.ClubOf(c).Settings.Texts[l.Lang]
		view.Lead = own.Lead
		if own.Heading != "" {
			view.Promise.Heading = own.Heading
		}
		return web.Render(c, "member/start/index", view)
	}
}

// termsFor are the terms without what the shop has turned off.
func termsFor(c *fiber.Ctx, v *programme.Version) terms {
	t := termsOf(web.Locale(c), v)
	if !web.ClubOf(c).Invites {
		t.doc.Referral.On = false
	}
	if !web.ClubOf(c).Causes {
		t.doc.Giving.Amounts = nil
	}
	return t
}

// promise is what joining gives, in sentences.
type promise struct {
	Heading string
	// Enough is what the welcome points buy on the first day, or "".
	Enough string
	Lines  []promiseLine
}

type promiseLine struct{ Icon, Title, Text string }

func promiseOf(t terms, cards []catalogue.Card) promise {
	welcome := t.doc.Earning.Welcome
	p := promise{Heading: t.T("member.start.index.heading_plain", "Club", t.doc.Club.Name)}
	if welcome > 0 {
		p.Heading = t.T("member.start.index.heading", "Club", t.doc.Club.Name, "Points", t.Points(welcome))
	}
	if best := dearest(cards, welcome); best != nil {
		p.Enough = t.T("member.start.index.enough", "Reward", best.Name)
	}
	points, unit := t.rate(decimal.NewFromInt(1))
	p.Lines = append(p.Lines, promiseLine{"bag", t.T("member.start.index.earn", "Points", points, "Unit", unit), t.T("member.start.index.earn_text")})
	if first := cheapest(cards); first != nil {
		p.Lines = append(p.Lines, promiseLine{"gift", t.T("member.start.index.from", "Points", t.Points(first.Price)), t.List(names(cards, 3))})
	}
	return t.more(p)
}

// more adds the tiers, invitations and gifts that the programme has.
func (t terms) more(p promise) promise {
	for _, step := range t.doc.Tiers.Steps[1:] {
		title := t.T("member.start.index.tier", "Tier", t.words.Tiers[step.Key].Name, "Line", t.amount(step.From))
		if benefits := t.benefits(step); len(benefits) > 0 {
			p.Lines = append(p.Lines, promiseLine{"star", title, strings.Join(benefits, " · ")})
		}
	}
	if r := t.doc.Referral; r.On {
		p.Lines = append(p.Lines, promiseLine{"share", t.T("member.start.index.invite", "Friend", t.Points(r.FriendPoints),
			"Yours", t.Points(r.ReferrerPoints)), t.T("member.start.index.invite_text")})
	}
	if g := t.doc.Giving; len(g.Amounts) > 0 {
		p.Lines = append(p.Lines, promiseLine{"heart", t.T("member.start.index.give"), t.T("member.start.index.give_text",
			"Points", t.Points(100), "Money", t.Money(g.ValuePer100))})
	}
	return p
}

// dearest is the best reward open to everyone that some points buy.
func dearest(cards []catalogue.Card, points money.Points) (best *catalogue.Card) {
	for i, card := range cards {
		isOpen := card.Tier == "" && !card.Stock().SoldOut() && card.StartsOn == nil
		if isOpen && card.Price <= points && (best == nil || card.Price > best.Price) {
			best = &cards[i]
		}
	}
	return best
}

func cheapest(cards []catalogue.Card) (first *catalogue.Card) {
	for i, card := range cards {
		if first == nil || card.Price < first.Price {
			first = &cards[i]
		}
	}
	return first
}

func names(cards []catalogue.Card, n int) []string {
	var list []string
	for _, card := range cards[:min(n, len(cards))] {
		list = append(list, card.Name)
	}
	return list
}
