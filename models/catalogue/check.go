package catalogue

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"fealty/models/fault"
	"fealty/models/money"
)

// MaxPrice bounds a reward's price in points.
const MaxPrice money.Points = 100_000_000

// Rules are what Check needs to know about the club: its main language, whose
// text must be there, and the keys of its tiers.
type Rules struct {
	Main  string
	Tiers []string
}

// Check names every field that can't be kept as it stands, as one Invalid
// fault, or answers nil. Fields of texts are named `texts.nb.name`.
func Check(r Reward, texts []Text, rules Rules) error {
	var wrong fault.Fields
	check(&wrong, r, texts, rules)
	return wrong.Err()
}

// CheckWhole is Check with the hidden texts too: content needs one in the club's
// main language.
func CheckWhole(r Reward, texts []Text, hidden []Hidden, rules Rules) error {
	var wrong fault.Fields
	check(&wrong, r, texts, rules)
	checkHidden(&wrong, r.Kind, hidden, rules.Main)
	return wrong.Err()
}

func check(wrong *fault.Fields, r Reward, texts []Text, rules Rules) {
	checkWhat(wrong, r)
	checkWorth(wrong, r)
	checkWhen(wrong, r, rules)
	checkTerms(wrong, r)
	checkTexts(wrong, texts, rules.Main)
}

func checkWhat(wrong *fault.Fields, r Reward) {
	if !slices.Contains(Kinds(), r.Kind) {
		wrong.Add("kind", "choice")
	}
	if !slices.Contains([]State{Draft, Live, Paused, Archived}, r.State) {
		wrong.Add("state", "choice")
	}
	if !slices.Contains([]Places{Everywhere, AtCounter, OnWeb, ByPartner}, r.Places) {
		wrong.Add("places", "choice")
	}
	if !slices.Contains(Arts(), r.Art) {
		wrong.Add("art", "choice")
	}
	if r.Kind == AtPartner && r.PartnerID.IsZero() {
		wrong.Add("partner", "required")
	}
	if r.Kind != AtPartner && !r.PartnerID.IsZero() {
		wrong.Add("partner", "partner_not_for_kind")
	}
}

func checkWorth(wrong *fault.Fields, r Reward) {
	switch {
	case !r.IsForPoints() && r.Price != 0:
		wrong.Add("price", "price_not_for_kind")
	case r.IsForPoints() && (r.Price <= 0 || r.Price > MaxPrice):
		wrong.Add("price", "between", fault.Params{"min": 1, "max": int64(MaxPrice)})
	}
	if r.Worth < 0 || r.Worth > money.MaxAmount {
		wrong.Add("worth", "range")
	}
	if r.Cost < 0 || r.Cost > money.MaxAmount {
		wrong.Add("cost", "range")
	}
	if r.PartnerPays < 0 || r.PartnerPays > money.MaxAmount {
		wrong.Add("partner_pays", "range")
	}
	if r.Kind.Behaviour().NeedsWorth && r.Worth == 0 {
		wrong.Add("worth", "required")
	}
	switch {
	case r.Kind == PercentOff && r.Percent == nil:
		wrong.Add("percent", "required")
	case r.Percent != nil && (*r.Percent < 1 || *r.Percent > 100):
		wrong.Add("percent", "between", fault.Params{"min": 1, "max": 100})
	}
}

func checkWhen(wrong *fault.Fields, r Reward, rules Rules) {
	if r.Tier != "" && !slices.Contains(rules.Tiers, r.Tier) {
		wrong.Add("tier", "choice")
	}
	if r.StartsOn != nil && r.EndsOn != nil && r.EndsOn.Before(*r.StartsOn) {
		wrong.Add("ends_on", "ends_before_start")
	}
	if r.ValidDays < 1 || r.ValidDays > 1095 {
		wrong.Add("valid_days", "between", fault.Params{"min": 1, "max": 1095})
	}
	if r.PerMember != nil && (*r.PerMember < 1 || *r.PerMember > 1_000_000) {
		wrong.Add("per_member", "between", fault.Params{"min": 1, "max": 1_000_000})
	}
}

func checkTexts(wrong *fault.Fields, texts []Text, main string) {
	found := false
	for _, t := range texts {
		found = found || t.Language == main
		checkText(wrong, t)
	}
	if !found {
		wrong.Add(fmt.Sprintf("texts.%s.name", main), "required")
	}
}

func checkText(wrong *fault.Fields, t Text) {
	field := fmt.Sprintf("texts.%s.", t.Language)
	if strings.TrimSpace(t.Name) == "" {
		wrong.Add(field+"name", "required")
	}
	for _, part := range []struct {
		name, text string
		max        int
	}{{"name", t.Name, 80}, {"description", t.Description, 1000}, {"hand_over", t.HandOver, 300}} {
		if utf8.RuneCountInString(part.text) > part.max {
			wrong.Add(field+part.name, "too_long", fault.Params{"max": part.max})
		}
	}
}
