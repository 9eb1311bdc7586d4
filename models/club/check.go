package club

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"fealty/models/fault"
	"fealty/models/money"
)

const (
	maxAddress = 200
	maxHeading = 120
	maxLead    = 600
	maxByHand  = money.Points(1_000_000)
)

var hexColour = regexp.MustCompile(`^#[0-9a-f]{6}$`)

// Check names every field that can't be kept as it stands.
func Check(s Settings) error {
	var wrong fault.Fields
	s.check(&wrong)
	tooLong(&wrong, "help", s.Help, maxAddress)
	tooLong(&wrong, "complaints", s.Complaints, maxAddress)
	for _, t := range s.Texts {
		tooLong(&wrong, "texts."+t.Language+".heading", t.Heading, maxHeading)
		tooLong(&wrong, "texts."+t.Language+".lead", t.Lead, maxLead)
	}
	s.checkLimits(&wrong)
	for _, feature := range s.TurnedOff {
		if !slices.Contains(Features(), feature) {
			wrong.Add("features", "choice")
		}
	}
	return wrong.Err()
}

// IsWhole tells whether every value of the theme is one, readable or not.
func (t Theme) IsWhole() bool {
	var wrong fault.Fields
	t.checkShape(&wrong)
	return wrong.Err() == nil
}

func (t Theme) check(wrong *fault.Fields) {
	t.checkShape(wrong)
	if wrong.Err() == nil {
		t.checkReadable(wrong)
	}
}

func (t Theme) checkShape(wrong *fault.Fields) {
	for name, colour := range map[string]string{"brand": t.Brand, "accent": t.Accent, "neutral": t.Neutral} {
		if !hexColour.MatchString(colour) {
			wrong.Add(name, "colour_form")
		}
	}
	if t.Action != "" && !hexColour.MatchString(t.Action) {
		wrong.Add("action", "colour_form")
	}
	if t.Radius < 0 || t.Radius > MaxRadius {
		wrong.Add("radius", "between", fault.Params{"min": 0, "max": MaxRadius})
	}
	if !slices.Contains(Fonts(), t.Font) {
		wrong.Add("font", "choice")
	}
	if t.Display != "" && !slices.Contains(Fonts(), t.Display) {
		wrong.Add("display", "choice")
	}
}

func (s Settings) checkLimits(wrong *fault.Fields) {
	for name, limit := range map[string]money.Points{"points_per_act": s.PerAct, "points_per_day": s.PerDay, "approve_above": s.ApproveAbove} {
		if limit < 0 || limit > maxByHand || limit == 0 && name != "approve_above" {
			wrong.Add(name, "between", fault.Params{"min": 1, "max": int64(maxByHand)})
		}
	}
	if s.PerDay < s.PerAct {
		wrong.Add("points_per_day", "limit_order")
	}
}

func tooLong(wrong *fault.Fields, name, text string, most int) {
	if utf8.RuneCountInString(text) > most {
		wrong.Add(name, "too_long", fault.Params{"max": most})
	}
	if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		wrong.Add(name, "field.text")
	}
}
