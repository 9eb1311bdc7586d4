package insights

import (
	"slices"

	"github.com/shopspring/decimal"

	"fealty/models/earning"
	"fealty/models/money"
	"fealty/models/programme"
)

// Arithmetic takes a purchase's points apart as they were worked out: rule by
// rule, and the sum before it was rounded down.
type Arithmetic struct {
	Steps []Step
	// Exact is the sum of the steps before rounding, Points what it came to.
	Exact  decimal.Decimal
	Points money.Points
}

// Step is what one rule gave on an amount: Factor times the points per unit. For
// a multiplier that is what it gives on top, 0.25 for a quarter more.
type Step struct {
	Rule   string
	Base   money.Amount
	Factor decimal.Decimal
	Points money.Points
}

// OneFactor is the factor of all steps together, where they worked on the same
// amount; false where they did not.
func (a Arithmetic) OneFactor() (decimal.Decimal, bool) {
	sum := decimal.Zero
	for _, step := range a.Steps {
		if step.Base != a.Steps[0].Base {
			return decimal.Zero, false
		}
		sum = sum.Add(step.Factor)
	}
	return sum, len(a.Steps) > 0
}

// IsRounded tells whether anything was rounded off.
func (a Arithmetic) IsRounded() bool { return !a.Exact.Equal(decimal.NewFromInt(int64(a.Points))) }

// Explain works the arithmetic out from the purchase's cells and the version of
// the programme under which it was decided.
func (a Act) Explain(v *programme.Version) (Arithmetic, error) {
	lines, err := a.bought()
	if err != nil {
		return Arithmetic{}, err
	}
	out := Arithmetic{Points: a.Earned}
	for _, key := range a.rules(v) {
		step := Step{Rule: key, Base: a.Base, Factor: decimal.NewFromInt(1), Points: a.pointsOf(key)}
		if m, ok := multiplier(v, key); ok {
			step.Base = a.baseOf(m, lines, v.Document.Earning.Combine)
			step.Factor = m.Extra()
		}
		out.Steps = append(out.Steps, step)
		units := decimal.NewFromInt(int64(step.Base)).Shift(int32(-v.Currency().Exponent)) //nolint:gosec // a currency has few decimals
		out.Exact = out.Exact.Add(units.Mul(step.Factor).Mul(v.Document.Earning.PerUnit))
	}
	return out, nil
}

// rules lists the rules that gave something, in the document's order.
func (a Act) rules(v *programme.Version) []string {
	order := []string{earning.RuleBase}
	for _, m := range v.Document.Earning.Multipliers {
		order = append(order, m.Key)
	}
	return slices.DeleteFunc(order, func(key string) bool { return a.pointsOf(key) == 0 })
}

func (a Act) pointsOf(rule string) (points money.Points) {
	for _, c := range a.Cells {
		if c.Rule == rule {
			points += c.Points
		}
	}
	return points
}

func multiplier(v *programme.Version, key string) (earning.Multiplier, bool) {
	for _, m := range v.Document.Earning.Multipliers {
		if m.Key == key {
			return m, true
		}
	}
	return earning.Multiplier{}, false
}

// baseOf is the amount that a multiplier worked on. Where only the best
// multiplier counts, a line is its own only if its cell says so.
func (a Act) baseOf(m earning.Multiplier, lines []boughtLine, combine earning.Combine) money.Amount {
	if combine != earning.Best && len(m.Categories) == 0 {
		return a.Base
	}
	var base money.Amount
	for _, line := range lines {
		isFit := len(m.Categories) == 0 || slices.Contains(m.Categories, line.Category)
		if isFit && (combine != earning.Best || a.hasCell(m.Key, line.Line)) {
			base += line.Base
		}
	}
	return base
}

func (a Act) hasCell(rule string, line int) bool {
	for _, c := range a.Cells {
		if c.Rule == rule && c.Line == line {
			return true
		}
	}
	return false
}
