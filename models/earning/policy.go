package earning

import (
	"slices"

	"github.com/shopspring/decimal"

	"fealty/models/money"
)

// RuleBase is the key of the rule that gives the points per unit of money; a
// multiplier can't have it.
const RuleBase = "base"

// Combine says what happens when several multipliers fit one line.
type Combine string

// Add sums the extras of all multipliers that fit; Best takes only the largest.
const (
	Add  Combine = "add"
	Best Combine = "best"
)

// Policy is the earning part of the programme document.
type Policy struct {
	// PerUnit is the points for one whole unit of the currency.
	PerUnit     decimal.Decimal `json:"per_unit"`
	Multipliers []Multiplier    `json:"multipliers"`
	Combine     Combine         `json:"combine"`
	// Welcome is what a new member is given.
	Welcome money.Points `json:"welcome"`
	// PendingDays is how many days after the purchase its points can be spent; 0
	// is at once.
	PendingDays int    `json:"pending_days"`
	Expiry      Expiry `json:"expiry"`
	Base        Base   `json:"base"`
}

// Multiplier raises what some lines give: a factor of 1.5 gives half of the base
// on top. No categories means all lines, shipping too; no tiers means everyone.
type Multiplier struct {
	Key        string          `json:"key"`
	Categories []string        `json:"categories,omitempty"`
	Tiers      []string        `json:"tiers,omitempty"`
	Factor     decimal.Decimal `json:"factor"`
}

// Base says what of a purchase earns.
type Base struct {
	// Tax counts the tax in.
	Tax bool `json:"tax"`
	// Discounts takes discounts off first; without it the price before them earns.
	Discounts bool `json:"discounts"`
	// Shipping lets shipping earn, as line 0.
	Shipping bool `json:"shipping"`
}

// Extra is what the multiplier gives on top, as a factor of the base.
func (m Multiplier) Extra() decimal.Decimal { return m.Factor.Sub(decimal.NewFromInt(1)) }

// Fits tells whether the multiplier raises goods of a category bought in a tier.
func (m Multiplier) Fits(category, tier string) bool {
	return (len(m.Categories) == 0 || slices.Contains(m.Categories, category)) &&
		(len(m.Tiers) == 0 || slices.Contains(m.Tiers, tier))
}

// fitting gives the multipliers that raise a line, by the policy's way to
// combine them. Of equally large ones the earlier in the document wins.
func (p Policy) fitting(category, tier string) []Multiplier {
	var all []Multiplier
	best := -1
	for _, m := range p.Multipliers {
		if !m.Extra().IsPositive() || !m.Fits(category, tier) {
			continue
		}
		all = append(all, m)
		if best < 0 || m.Factor.GreaterThan(all[best].Factor) {
			best = len(all) - 1
		}
	}
	if p.Combine == Best && best >= 0 {
		return all[best : best+1]
	}
	return all
}

// TierFactor is what a tier's members earn on ordinary goods, as a factor of the
// base: 1.25 for a quarter more.
func (p Policy) TierFactor(tier string) decimal.Decimal {
	factor := decimal.NewFromInt(1)
	for _, m := range p.fitting("", tier) {
		factor = factor.Add(m.Extra())
	}
	return factor
}
