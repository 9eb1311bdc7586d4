package admin

import (
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"fealty/handlers/web"
	"fealty/models/earning"
	"fealty/models/money"
	"fealty/models/programme"
)

// earningOf fills the form with a version's rules.
func earningOf(version *programme.Version) web.Typed {
	doc := version.Document
	e := doc.Earning
	t := web.Typed{"per_unit": e.PerUnit.String(), "welcome": strconv.FormatInt(int64(e.Welcome), 10), "pending_days": strconv.Itoa(e.PendingDays),
		"expiry": string(e.Expiry.Kind), "expiry_months": strconv.Itoa(e.Expiry.Months), "round_up": string(e.Expiry.RoundUp),
		"worth_per_100": typedAmount(version.Currency(), doc.Spending.WorthPer100), "debt": string(doc.Spending.Debt)}
	if e.Expiry.Kind == earning.Never {
		t["expiry_months"], t["round_up"] = "24", string(earning.RoundMonth)
	}
	for _, step := range doc.Tiers.Steps {
		t["factor."+step.Key] = tierRule(e, step.Key).Factor.String()
	}
	main := doc.Club.Languages[0]
	for i, m := range categoryRules(e) {
		t[ruleField(i, "categories")], t[ruleField(i, "factor")] = strings.Join(m.Categories, ", "), m.Factor.String()
		t[ruleField(i, "name")] = doc.Words.Rules[m.Key][main]
		if len(m.Tiers) > 0 {
			t[ruleField(i, "from")] = m.Tiers[0]
		}
	}
	return t
}

// isTierRule tells whether a multiplier is what one tier earns more on everything.
func isTierRule(m earning.Multiplier) bool { return len(m.Categories) == 0 && len(m.Tiers) == 1 }

// tierRule is what a tier earns more on everything; a factor of 1 where it is
// nothing.
func tierRule(p earning.Policy, tier string) earning.Multiplier {
	for _, m := range p.Multipliers {
		if isTierRule(m) && m.Tiers[0] == tier {
			return m
		}
	}
	return earning.Multiplier{Key: tier + "_extra", Tiers: []string{tier}, Factor: decimal.NewFromInt(1)}
}

// categoryRules are all other multipliers, in the document's order.
func categoryRules(p earning.Policy) []earning.Multiplier {
	var list []earning.Multiplier
	for _, m := range p.Multipliers {
		if !isTierRule(m) {
			list = append(list, m)
		}
	}
	return list
}

// putEarning puts what was typed into a document of one's own.
func putEarning(doc *programme.Document, t web.Typed) error {
	currency, _ := money.LookupCurrency(doc.Club.Currency)
	in := reader{currency: currency}
	e := &doc.Earning
	e.PerUnit, e.Welcome, e.PendingDays = in.decimal("per_unit", t["per_unit"]), money.Points(in.number("welcome", t["welcome"])), small(in.number("pending_days", t["pending_days"]))
	e.Expiry.Kind = earning.ExpiryKind(in.choice("expiry", t["expiry"], string(earning.Never), string(earning.Months)))
	if e.Expiry.Kind == earning.Months {
		e.Expiry.Months, e.Expiry.RoundUp = small(in.number("expiry_months", t["expiry_months"])), earning.RoundUp(t["round_up"])
	} else {
		e.Expiry = earning.Expiry{Kind: earning.Never}
	}
	doc.Spending.WorthPer100, doc.Spending.Debt = in.amount("worth_per_100", t["worth_per_100"]), programme.Debt(t["debt"])
	rules := in.tierRules(*doc, t)
	rules = append(rules, in.categoryRules(doc, t)...)
	e.Multipliers = rules
	nameRules(doc, t)
	return in.wrong.Err()
}

// tierRules are what each tier earns more; a factor of 1 is no rule.
func (r *reader) tierRules(doc programme.Document, t web.Typed) []earning.Multiplier {
	var list []earning.Multiplier
	one := decimal.NewFromInt(1)
	for _, step := range doc.Tiers.Steps {
		m, name := tierRule(doc.Earning, step.Key), "factor."+step.Key
		m.Factor = r.factor(name, t[name])
		if !m.Factor.Equal(one) {
			list = append(list, m)
		}
	}
	return list
}

