package admin

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"fealty/handlers/web"
	"fealty/models/earning"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/tiers"
)

// tierNames are the form's fields.
func tierNames(doc programme.Document) []string {
	names := append(commonNames(), "by", "window", "months", "keep", "keep_months", "downgrade", "new.name", "new.from", "new.discount")
	for _, step := range doc.Tiers.Steps {
		names = append(names, "from."+step.Key, "discount."+step.Key, "ship."+step.Key, "drop."+step.Key)
	}
	return names
}

// tierPaths are the form's names for what the document's checks call otherwise. A
// step's number counts the new one in, which is why lines are checked here first.
func tierPaths(doc programme.Document) map[string]string {
	paths := map[string]string{"tiers.months": "months", "tiers.keep.months": "keep_months", "tiers.keep.kind": "keep", "tiers.by": "by",
		"tiers.window": "window", "tiers.downgrade": "downgrade"}
	for i, step := range doc.Tiers.Steps {
		at := fmt.Sprintf("tiers.steps[%d]", i)
		paths[at+".from"], paths[at+".discount"] = "from."+step.Key, "discount."+step.Key
	}
	return paths
}

// ladderOf fills the form with a version's tiers.
func ladderOf(version *programme.Version) web.Typed {
	p := version.Document.Tiers
	t := web.Typed{"by": string(p.By), "window": string(p.Window), "months": strconv.Itoa(max(p.Months, 1)), "keep": string(p.Keep.Kind),
		"keep_months": strconv.Itoa(p.Keep.Months), "downgrade": string(p.Downgrade)}
	if p.Months == 0 {
		t["months"] = "12"
	}
	if p.Keep.Months == 0 {
		t["keep_months"] = "12"
	}
	for _, step := range p.Steps {
		t["from."+step.Key], t["discount."+step.Key] = strconv.FormatInt(step.From, 10), strconv.Itoa(step.Discount)
		if p.By == tiers.Spend {
			t["from."+step.Key] = typedAmount(version.Currency(), money.Amount(step.From))
		}
		if step.FreeShipping {
			t["ship."+step.Key] = "on"
		}
	}
	return t
}

// putTiers puts what was typed into a document of one's own.
func putTiers(doc *programme.Document, t web.Typed) error {
	currency, _ := money.LookupCurrency(doc.Club.Currency)
	in := reader{currency: currency}
	p := &doc.Tiers
	p.By = tiers.By(in.choice("by", t["by"], string(tiers.Points), string(tiers.Spend)))
	p.Window = tiers.WindowKind(in.choice("window", t["window"], string(tiers.Calendar), string(tiers.Rolling)))
	p.Downgrade = tiers.Downgrade(t["downgrade"])
	p.Keep, p.Months = tiers.Keep{Kind: tiers.KeepKind(t["keep"])}, 0
	if p.Keep.Kind == tiers.KeepMonths {
		p.Keep.Months = small(in.number("keep_months", t["keep_months"]))
	}
	if p.Window == tiers.Rolling {
		p.Months = small(in.number("months", t["months"]))
	}
	in.steps(doc, t)
	if err := in.wrong.Err(); err != nil {
		return err
	}
	slices.SortStableFunc(p.Steps, func(a, b tiers.Tier) int { return int(max(-1, min(1, a.From-b.From))) })
	prune(doc)
	return nil
}

// steps reads the lines: those that stay, and a new one.
func (r *reader) steps(doc *programme.Document, t web.Typed) {
	var steps []tiers.Tier
	lines := map[int64]bool{}
	for i, step := range doc.Tiers.Steps {
		if i > 0 && t.Ticked("drop."+step.Key) {
			continue
		}
		from := "from." + step.Key
		step.From, step.Discount = r.line(doc.Tiers.By, from, t[from]), small(r.number("discount."+step.Key, t["discount."+step.Key]))
		step.FreeShipping = t.Ticked("ship." + step.Key)
		if i == 0 {
			step.From = 0
		} else if lines[step.From] || step.From <= 0 {
			r.wrong.Add(from, "programme_tier_order")
		}
		lines[step.From] = true
		steps = append(steps, step)
	}
	if t["new.name"] != "" || t["new.from"] != "" {
		steps = append(steps, r.newStep(doc, t, lines))
	}
	doc.Tiers.Steps = steps
}

func (r *reader) newStep(doc *programme.Document, t web.Typed, lines map[int64]bool) tiers.Tier {
	step := tiers.Tier{Key: freshTier(doc.Tiers), From: r.line(doc.Tiers.By, "new.from", t["new.from"]), Discount: small(r.number("new.discount", t["new.discount"]))}
	if t["new.name"] == "" {
		r.wrong.Add("new.name", "required")
	}
	if step.From <= 0 || lines[step.From] {
		r.wrong.Add("new.from", "programme_tier_order")
	}
	doc.Words.Tiers[step.Key] = map[string]programme.TierWords{}
	for _, lang := range doc.Club.Languages {
		doc.Words.Tiers[step.Key][lang] = programme.TierWords{Name: t["new.name"], To: t["new.name"], At: t["new.name"]}
	}
	return step
}

// line reads where a tier begins: money, or points.
func (r *reader) line(by tiers.By, name, typed string) int64 {
	if by == tiers.Spend {
		return int64(r.amount(name, typed))
	}
	return r.number(name, typed)
}

func freshTier(p tiers.Policy) string {
	for n := len(p.Steps) + 1; ; n++ {
		if key := "tier_" + strconv.Itoa(n); p.Rank(key) < 0 {
			return key
		}
	}
}

// prune takes out of the document what named a tier that is gone.
func prune(doc *programme.Document) {
	isGone := func(key string) bool { return doc.Tiers.Rank(key) < 0 }
	maps.DeleteFunc(doc.Words.Tiers, func(key string, _ map[string]programme.TierWords) bool { return isGone(key) })
	var rules []earning.Multiplier
	for _, m := range doc.Earning.Multipliers {
		had := len(m.Tiers) > 0
		m.Tiers = slices.DeleteFunc(m.Tiers, isGone)
		if had && len(m.Tiers) == 0 {
			delete(doc.Words.Rules, m.Key)
			continue
		}
		rules = append(rules, m)
	}
	doc.Earning.Multipliers = rules
}
