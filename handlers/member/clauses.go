package member

import (
	"fmt"

	"github.com/shopspring/decimal"

	"fealty/models/earning"
	"fealty/models/programme"
	"fealty/models/tiers"
)

// chapter is a part of the terms: a heading and its sentences.
type chapter struct {
	Key, Icon, Title string
	Sentences        []string
}

// say gives a sentence of the terms.
func (t terms) say(key string, params ...any) string { return t.T("member.terms.show."+key, params...) }

// count gives a sentence of the terms in its plural form.
func (t terms) count(key string, n int) string {
	return t.N("member.terms.show."+key, n)
}

// chapters write the whole programme document out in words.
func (t terms) chapters() []chapter {
	list := []chapter{
		{Key: "earn", Icon: "bag", Sentences: t.earning()}, {Key: "last", Icon: "clock", Sentences: t.expiry()},
		{Key: "tiers", Icon: "star", Sentences: t.ladder()}, {Key: "rewards", Icon: "gift", Sentences: t.rewards()},
		{Key: "pay", Icon: "tag", Sentences: t.payment()},
		{Key: "returns", Icon: "undo", Sentences: t.returns()},
	}
	if len(t.doc.Perks) > 0 {
		list = append(list, chapter{Key: "perks", Icon: "check", Sentences: t.perkSentences()})
	}
	if t.doc.Referral.On {
		list = append(list, chapter{Key: "invite", Icon: "share", Sentences: t.invitations()})
	}
	if len(t.doc.Giving.Amounts) > 0 {
		list = append(list, chapter{Key: "give", Icon: "heart", Sentences: t.gifts()})
	}
	list = append(list, chapter{Key: "data", Icon: "lock", Sentences: []string{t.say("data.kept"), t.say("data.consent"), t.say("data.leave")}},
		chapter{Key: "changes", Icon: "info", Sentences: []string{t.say("changes.before"), t.say("changes.earned")}})
	for i := range list {
		list[i].Title = t.say(list[i].Key + ".title")
	}
	return list
}

func (t terms) earning() []string {
	e := t.doc.Earning
	points, unit := t.rate(decimal.NewFromInt(1))
	list := []string{t.say("earn.rate", "Points", points, "Unit", unit), t.say("earn.round")}
	for _, m := range e.Multipliers {
		list = append(list, t.multiplier(m))
	}
	if len(e.Multipliers) > 1 {
		list = append(list, t.say("earn.combine_"+string(e.Combine)))
	}
	list = append(list, t.say("earn.discounts_"+yes(e.Base.Discounts)), t.say("earn.tax_"+yes(e.Base.Tax)),
		t.say("earn.shipping_"+yes(e.Base.Shipping)), t.say("earn.paid"))
	if e.Welcome > 0 {
		list = append(list, t.say("earn.welcome", "Points", t.Points(e.Welcome)))
	}
	if e.PendingDays > 0 {
		return append(list, t.count("earn.pending", e.PendingDays))
	}
	return append(list, t.say("earn.at_once"))
}

func yes(is bool) string { return map[bool]string{true: "yes", false: "no"}[is] }

// multiplier says who gets more on what.
func (t terms) multiplier(m earning.Multiplier) string {
	factor, names := t.Decimal(m.Factor), make([]string, 0, len(m.Tiers))
	for _, key := range m.Tiers {
		names = append(names, t.words.Tiers[key].Name)
	}
	switch {
	case len(m.Categories) > 0 && len(names) > 0:
		return t.say("earn.factor_both", "Tiers", t.List(names), "Categories", t.List(m.Categories), "Factor", factor)
	case len(m.Categories) > 0:
		return t.say("earn.factor_goods", "Categories", t.List(m.Categories), "Factor", factor)
	case len(names) > 0:
		return t.say("earn.factor_tiers", "Tiers", t.List(names), "Factor", factor)
	}
	return t.say("earn.factor_all", "Factor", factor)
}

func (t terms) expiry() []string {
	e := t.doc.Earning.Expiry
	if e.Kind != earning.Months {
		return []string{t.say("last.never")}
	}
	list := []string{t.count("last.months", e.Months)}
	switch e.RoundUp {
	case earning.RoundMonth, earning.RoundQuarter, earning.RoundYear:
		list = append(list, t.say("last.round_"+string(e.RoundUp)))
	}
	return append(list, t.say("last.oldest"))
}

func (t terms) ladder() []string {
	p := t.doc.Tiers
	list := []string{t.say(fmt.Sprintf("tiers.by_%s_%s", p.By, p.Window))}
	if p.Window == tiers.Rolling {
		list = []string{t.count(fmt.Sprintf("tiers.by_%s_%s", p.By, p.Window), p.Months)}
	}
	for _, step := range p.Steps[1:] {
		list = append(list, t.say("tiers.step", "Tier", t.words.Tiers[step.Key].Name, "Line", t.amount(step.From)))
	}
	list = append(list, t.say("tiers.up"))
	if p.Keep.Kind == tiers.KeepMonths {
		list = append(list, t.count("tiers.keep_months", p.Keep.Months))
	} else {
		list = append(list, t.say("tiers.keep_year"))
	}
	list = append(list, t.say("tiers.down_"+string(p.Downgrade)))
	if p.Downgrade != tiers.DowngradeNone {
		list = append(list, t.count("tiers.notice", p.Notice()))
	}
	return append(list, t.say("tiers.return"), t.T("member.home.index.never"))
}

func (t terms) rewards() []string {
	list := []string{t.say("rewards.once")}
	if days := t.doc.Spending.ReturnsVoucherDays; days > 0 {
		return append(list, t.count("rewards.back_days", days))
	}
	return append(list, t.say("rewards.back"))
}

func (t terms) returns() []string {
	debt := "returns.forgive"
	if t.doc.Spending.Debt == programme.Owe {
		debt = "returns.owe"
	}
	return []string{t.say("returns.exactly"), t.say(debt), t.say("returns.restored")}
}

func (t terms) invitations() []string {
	r := t.doc.Referral
	list := []string{t.say("invite.friend", "Points", t.Points(r.FriendPoints)),
		t.say("invite.you", "Points", t.Points(r.ReferrerPoints), "Money", t.Money(r.MinimumSpend))}
	if r.ReturnDays > 0 {
		list = append(list, t.count("invite.wait", r.ReturnDays))
	}
	return append(list, t.say("invite.new"))
}

func (t terms) gifts() []string {
	return []string{t.say("give.worth", "Points", t.Points(100), "Money", t.Money(t.doc.Giving.ValuePer100)), t.say("give.undo")}
}
