package member

import (
	"strings"

	"fealty/models/programme"
	"fealty/models/spending"
)

// payment says how far points and credit pay for purchases.
func (t terms) payment() []string {
	p, worth := t.doc.Spending.Pays(), t.doc.Spending.WorthPer100
	isPoints := p.Points && worth > 0
	var list []string
	if isPoints {
		list = append(list, t.say("pay.worth", "Points", t.Points(100), "Money", t.Money(worth)))
	} else {
		list = append(list, t.say("pay.off"))
	}
	if !isPoints && !p.Credit {
		return list
	}
	if len(p.Channels) > 0 {
		list = append(list, t.say("pay.channels", "Channels", t.List(t.channels(p.Channels))))
	}
	if p.Share < 100 {
		list = append(list, t.say("pay.share", "Percent", t.Percent(p.Share)))
	} else {
		list = append(list, t.say("pay.all"))
	}
	return append(list, t.bounds(p, isPoints)...)
}

// bounds say how many points are used at a time, and how long a cart keeps them.
func (t terms) bounds(p spending.Policy, isPoints bool) []string {
	var list []string
	if isPoints && p.Step > 1 {
		list = append(list, t.say("pay.step", "Points", t.Points(p.Step)))
	}
	if isPoints && p.Minimum > p.Step {
		list = append(list, t.say("pay.minimum", "Points", t.Points(p.Minimum)))
	}
	return append(list, t.count("pay.hold", p.HoldMinutes))
}

// channels names those that we know; a shop's own stay as they are called.
func (t terms) channels(keys []string) []string {
	names := make([]string, len(keys))
	for i, key := range keys {
		switch key {
		case "web":
			names[i] = t.say("pay.web")
		case "counter":
			names[i] = t.say("pay.counter")
		default:
			names[i] = key
		}
	}
	return names
}

// perkSentences name each perk, and from which tier it is had.
func (t terms) perkSentences() []string {
	list := make([]string, 0, len(t.doc.Perks)+1)
	for _, p := range t.doc.Perks {
		list = append(list, t.perkSentence(p))
	}
	return append(list, t.say("perks.same"))
}

func (t terms) perkSentence(p programme.Perk) string {
	words := t.words.Perks[p.Key]
	sentence := t.say("perks.everybody", "Perk", words.Name)
	if t.doc.Tiers.Rank(p.From) > 0 {
		sentence = t.say("perks.from", "Perk", words.Name, "Tier", t.words.Tiers[p.From].Name)
	}
	if words.Text == "" {
		return sentence
	}
	return sentence + t.Gap() + t.say("perks.text", "Text", strings.TrimSuffix(words.Text, "."))
}
