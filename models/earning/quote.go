package earning

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"fealty/models/fault"
	"fealty/models/money"
	"fealty/models/purchases"
)

// cell is what one rule may give for one part, before it is rounded.
type cell struct {
	part   int
	rule   int
	weight decimal.Decimal
}

// Quote decides what a purchase gives: it multiplies first, rounds once, down,
// and splits the whole over lines and rules so that both add up. A basket whose
// numbers are out of bounds is fault.Invalid "amount_range".
func Quote(policy Policy, basket Basket, facts Facts) (Award, error) {
	parts, err := bases(policy.Base, basket)
	if err != nil {
		return Award{}, fault.Wrap(fault.Invalid, "amount_range", err)
	}
	paid, err := paidInMoney(basket)
	if err != nil {
		return Award{}, fault.Wrap(fault.Invalid, "amount_range", err)
	}
	cells, rules := weigh(policy, parts, facts.Tier)
	points, err := divide(cells, paid, basket.Currency.Exponent)
	if err != nil {
		return Award{}, err
	}
	award := Award{Version: facts.Version, Rules: rules, Lines: lineBases(parts, paid)}
	award.AvailableOn, award.ExpiresOn = Terms(policy.Expiry, policy.PendingDays, basket.PlacedOn)
	award.enter(parts, cells, points)
	return award, nil
}

// paidInMoney is the share of a purchase that is not paid with points, credit or
// a money voucher.
func paidInMoney(b Basket) (*big.Rat, error) {
	total, err := b.Total()
	if err != nil || total <= 0 {
		return new(big.Rat), err
	}
	otherwise := min(max(b.PaidOtherwise, 0), total)
	return big.NewRat(int64(total-otherwise), int64(total)), nil
}

// weigh lays out the cells: for each part the base rule, then the multipliers
// that fit. The rules come back in the order of the document.
func weigh(policy Policy, parts []part, tier string) ([]cell, []RuleAward) {
	rules := []RuleAward{{Rule: RuleBase, PerUnit: policy.PerUnit}}
	for _, m := range policy.Multipliers {
		rules = append(rules, RuleAward{Rule: m.Key, Factor: m.Factor})
	}
	fitting := map[string][]Multiplier{}
	var cells []cell
	for i, p := range parts {
		base := decimal.NewFromInt(int64(p.net)).Mul(policy.PerUnit)
		if !base.IsPositive() {
			continue
		}
		cells = append(cells, cell{part: i, rule: 0, weight: base})
		if _, known := fitting[p.Category]; !known {
			fitting[p.Category] = policy.fitting(p.Category, tier)
		}
		for _, m := range fitting[p.Category] {
			rule := slices.IndexFunc(rules, func(r RuleAward) bool { return r.Rule == m.Key })
			cells = append(cells, cell{part: i, rule: rule, weight: base.Mul(m.Extra())})
		}
	}
	return cells, rules
}

// divide rounds the sum of all cells down to whole points, once, and splits them
// over the cells.
func divide(cells []cell, paid *big.Rat, exponent int) ([]int64, error) {
	sum := decimal.Zero
	weights := make([]decimal.Decimal, len(cells))
	for i, c := range cells {
		sum, weights[i] = sum.Add(c.weight), c.weight
	}
	exact := sum.Shift(int32(-exponent)).Rat() //nolint:gosec // a currency has at most a few decimals
	exact.Mul(exact, paid)
	whole := new(big.Int).Quo(exact.Num(), exact.Denom())
	if !whole.IsInt64() {
		return nil, fault.Wrap(fault.Invalid, "amount_range", fmt.Errorf("%s points", whole))
	}
	return money.Split(whole.Int64(), weights), nil
}

// lineBases gives each part's earning base in whole minor units, in the order of
// the basket.
func lineBases(parts []part, paid *big.Rat) []LineAward {
	lines := make([]LineAward, len(parts))
	if paid.Cmp(big.NewRat(1, 1)) == 0 {
		for _, p := range parts {
			lines[p.place] = LineAward{Line: p.Line.Line, Base: p.net}
		}
		return lines
	}
	weights := make([]decimal.Decimal, len(parts))
	sum := new(big.Int)
	for i, p := range parts {
		weights[i] = decimal.NewFromInt(int64(p.net))
		sum.Add(sum, big.NewInt(int64(p.net)))
	}
	sum.Quo(sum.Mul(sum, paid.Num()), paid.Denom())
	for i, base := range money.Split(sum.Int64(), weights) {
		lines[parts[i].place] = LineAward{Line: parts[i].Line.Line, Base: money.Amount(base)}
	}
	return lines
}

// enter writes the points of the cells into lines and rules; cells that gave
// nothing are left out.
func (a *Award) enter(parts []part, cells []cell, points []int64) {
	for i, c := range cells {
		line, given := &a.Lines[parts[c.part].place], money.Points(points[i])
		a.Points += given
		line.Points += given
		a.Rules[c.rule].Points += given
		a.Rules[c.rule].Base += line.Base
		if given > 0 {
			a.Cells = append(a.Cells, purchases.Cell{Line: line.Line, Rule: a.Rules[c.rule].Rule, Points: given})
		}
	}
	for _, line := range a.Lines {
		a.Base += line.Base
	}
	order := map[string]int{}
	for i, r := range a.Rules {
		order[r.Rule] = i
	}
	slices.SortStableFunc(a.Cells, func(x, y purchases.Cell) int {
		return cmp.Or(cmp.Compare(x.Line, y.Line), cmp.Compare(order[x.Rule], order[y.Rule]))
	})
	a.Rules = slices.DeleteFunc(a.Rules, func(r RuleAward) bool { return r.Points == 0 })
}