// factor reads a multiplier between 1 and 100.
func (r *reader) factor(name, typed string) decimal.Decimal {
	if typed == "" {
		return decimal.NewFromInt(1)
	}
	f := r.decimal(name, typed)
	if f.LessThan(decimal.NewFromInt(1)) || f.GreaterThan(decimal.NewFromInt(100)) || f.Exponent() < -4 {
		r.wrong.Add(name, "factor")
	}
	return f
}

// categoryRules are the rows of the form; an empty one is no rule.
func (r *reader) categoryRules(doc *programme.Document, t web.Typed) []earning.Multiplier {
	known := categoryRules(doc.Earning)
	var list []earning.Multiplier
	for i := range len(known) + spareRules {
		m := earning.Multiplier{Key: freshKey(doc.Earning)}
		if i < len(known) {
			m = known[i]
		}
		factor := ruleField(i, "factor")
		m.Categories = words(t[ruleField(i, "categories")])
		if len(m.Categories) == 0 && t[factor] == "" {
			continue
		}
		if len(m.Categories) == 0 {
			r.wrong.Add(ruleField(i, "categories"), "required")
		}
		m.Factor, m.Tiers = r.factor(factor, t[factor]), tiersFrom(*doc, t[ruleField(i, "from")])
		list = append(list, m)
	}
	return list
}

// words are the parts of a list with commas.
func words(text string) []string {
	var list []string
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part != "" && !slices.Contains(list, part) {
			list = append(list, part)
		}
	}
	return list
}

// tiersFrom are a tier and all above it; none is everyone.
func tiersFrom(doc programme.Document, from string) []string {
	rank := doc.Tiers.Rank(from)
	if from == "" || rank < 0 {
		return nil
	}
	var keys []string
	for _, step := range doc.Tiers.Steps[rank:] {
		keys = append(keys, step.Key)
	}
	return keys
}

// freshKey is a key that no rule has.
func freshKey(p earning.Policy) string {
	for n := 1; ; n++ {
		key := "extra_" + strconv.Itoa(n)
		if !slices.ContainsFunc(p.Multipliers, func(m earning.Multiplier) bool { return m.Key == key }) {
			return key
		}
	}
}

// nameRules gives every rule a name in every language, and no name to what is
// gone. A tier's is called after the tier; that of a category as it was typed, in
// the languages that have no name for it yet.
func nameRules(doc *programme.Document, t web.Typed) {
	named := map[string]map[string]string{}
	row := 0
	for _, m := range doc.Earning.Multipliers {
		names := map[string]string{}
		for _, lang := range doc.Club.Languages {
			names[lang] = doc.Words.Rules[m.Key][lang]
			if names[lang] == "" && isTierRule(m) {
				names[lang] = doc.Words.Tiers[m.Tiers[0]][lang].Name
			}
		}
		if !isTierRule(m) {
			typed := t[ruleField(rowOf(t, m, row), "name")]
			row++
			fillNames(names, doc.Club.Languages, typed, m)
		}
		named[m.Key] = names
	}
	doc.Words.Rules = named
}

// rowOf finds the row of the form that a rule came from: rows left empty are
// passed over.
func rowOf(t web.Typed, m earning.Multiplier, from int) int {
	for i := from; i < from+50; i++ {
		if slices.Equal(words(t[ruleField(i, "categories")]), m.Categories) {
			return i
		}
	}
	return from
}

// fillNames takes the typed name for the club's own language, and for those that
// have none.
func fillNames(names map[string]string, languages []string, typed string, m earning.Multiplier) {
	if typed == "" {
		typed = strings.Join(m.Categories, ", ")
	}
	for i, lang := range languages {
		if i == 0 || names[lang] == "" {
			names[lang] = typed
		}
	}
}
