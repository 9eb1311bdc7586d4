package member

import (
	"slices"
	"strconv"

	"fealty/handlers/web"
	"fealty/models/giving"
	"fealty/models/insights"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/views"
)

// choose lays out the amounts, takes the first cause and an amount where none is
// chosen, and works out the sum.
func (v *giveIndexView) choose(l *views.Locale, version *programme.Version) {
	if v.Form.Cause.IsZero() && len(v.Causes) > 0 {
		v.Form.Cause = v.Causes[0].ID
	}
	amounts := v.amounts(version.Document.Giving.Amounts)
	if v.Form.Points == "" && len(amounts) > 0 {
		v.Form.Points = number(amounts[(len(amounts)-1)/2])
	}
	for _, points := range amounts {
		value := number(points)
		label := l.Number(points)
		if points == v.expiring() {
			label = l.T("member.give.index.expiring", "Number", l.Number(points))
		}
		v.Amounts = append(v.Amounts, web.Choice{Value: value, Label: label, On: value == v.Form.Points})
	}
	isOther := v.Form.Points != "" && !slices.ContainsFunc(v.Amounts, func(a web.Choice) bool { return a.On })
	if isOther && v.Form.Points != "other" {
		v.Form.Other, v.Form.Points = v.Form.Points, "other"
	}
	v.Amounts = append(v.Amounts, web.Choice{Value: "other", Label: l.T("member.give.index.other"), On: isOther})
	v.Sum = v.sum(version)
}

// amounts are those of the programme that the member has, and what ends next.
func (v *giveIndexView) amounts(offered []money.Points) []money.Points {
	list := slices.DeleteFunc(slices.Clone(offered), func(p money.Points) bool { return p > v.Has.Spendable })
	if ends := v.expiring(); ends > 0 && !slices.Contains(list, ends) {
		list = append(list, ends)
	}
	return list
}

// expiring is what ends next and can be given.
func (v *giveIndexView) expiring() money.Points {
	if v.Has.Expiring > v.Has.Spendable {
		return 0
	}
	return v.Has.Expiring
}

func (v *giveIndexView) sum(version *programme.Version) giveSum {
	at := slices.IndexFunc(v.Causes, func(c insights.Cause) bool { return c.ID == v.Form.Cause })
	points, err := v.Form.points()
	if at < 0 || err != nil {
		return giveSum{}
	}
	s := giveSum{HasSum: true, Cause: v.Causes[at], Points: points, Keep: max(v.Has.Spendable-points, 0), Short: max(points-v.Has.Spendable, 0)}
	s.Given, s.Matched = giving.Sum(version, s.Cause.Cause, points)
	return s
}

func number(points money.Points) string { return strconv.FormatInt(int64(points), 10) }
