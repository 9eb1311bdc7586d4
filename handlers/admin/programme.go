package admin

import (
	"encoding/json"
	"fmt"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/earning"
	"fealty/models/programme"
	"fealty/models/tiers"
)

type programmeShowView struct {
	web.Chrome
	Doc      programme.Document
	Version  *programme.Version
	Versions []programme.Published
}

func programmeShow(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := inForce(c, d)
		if err != nil {
			return err
		}
		list, err := programme.List(c.UserContext(), d.DB)
		if err != nil {
			return err
		}
		view := &programmeShowView{Doc: v.Document, Version: v, Versions: list}
		return web.Render(c, "admin/programme/show", view)
	}
}

// Facts are the rules in short, name and value.
func (v *programmeShowView) Facts() []fact {
	e, s, r := v.Doc.Earning, v.Doc.Spending, v.Doc.Referral
	facts := []fact{
		v.fact("rate", "Rate", v.rate(e), "Unit", v.L.Money(v.Version.Currency().Units(1))),
		v.fact("welcome", "Points", e.Welcome),
		v.pending(e),
		v.expiry(e),
		v.fact("worth", "Points", v.L.Points(100), "Worth", s.WorthPer100),
		v.fact("debt_" + string(s.Debt)),
	}
	if r.On {
		facts = append(facts, v.fact("referral", "Friend", r.FriendPoints, "Referrer", r.ReferrerPoints, "Minimum", r.MinimumSpend, "Days", r.ReturnDays))
	}
	if len(v.Doc.Giving.Amounts) > 0 {
		facts = append(facts, v.fact("giving", "Points", v.L.Points(100), "Value", v.Doc.Giving.ValuePer100))
	}
	return facts
}

// fact is one rule: its name and a sentence.
type fact struct{ Name, Text string }

func (v *programmeShowView) fact(key string, params ...any) fact {
	key = "admin.programme.show.fact." + key
	return fact{v.T(key), v.T(key+"_text", params...)}
}

// rate is the points for one unit of money, with their noun where they are whole.
func (v *programmeShowView) rate(e earning.Policy) string {
	if e.PerUnit.IsInteger() {
		return v.L.Points(e.PerUnit.IntPart())
	}
	return v.L.T("points.count", "Number", v.L.Decimal(e.PerUnit), "Noun", v.L.PointsNoun(2))
}

func (v *programmeShowView) pending(e earning.Policy) fact {
	if e.PendingDays == 0 {
		return v.fact("at_once")
	}
	return fact{v.T("admin.programme.show.fact.at_once"), v.N("admin.programme.show.fact.pending_text", e.PendingDays)}
}

func (v *programmeShowView) expiry(e earning.Policy) fact {
	if e.Expiry.Kind == earning.Never {
		return v.fact("never")
	}
	return fact{v.T("admin.programme.show.fact.never"), v.N("admin.programme.show.fact.months_text", e.Expiry.Months)}
}

// Tiers are the steps with their names and what they take.
func (v *programmeShowView) Tiers() []fact {
	words := v.Version.Words(v.L.Lang)
	var list []fact
	for _, step := range v.Doc.Tiers.Steps {
		from := v.L.Points(step.From)
		if v.Doc.Tiers.By == tiers.Spend {
			from = v.L.Money(step.From)
		}
		list = append(list, fact{words.Tiers[step.Key].Name, v.T("admin.programme.show.tier", "From", from,
			"Factor", v.L.Decimal(v.Doc.Earning.TierFactor(step.Key)), "Discount", v.L.Percent(step.Discount))})
	}
	return list
}

// documentShow gives the document in force as JSON; it can be changed and
// published again.
func documentShow(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := inForce(c, d)
		if err != nil {
			return err
		}
		text, err := json.MarshalIndent(v.Document, "", "  ")
		if err != nil {
			return fmt.Errorf("write the programme document: %w", err)
		}
		c.Attachment(fmt.Sprintf("programme-%d.json", v.Number))
		c.Set(fiber.HeaderContentType, "application/json; charset=utf-8")
		return c.Send(text)
	}
}
