package member

import (
	"strings"

	"github.com/shopspring/decimal"

	"fealty/models/earning"
	"fealty/models/programme"
	"fealty/models/tiers"
)

// benefit is one thing that a member has without paying points for it. Tag says
// whose or until when, Href leads to more; both may be "".
type benefit struct {
	Icon, Name, Text, Tag, Href string
}

// Badge is the tag, where the name does not say it already.
func (b benefit) Badge() string {
	if strings.Contains(b.Name, b.Tag) {
		return ""
	}
	return b.Tag
}

// iconMore marks that a tier earns more.
const iconMore = "plus"

// standing lists what a tier has all the time from the shop itself.
func (t terms) standing(tier tiers.Tier) []benefit {
	list := t.moreFor(tier.Key)
	for _, name := range t.perks(tier) {
		list = append(list, benefit{Icon: "check", Name: name})
	}
	for _, perk := range t.doc.PerksAt(tier.Key) {
		if perk.Partner == "" {
			list = append(list, t.perk(perk))
		}
	}
	return list
}

// atPartners lists what a tier has at other businesses, by showing the card.
func (t terms) atPartners(tier string) []benefit {
	var list []benefit
	for _, perk := range t.doc.PerksAt(tier) {
		if perk.Partner != "" {
			list = append(list, t.perk(perk))
		}
	}
	return list
}

func (t terms) perk(p programme.Perk) benefit {
	icons := map[programme.PerkKind]string{programme.PerkPercent: "tag", programme.PerkEarly: "clock", programme.PerkOther: "star"}
	words := t.words.Perks[p.Key]
	return benefit{Icon: icons[p.Kind], Name: words.Name, Text: words.Text, Tag: p.Partner}
}

// moreFor lists what raises a tier's points: the tier itself, and goods that give
// more.
func (t terms) moreFor(tier string) []benefit {
	var list []benefit
	one := decimal.NewFromInt(1)
	if factor := t.doc.Earning.TierFactor(tier); factor.GreaterThan(one) {
		list = append(list, benefit{Icon: iconMore, Name: t.T("member.tiers.factor", "Factor", t.Decimal(factor))})
	}
	for _, m := range t.doc.Earning.Multipliers {
		if len(m.Categories) > 0 && m.Factor.GreaterThan(one) && m.Fits(m.Categories[0], tier) {
			list = append(list, t.goods(m))
		}
	}
	return list
}

// goods are some that give more points.
func (t terms) goods(m earning.Multiplier) benefit {
	return benefit{Icon: "bag", Name: t.T("member.offers.index.goods", "Factor", t.Decimal(m.Factor), "Categories", t.List(m.Categories)),
		Text: t.words.Rules[m.Key], Href: "/earn"}
}

// paying tells what points pay at checkout; false when they don't.
func (t terms) paying() (benefit, bool) {
	p := t.doc.Spending.Pays()
	if !p.Points || t.doc.Spending.WorthPer100 == 0 {
		return benefit{}, false
	}
	b := benefit{Icon: "tag", Name: t.T("member.offers.index.pays", "Points", t.Points(100), "Money", t.Money(t.doc.Spending.WorthPer100))}
	b.Text = t.T("member.terms.show.pay.all")
	if p.Share < 100 {
		b.Text = t.T("member.terms.show.pay.share", "Percent", t.Percent(p.Share))
	}
	return b, true
}

// withCard lists what showing the card gives, partners first: their people look
// for it.
func (t terms) withCard(tier tiers.Tier) []benefit {
	list := t.atPartners(tier.Key)
	for _, b := range t.standing(tier) {
		if b.Icon != iconMore { // the rate says it
			list = append(list, b)
		}
	}
	if pay, ok := t.paying(); ok {
		list = append(list, pay)
	}
	return list
}
