package till

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/earning"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/recording"
	"fealty/models/spending"
)

// quote is what a purchase would come to, line by line.
type quote struct {
	Points money.Points
	// Steps word the rules; Refusal what stands in the way.
	Steps   []string
	Refusal string
	// Most is how many points may pay, Pays what those that are asked do.
	Most money.Points
	Pays money.Amount
	// IsWaiting says that the points wait on a printed card.
	IsWaiting bool
}

type quotesShowView struct {
	web.Chrome
	Quote *quote
	// Form fills the points that may pay.
	Form saleForm
	// Swaps sends the button beside its place on the page.
	Swaps bool
}

// quotesShow says what the amount would give, by the same decision as booking it.
func (t till) quotesShow(c *fiber.Ctx) error {
	v, err := t.inForce(c)
	if err != nil {
		return err
	}
	view := &quotesShowView{Swaps: true}
	if err := web.BindQuery(c, &view.Form); err != nil {
		return err
	}
	s, err := view.Form.read(v)
	if err == nil {
		view.Quote, err = t.quote(c, v, s)
	}
	if sentence, ok := refusal(c, err); ok {
		view.Quote, err = &quote{Refusal: sentence}, nil
		if view.Form.Amount == "" {
			view.Quote = nil
		}
	}
	if err != nil {
		return err
	}
	return web.Render(c, "till/quotes/show", view, "till/quotes/_lines", "till/quotes/_button")
}

// quote asks recording what it would do.
func (t till) quote(c *fiber.Ctx, v *programme.Version, s sale) (*quote, error) {
	in := s.input(clerkOf(c), v)
	if s.who == (recording.Who{}) {
		return nil, nil
	}
	quoted, err := recording.Quote(c.UserContext(), t.DB, t.recording(), in)
	if err != nil {
		return nil, err
	}
	l := web.Locale(c)
	q := &quote{Points: quoted.Receipt.Points, IsWaiting: quoted.Receipt.MemberID.IsZero()}
	earns := s.amount
	if s.points > 0 {
		most := v.Document.Spending.Case(s.amount, channel, spending.Purse{Points: quoted.Spendable})
		q.Pays = most.Apply(spending.Ask{Points: s.points}).Amount
		earns -= q.Pays
		q.Steps = append(q.Steps, l.T("till.quotes.show.pays", "Points", s.points, "Amount", l.Money(q.Pays), "Rest", l.Money(earns)))
	}
	for _, e := range quoted.Receipt.Explanation {
		q.Steps = append(q.Steps, step(l.T, v.Words(l.Lang).Rules, e, l.Money(earns)))
	}
	if in.Payments == nil {
		q.Most = v.Document.Spending.Case(s.amount, channel, spending.Purse{Points: quoted.Spendable}).Most().Points
	}
	return q, nil
}

// step words what one rule gives.
func step(say func(string, ...any) string, rules map[string]string, e earning.Explanation, amount string) string {
	if e.Rule == earning.RuleBase {
		return say("till.quotes.show.base", "Amount", amount, "Points", e.Points)
	}
	return say("till.quotes.show.rule", "Rule", rules[e.Rule], "Points", e.Points)
}
