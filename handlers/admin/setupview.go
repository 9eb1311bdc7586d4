package admin

import (
	"fealty/models/arranging"
	"fealty/models/money"
	"fealty/models/tiers"
)

// pick is a template to begin from.
type pick struct {
	Key, Icon, Name, Text string
	On                    bool
}

// Picks are the templates.
func (v *setupShowView) Picks() []pick {
	icons := map[string]string{arranging.Cafe: "cup", arranging.Shop: "bag", arranging.Salon: "star", arranging.Paid: "heart"}
	var list []pick
	for _, key := range arranging.Templates() {
		at := "admin.setup.template." + key
		list = append(list, pick{key, icons[key], v.T(at), v.T(at + "_text"), key == v.Settings.Template})
	}
	return list
}

// guideStep is one of the six steps.
type guideStep struct {
	Key, Title, Text, Href string
	Done, IsNext           bool
	// Warn is what is better seen to before opening, or "".
	Warn string
}

// Steps are the six, with the first that isn't done marked.
func (v *setupShowView) Steps() []guideStep {
	var list []guideStep
	found := false
	for _, key := range steps() {
		s := guideStep{Key: key, Title: v.T("admin.setup.step." + key), Done: v.Settings.IsDone(key) || v.IsOpen()}
		s.Text, s.Href = v.tell(key)
		if key == stepRewards {
			s.Warn = v.outOfReach()
		}
		if key == stepOpen {
			s.Done = v.IsOpen() // what was ticked before doesn't open it
		}
		if !s.Done && !found {
			s.IsNext, found = true, true
		}
		list = append(list, s)
	}
	return list
}

// IsOpen tells whether the public may come in.
func (v *setupShowView) IsOpen() bool { return v.Settings.IsOpen() }

// DoneCount is how many steps are done.
func (v *setupShowView) DoneCount() int {
	n := 0
	for _, s := range v.Steps() {
		if s.Done {
			n++
		}
	}
	return n
}

// AllCount is how many steps there are.
func (v *setupShowView) AllCount() int { return len(steps()) }

// tell says how a step stands, and where it is changed.
func (v *setupShowView) tell(step string) (text, href string) {
	doc := v.version.Document
	switch step {
	case stepName:
		return v.T("admin.setup.step.name_text", "Club", doc.Club.Name), "/admin/brand"
	case stepEarn:
		return v.T("admin.setup.step.earn_text", "Rate", v.rate(), "Unit", v.L.Money(v.version.Currency().Units(1)), "Welcome", doc.Earning.Welcome), "/admin/earn"
	case stepRewards:
		return v.rewardsText(), "/admin/rewards"
	case stepTiers:
		return v.L.List(v.tierTexts()), "/admin/tiers"
	case stepTeam:
		return v.N("admin.setup.step.team_text", v.people), "/admin/team"
	}
	if v.IsOpen() {
		return v.T("admin.setup.step.open_done"), "/admin/setup/sign"
	}
	return v.T("admin.setup.step.open_text"), "/admin/setup/sign"
}

func (v *setupShowView) rate() string {
	e := v.version.Document.Earning
	if e.PerUnit.IsInteger() {
		return v.L.Points(e.PerUnit.IntPart())
	}
	return v.T("points.count", "Number", v.L.Decimal(e.PerUnit), "Noun", v.L.PointsNoun(2))
}

func (v *setupShowView) rewardsText() string {
	if len(v.rewards) == 0 {
		return v.T("admin.setup.step.rewards_none")
	}
	low, high := v.prices()
	return v.N("admin.setup.step.rewards_text", len(v.rewards), "Low", v.L.Number(low), "High", v.L.Points(high))
}

func (v *setupShowView) prices() (low, high money.Points) {
	for i, card := range v.rewards {
		if i == 0 || card.Price < low {
			low = card.Price
		}
		high = max(high, card.Price)
	}
	return low, high
}

// outOfReach warns when the welcome points buy nothing.
func (v *setupShowView) outOfReach() string {
	welcome := v.version.Document.Earning.Welcome
	for _, card := range v.rewards {
		if card.Tier == "" && card.IsForPoints() && card.Price <= welcome {
			return ""
		}
	}
	return v.T("admin.setup.step.rewards_warn", "Welcome", welcome)
}

func (v *setupShowView) tierTexts() []string {
	words, doc := v.version.Words(v.L.Lang), v.version.Document
	var list []string
	for i, step := range doc.Tiers.Steps {
		name := words.Tiers[step.Key].Name
		if i == 0 {
			list = append(list, name)
			continue
		}
		from := v.L.Points(step.From)
		if doc.Tiers.By == tiers.Spend {
			from = v.L.Money(step.From)
		}
		list = append(list, v.T("admin.setup.step.tier", "Tier", name, "From", from))
	}
	return list
}

// Percent writes a share of sales.
func (v *setupShowView) Percent(n interface{ String() string }) string {
	return v.T("admin.setup.pays.percent", "Number", v.L.Decimal(n.String()))
}
