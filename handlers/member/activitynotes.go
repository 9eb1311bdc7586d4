package member

import (
	"github.com/shopspring/decimal"

	"fealty/models/earning"
	"fealty/models/insights"
	"fealty/models/ledger"
)

// notes explain an entry.
func (t telling) notes(a insights.Act) ([]string, error) {
	switch a.Kind {
	case ledger.Purchase:
		sum, err := a.Explain(t.v)
		return append(t.arithmetic(a, sum), t.T("member.activity.receipt", "Reference", a.Reference)), err
	case ledger.Reversal:
		return append(t.taken(a), t.T("member.activity.receipt", "Reference", a.Reference)), nil
	case ledger.Payment, ledger.PaymentRestored, ledger.DebtPaid:
		notes := []string{t.T("member.activity.why." + string(a.Kind))}
		if a.Reference != "" {
			notes = append(notes, t.T("member.activity.receipt", "Reference", a.Reference))
		}
		return notes, nil
	case ledger.Redemption:
		return t.used(a), nil
	case ledger.Donation:
		if a.Matched > 0 {
			return []string{t.T("member.activity.given_matched", "Given", a.Given, "Matched", a.Matched, "Club", t.doc.Club.Name)}, nil
		}
		return []string{t.T("member.activity.given", "Given", a.Given)}, nil
	case ledger.Expired:
		if a.LostOn != nil {
			return []string{t.T("member.activity.lost", "On", t.Date(a.LostOn)), t.T("member.activity.first")}, nil
		}
		return []string{t.T("member.activity.first")}, nil
	}
	return []string{t.T("member.activity.why."+string(a.Kind), "Club", t.doc.Club.Name)}, nil
}

// arithmetic words how a purchase's points came about: the whole in one
// sentence where one rate holds for all of it, then what each rule gave.
func (t telling) arithmetic(a insights.Act, sum insights.Arithmetic) []string {
	if len(sum.Steps) == 0 {
		return nil
	}
	var notes []string
	factor, isOne := sum.OneFactor()
	if isOne {
		rate, unit := t.rate(factor)
		key := "member.activity.sum.whole"
		if sum.IsRounded() {
			key = "member.activity.sum.rounded"
		}
		notes = append(notes, t.T(key, "Base", sum.Steps[0].Base, "Rate", rate, "Unit", unit, "Exact", t.exact(sum.Exact), "Points", sum.Points))
	}
	if len(sum.Steps) > 1 {
		for _, step := range sum.Steps {
			notes = append(notes, t.step(step))
		}
	}
	if !isOne && sum.IsRounded() {
		notes = append(notes, t.T("member.activity.sum.together", "Exact", t.exact(sum.Exact), "Points", sum.Points))
	}
	if a.Base < a.Total {
		notes = append(notes, t.T("member.activity.sum.part", "Base", a.Base, "Total", a.Total))
	}
	return notes
}

// step words one rule of the arithmetic.
func (t telling) step(s insights.Step) string {
	rate, unit := t.rate(s.Factor)
	if s.Rule == earning.RuleBase {
		return t.T("member.activity.sum.base", "Base", s.Base, "Rate", rate, "Unit", unit, "Points", s.Points)
	}
	return t.T("member.activity.sum.rule", "Rule", t.words.Rules[s.Rule], "Base", s.Base, "Rate", rate, "Unit", unit, "Points", s.Points)
}

// exact writes points before rounding, with at most three decimals.
func (t telling) exact(points decimal.Decimal) string { return t.Decimal(points.Truncate(3)) }

// taken tells what a return took back, and what became of the rest.
func (t telling) taken(a insights.Act) []string {
	notes := []string{t.T("member.activity.why.reversal", "Due", a.Due)}
	if a.Lapsed > 0 {
		notes = append(notes, t.T("member.activity.return.lapsed", "Points", a.Lapsed))
	}
	if spent := a.Forgiven - a.Lapsed; spent > 0 {
		notes = append(notes, t.T("member.activity.return.forgiven", "Points", spent))
	}
	if a.Owed > 0 {
		notes = append(notes, t.T("member.activity.return.owed", "Points", a.Owed))
	}
	return notes
}

// used tells where a reward was used.
func (t telling) used(a insights.Act) []string {
	switch {
	case a.UsedAt == nil:
		return nil
	case a.UsePlace == "":
		return []string{t.T("member.vouchers.fate.used", "At", t.At(a.UsedAt))}
	}
	return []string{t.T("member.vouchers.fate.used_at", "At", t.At(a.UsedAt), "Place", a.UsePlace)}
}
