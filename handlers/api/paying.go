package api

import (
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/spending"
)

// payingView says whether and how far points and credit pay; Most is for the
// basket at hand.
type payingView struct {
	Points      bool         `json:"points"`
	Credit      bool         `json:"credit"`
	Channels    []string     `json:"channels"`
	Share       int          `json:"share_percent"`
	Step        money.Points `json:"step"`
	Minimum     money.Points `json:"minimum"`
	HoldMinutes int          `json:"hold_minutes"`
	WorthPer100 string       `json:"worth_per_100"`
	Most        *paidView    `json:"most,omitempty"`
}

// drawPaying draws the policy, and with a basket the most that it may be paid.
func drawPaying(v *programme.Version, basket *spending.Case) payingView {
	p := v.Document.Spending.Pays()
	view := payingView{Points: p.Points, Credit: p.Credit, Channels: append([]string{}, p.Channels...), Share: p.Share, Step: p.Step,
		Minimum: p.Minimum, HoldMinutes: p.HoldMinutes, WorthPer100: v.Currency().Format(v.Document.Spending.WorthPer100)}
	if basket != nil {
		view.Most = drawPaid(v.Currency(), basket.Most())
	}
	return view
}

// perkView is a standing benefit of the member's tier: theirs without points.
type perkView struct {
	Key        string             `json:"key"`
	Kind       programme.PerkKind `json:"kind"`
	Name       string             `json:"name"`
	Text       string             `json:"text"`
	Percent    int                `json:"percent,omitempty"`
	Categories []string           `json:"categories,omitempty"`
	Hours      int                `json:"hours,omitempty"`
	Partner    string             `json:"partner,omitempty"`
}

func drawPerks(v *programme.Version, tier, language string) []perkView {
	words := v.Words(language).Perks
	list := []perkView{}
	for _, p := range v.Document.PerksAt(tier) {
		list = append(list, perkView{Key: p.Key, Kind: p.Kind, Name: words[p.Key].Name, Text: words[p.Key].Text, Percent: p.Percent,
			Categories: p.Categories, Hours: p.Hours, Partner: p.Partner})
	}
	return list
}
