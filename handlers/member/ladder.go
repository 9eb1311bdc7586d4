package member

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/insights"
	"fealty/models/tiers"
)

// tierCard is one tier as a member reads it: where it begins and what it has.
type tierCard struct {
	Name, From    string
	Benefits      []benefit
	IsMine, IsGot bool
}

type tiersIndexView struct {
	web.Chrome
	insights.Home
	TierName string
	// ToGo is what is missing to the next tier, in a sentence; "" at the top.
	ToGo  string
	Steps []tierStep
	// Counted says what counts towards tiers and how much it is, Kept how long the
	// tier is the member's.
	Counted, Kept string
	Tiers         []tierCard
	// Moves are the sentences of the terms about going up and down.
	Moves []string
}

// tiersIndex shows each tier, how far the member is, and what moves them: one
// statement.
func tiersIndex(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, home, err := readHolder(c, d)
		if err != nil {
			return err
		}
		t := termsOf(web.Locale(c), v)
		view := &tiersIndexView{Home: home, TierName: t.words.Tiers[home.Standing.Tier].Name, Counted: t.counted(home.Way), Moves: t.ladder()}
		view.Steps = t.steps(insights.Outlook{Standing: home.Standing, Way: home.Way})
		if home.Way.Next != "" {
			view.ToGo = t.T("member.home.index.to_go", "Amount", t.amount(home.Way.ToGo), "To", t.words.Tiers[home.Way.Next].To)
		}
		if until := home.Way.KeptUntil; until != nil {
			view.Kept = t.T("member.activity.index.kept", "Tier", view.TierName, "On", t.Date(until))
		}
		view.Tiers = t.tierCards(t.doc.Tiers.Rank(home.Standing.Tier))
		return web.Render(c, "member/tiers/index", view)
	}
}

func (t terms) tierCards(mine int) []tierCard {
	var list []tierCard
	for i, tier := range t.doc.Tiers.Steps {
		card := tierCard{Name: t.words.Tiers[tier.Key].Name, IsMine: i == mine, IsGot: i < mine}
		if tier.From > 0 {
			card.From = t.amount(tier.From)
		}
		card.Benefits = t.gives(tier)
		list = append(list, card)
	}
	return list
}

// gives lists all that a tier gives, what it earns first.
func (t terms) gives(tier tiers.Tier) []benefit {
	points, unit := t.rate(t.doc.Earning.TierFactor(tier.Key).Truncate(4))
	list := []benefit{{Icon: "star", Name: t.T("member.card.show.rate", "Points", points, "Unit", unit)}}
	for _, b := range t.standing(tier) {
		if b.Icon != iconMore { // the rate above says it
			list = append(list, b)
		}
	}
	return append(list, t.atPartners(tier.Key)...)
}
