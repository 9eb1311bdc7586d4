package earning

import (
	"time"

	"github.com/shopspring/decimal"

	"fealty/models/money"
	"fealty/models/purchases"
)

// Award is what a purchase gives: cells add up to rules, to lines and to Points.
type Award struct {
	Points money.Points `json:"points"`
	// Base is what of the purchase earned, in minor units.
	Base  money.Amount    `json:"base"`
	Cells purchases.Cells `json:"cells"`
	// Lines has each line of the basket in its order, and line 0 last when
	// shipping earns.
	Lines []LineAward `json:"lines"`
	// Rules says what each rule gave that gave something, in the document's order.
	Rules       []RuleAward `json:"rules"`
	AvailableOn time.Time   `json:"available_on"`
	ExpiresOn   *time.Time  `json:"expires_on"`
	Version     int         `json:"version"`
}

// LineAward is what one line gave; Base is what of it earned.
type LineAward struct {
	Line   int          `json:"line"`
	Base   money.Amount `json:"base"`
	Points money.Points `json:"points"`
}

// RuleAward is what one rule gave on which base. PerUnit is set for the base
// rule, Factor for a multiplier.
type RuleAward struct {
	Rule    string          `json:"rule"`
	Points  money.Points    `json:"points"`
	Base    money.Amount    `json:"base"`
	PerUnit decimal.Decimal `json:"per_unit"`
	Factor  decimal.Decimal `json:"factor"`
}

// Explanation is one summand of an award: "25 (1 per €)". Params holds numbers
// only: "base" in minor units, and "per_unit" or "factor" as decimals.
type Explanation struct {
	Rule    string            `json:"rule"`
	Version int               `json:"version"`
	Points  money.Points      `json:"points"`
	Params  map[string]string `json:"params"`
}

// Explain takes the award apart into its rules; the points add up.
func (a Award) Explain() []Explanation {
	list := make([]Explanation, 0, len(a.Rules))
	for _, r := range a.Rules {
		list = append(list, Explanation{Rule: r.Rule, Version: a.Version, Points: r.Points, Params: r.params()})
	}
	return list
}

func (r RuleAward) params() map[string]string {
	base := decimal.NewFromInt(int64(r.Base)).String()
	if r.Rule == RuleBase {
		return map[string]string{"base": base, "per_unit": r.PerUnit.String()}
	}
	return map[string]string{"base": base, "factor": r.Factor.String()}
}
