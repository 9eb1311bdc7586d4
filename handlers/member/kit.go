package member

import (
	"net/url"

	"github.com/gofiber/fiber/v2"
	"github.com/shopspring/decimal"

	"fealty/handlers/web"
	"fealty/models/enrolling"
	"fealty/models/programme"
	"fealty/models/tiers"
	"fealty/views"
)

// enrollingDeps are what joining and signing in stand on.
func enrollingDeps(d web.Deps) enrolling.Deps {
	return enrolling.Deps{Programme: d.Programme, Keys: d.Keyring, CodeKey: d.CodeKey}
}

// inForce is the programme as it holds now.
func inForce(c *fiber.Ctx, d web.Deps) (*programme.Version, error) {
	return d.Programme.InForce(c.UserContext(), d.DB)
}

// address is a path of ours with a query; what is empty is left out.
func address(path string, pairs ...string) string {
	query := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			query.Set(pairs[i], pairs[i+1])
		}
	}
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}

// terms are what a document's numbers and words need to be told.
type terms struct {
	*views.Locale
	doc   programme.Document
	words programme.LanguageWords
	v     *programme.Version
}

func termsOf(l *views.Locale, v *programme.Version) terms {
	return terms{l, v.Document, v.Words(l.Lang), v}
}

// rate tells how many points a factor gives for how much money, with whole
// points wherever they come out even: "1 point", "€1".
func (t terms) rate(factor decimal.Decimal) (points, unit string) {
	per := t.doc.Earning.PerUnit.Mul(factor)
	for units := int64(1); units <= 1000; units *= 10 {
		if sum := per.Mul(decimal.NewFromInt(units)); sum.IsInteger() && (units == 1 || per.LessThan(decimal.NewFromInt(1))) {
			return t.Points(sum.IntPart()), t.Money(t.v.Currency().Units(units))
		}
	}
	noun := t.words.Points.Forms["other"]
	return t.T("points.count", "Number", t.Decimal(per), "Noun", noun), t.Money(t.v.Currency().Units(1))
}

// amount writes what counts towards tiers: money or points.
func (t terms) amount(n int64) string {
	if t.doc.Tiers.By == tiers.Spend {
		return t.Money(n)
	}
	return t.Points(n)
}

// benefits lists what a tier gives.
func (t terms) benefits(tier tiers.Tier) []string {
	list := t.perks(tier)
	if factor := t.doc.Earning.TierFactor(tier.Key); factor.GreaterThan(decimal.NewFromInt(1)) {
		return append([]string{t.T("member.tiers.factor", "Factor", t.Decimal(factor))}, list...)
	}
	return list
}

// perks lists what a tier gives that isn't points.
func (t terms) perks(tier tiers.Tier) []string {
	var list []string
	if tier.Discount > 0 {
		list = append(list, t.T("member.tiers.discount", "Percent", t.Percent(tier.Discount)))
	}
	if tier.FreeShipping {
		list = append(list, t.T("member.tiers.shipping"))
	}
	return list
}
