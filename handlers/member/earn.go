package member

import (
	"slices"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/shopspring/decimal"

	"fealty/handlers/web"
	"fealty/models/earning"
	"fealty/models/fault"
	"fealty/models/insights"
	"fealty/models/money"
	"fealty/views"
)

// earnForm asks what a basket would give; it comes in the address, so that it can
// be linked.
type earnForm struct {
	Amount   string `form:"amount,max=20"`
	Category string `form:"category,max=80"`
}

// way is one way to earn: what to do, and what it gives.
type way struct {
	Icon, Name, Text, Figure, Href string
}

// earned is what the basket in the form would give, rule by rule.
type earned struct {
	HasSum   bool
	Points   money.Points
	Worth    money.Amount
	Rules    []earnedRule
	From     *time.Time
	LastsTo  *time.Time
	IsAtOnce bool
}

type earnedRule struct {
	Name   string
	Points money.Points
}

type earnIndexView struct {
	web.Chrome
	insights.Home
	Ways       []way
	Form       earnForm
	Currency   string
	Categories []views.Option
	Sum        earned
}

// earnIndex lists all ways to earn, and works out what a basket would give with
// the function that decides it: two statements.
func earnIndex(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, home, err := readHolder(c, d)
		if err != nil {
			return err
		}
		t := termsOf(web.Locale(c), v)
		view := &earnIndexView{Home: home, Currency: t.Currency(), Categories: t.categories()}
		view.Ways = append(t.ways(home, web.ClubOf(c).Invites), t.stampWays(home.Stamps)...)
		err = web.BindQuery(c, &view.Form)
		if err == nil && view.Form.Amount != "" {
			view.Sum, err = t.wouldGive(view.Form, home)
		}
		if err != nil {
			return web.Invalid(c, "member/earn/index", view, err, "member/earn/_sum")
		}
		return web.Render(c, "member/earn/index", view, "member/earn/_sum")
	}
}

// ways are all that the document has, what everybody does first.
func (t terms) ways(home insights.Home, isInviting bool) []way {
	tier := home.Standing.Tier
	points, unit := t.rate(t.doc.Earning.TierFactor(tier).Truncate(4))
	list := []way{{Icon: "bag", Name: t.T("member.earn.index.buy"), Text: t.say("earn.discounts_" + yes(t.doc.Earning.Base.Discounts)),
		Figure: t.T("member.how.show.rate_is", "Points", points, "Unit", unit)}}
	for _, m := range t.doc.Earning.Multipliers {
		if len(m.Categories) > 0 {
			list = append(list, t.goodsWay(m))
		}
	}
	if up := t.tierWay(home); up != nil {
		list = append(list, *up)
	}
	if r := t.doc.Referral; r.On && isInviting {
		list = append(list, way{Icon: "share", Name: t.T("member.earn.index.invite"), Href: "/invite",
			Text: t.T("member.earn.index.invite_text", "Money", t.Money(r.MinimumSpend)), Figure: t.PointsSigned(r.ReferrerPoints)})
	}
	return list
}

// goodsWay is some goods that give more, and to whom when that isn't everybody.
func (t terms) goodsWay(m earning.Multiplier) way {
	w := way{Icon: "tag", Name: t.T("member.earn.index.goods", "Categories", t.List(m.Categories)), Figure: t.T("member.tiers.factor", "Factor", t.Decimal(m.Factor))}
	if len(m.Tiers) == 0 {
		w.Text = t.words.Rules[m.Key]
		return w
	}
	names := make([]string, len(m.Tiers))
	for i, key := range m.Tiers {
		names[i] = t.words.Tiers[key].Name
	}
	w.Text = t.T("member.earn.index.only", "Tiers", t.List(names))
	return w
}

// tierWay is the next tier, when it earns more.
func (t terms) tierWay(home insights.Home) *way {
	next := home.Way.Next
	if next == "" || !t.doc.Earning.TierFactor(next).GreaterThan(t.doc.Earning.TierFactor(home.Standing.Tier)) {
		return nil
	}
	points, unit := t.rate(t.doc.Earning.TierFactor(next).Truncate(4))
	return &way{Icon: "up", Name: t.T("member.earn.index.reach", "Tier", t.words.Tiers[next].Name), Href: "/tiers",
		Text:   t.T("member.home.index.to_go", "Amount", t.amount(home.Way.ToGo), "To", t.words.Tiers[next].To),
		Figure: t.T("member.how.show.rate_is", "Points", points, "Unit", unit)}
}

// stampWays are cards that fill up by buying.
func (t terms) stampWays(cards []insights.StampCard) []way {
	var list []way
	for _, card := range cards {
		list = append(list, way{Icon: "cup", Name: card.Name, Text: t.N("member.rewards.stamps.to_go", card.ToGo()), Href: "/rewards",
			Figure: t.T("member.rewards.stamps.of", "On", strconv.Itoa(card.On), "Of", strconv.Itoa(card.Stamps))})
	}
	return list
}

// categories are those that a rule speaks of, to choose from; none when no rule
// does.
func (t terms) categories() []views.Option {
	var names []string
	for _, m := range t.doc.Earning.Multipliers {
		names = append(names, m.Categories...)
	}
	if len(names) == 0 {
		return nil
	}
	slices.Sort(names)
	list := []views.Option{{Value: "", Label: t.T("member.earn.index.anything")}}
	for _, name := range slices.Compact(names) {
		list = append(list, views.Option{Value: name, Label: name})
	}
	return list
}

// wouldGive asks the one room where points are computed.
func (t terms) wouldGive(f earnForm, home insights.Home) (earned, error) {
	var wrong fault.Fields
	amount := web.ReadAmount(&wrong, t.v.Currency(), "amount", f.Amount)
	if amount < 0 || amount > money.MaxAmount {
		wrong.Add("amount", "range")
	}
	if err := wrong.Err(); err != nil {
		return earned{}, err
	}
	basket := earning.Basket{PlacedOn: home.Today, PricesIncludeTax: true, Currency: t.v.Currency(),
		Lines: []earning.Line{{Line: 1, Category: f.Category, Quantity: money.One, UnitPrice: amount}}}
	award, err := earning.Quote(t.doc.Earning, basket, earning.Facts{Tier: home.Standing.Tier, Version: t.v.Number})
	if err != nil {
		return earned{}, err
	}
	return t.earned(award, home), nil
}

func (t terms) earned(award earning.Award, home insights.Home) earned {
	e := earned{HasSum: true, Points: award.Points, Worth: t.doc.Spending.Worth(award.Points), LastsTo: award.ExpiresOn,
		IsAtOnce: !award.AvailableOn.After(home.Today)}
	if !e.IsAtOnce {
		e.From = &award.AvailableOn
	}
	for _, x := range award.Explain() {
		name := t.words.Rules[x.Rule]
		if x.Rule == earning.RuleBase {
			points, unit := t.rate(decimal.NewFromInt(1))
			name = t.T("member.card.show.rate", "Points", points, "Unit", unit)
		}
		e.Rules = append(e.Rules, earnedRule{Name: name, Points: x.Points})
	}
	return e
}
