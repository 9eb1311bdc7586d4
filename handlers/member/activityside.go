package member

import (
	"fealty/models/earning"
	"fealty/models/insights"
	"fealty/models/tiers"
)

// tierStep is one step of the ladder: how far the member is from it to the next.
type tierStep struct {
	Name, From string
	// Percent is drawn on the way to the next step.
	Percent      int
	IsGot, IsNow bool
}

// steps lays out the ladder.
func (t terms) steps(o insights.Outlook) []tierStep {
	var list []tierStep
	rank := t.doc.Tiers.Rank(o.Standing.Tier)
	for i, tier := range t.doc.Tiers.Steps {
		step := tierStep{Name: t.words.Tiers[tier.Key].Name, From: t.amount(tier.From), IsGot: i <= rank, IsNow: i == rank}
		switch {
		case i < rank:
			step.Percent = 100
		case i == rank && i+1 < len(t.doc.Tiers.Steps):
			step.Percent = between(o.Way.Value, tier.From, t.doc.Tiers.Steps[i+1].From)
		}
		list = append(list, step)
	}
	return list
}

// between is how many percent of the way from one line to the next a value is.
func between(value, from, to int64) int {
	if value <= from || to <= from {
		return 0
	}
	return int(min((value-from)*100/(to-from), 99))
}

// lasts tells how long points last.
func (t terms) lasts() string {
	e := t.doc.Earning.Expiry
	if e.Kind != earning.Months {
		return t.T("member.activity.index.lasts.never")
	}
	key := "member.activity.index.lasts." + string(e.RoundUp)
	if e.RoundUp == "" {
		key = "member.activity.index.lasts." + string(earning.RoundNone)
	}
	return t.N(key, e.Months)
}

// counted tells what counts towards tiers, and how much it is.
func (t terms) counted(way tiers.Way) string {
	value, kind := t.amount(way.Value), "points"
	if way.By == tiers.Spend {
		kind = "spend"
	}
	if way.Until != nil {
		return t.T("member.activity.index.counted."+kind+"_year", "Value", value, "Year", way.Until.Format("2006"))
	}
	return t.T("member.activity.index.counted."+kind+"_months", "Value", value, "Months", t.N("member.activity.index.months", t.doc.Tiers.Months))
}
