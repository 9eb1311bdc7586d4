package demo

import (
	"fealty/models/catalogue"
	"fealty/models/causes"
	"fealty/models/money"
)

// ware is a reward of the shop: left is how many there are today, nil for as many
// as are wanted.
type ware struct {
	key    string
	reward catalogue.Reward
	texts  []catalogue.Text
	left   *int64
	// hidden is what is seen after redemption; dated fills what hangs on the day
	// of the load.
	hidden string
	dated  func(calendar, *catalogue.Reward)
}

// charity is a cause of the shop's.
type charity struct {
	key   string
	cause causes.Cause
	texts []causes.Text
}

// kroner are minor units.
func kroner(whole int64) money.Amount { return money.Amount(whole * 100) }

func few(n int64) *int64 { return &n }

// wares are the rewards in the order of the shelf.
func wares() []ware {
	one := 1
	return append([]ware{
		{key: "flat-white", texts: flatWhite(), reward: catalogue.Reward{Kind: catalogue.Product, Price: 600, Worth: kroner(52), Cost: kroner(14),
			Art: "cup", Places: catalogue.AtCounter, ValidDays: 30}},
		{key: "cake", texts: cake(), reward: catalogue.Reward{Kind: catalogue.Product, Price: 450, Worth: kroner(55), Cost: kroner(18),
			Art: "cake", Places: catalogue.AtCounter, ValidDays: 30}},
		{key: "off", texts: off(), reward: catalogue.Reward{Kind: catalogue.MoneyOff, Price: 1000, Worth: kroner(50), Cost: kroner(50),
			Art: "off", Places: catalogue.Everywhere, ValidDays: 365}},
		{key: "cinema", texts: cinema(), left: few(6), reward: catalogue.Reward{Kind: catalogue.AtPartner, Price: 1200, Worth: kroner(150), Cost: kroner(95),
			PartnerPays: kroner(95), Art: "cinema", Places: catalogue.ByPartner, ValidDays: 90}},
		{key: "popcorn", texts: popcorn(), reward: catalogue.Reward{Kind: catalogue.AtPartner, Price: 700, Worth: kroner(79), Cost: kroner(40),
			PartnerPays: kroner(40), Art: "cinema", Places: catalogue.ByPartner, ValidDays: 180}},
		{key: "beans", texts: houseBeans(), reward: catalogue.Reward{Kind: catalogue.Product, Price: 1400, Worth: kroner(119), Cost: kroner(48),
			Art: "beans", Places: catalogue.Everywhere, ValidDays: 60}},
		{key: "mug", texts: mug(), left: few(23), reward: catalogue.Reward{Kind: catalogue.Product, Price: 1500, Worth: kroner(219), Cost: kroner(80),
			Art: "mug", Places: catalogue.AtCounter, ValidDays: 60}},
		{key: "class", texts: class(), left: few(8), reward: catalogue.Reward{Kind: catalogue.Experience, Price: 3200, Worth: kroner(790), Cost: kroner(300),
			Tier: "gold", PerMember: &one, Art: "class", Places: catalogue.AtCounter, ValidDays: 180}},
		{key: "tote", texts: tote(), left: few(0), dated: func(c calendar, r *catalogue.Reward) {
			day := c.date(days + 12)
			r.BackOn = &day
		}, reward: catalogue.Reward{Kind: catalogue.Product, Price: 900, Worth: kroner(149), Cost: kroner(45),
			Art: "tote", Places: catalogue.AtCounter, ValidDays: 60}},
		{key: "delivery", texts: delivery(), reward: catalogue.Reward{Kind: catalogue.FreeShipping, Price: 300, Worth: kroner(49), Cost: kroner(49),
			Art: "off", Places: catalogue.OnWeb, ValidDays: 90}},
	}, novelties()...)
}

// charities are the causes; the shop doubles every gift.
func charities() []charity {
	return []charity{
		{key: "coast", texts: coast(), cause: causes.Cause{Art: "coast", Goal: kroner(15_000), MatchPercent: 100}},
		{key: "kitchen", texts: kitchen(), cause: causes.Cause{Art: "food", Goal: kroner(7_000), MatchPercent: 100}},
		{key: "reading", texts: reading(), cause: causes.Cause{Art: "book", Goal: kroner(8_400), MatchPercent: 100}},
	}
}

// words are a reward's name, description and what to hand over.
type words [3]string

func in(en, nb, pl, hu, zh words) []catalogue.Text {
	var texts []catalogue.Text
	for i, language := range languages {
		w := [...]words{en, nb, pl, hu, zh}[i]
		texts = append(texts, catalogue.Text{Language: language, Name: w[0], Description: w[1], HandOver: w[2]})
	}
	return texts
}

// languages are those of every text, in its order.
var languages = [...]string{"en", "nb", "pl", "hu", "zh-Hant"}

func forCause(texts []catalogue.Text) []causes.Text {
	var out []causes.Text
	for _, t := range texts {
		out = append(out, causes.Text{Language: t.Language, Name: t.Name, Description: t.Description})
	}
	return out
}
