package club

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Differences names what two settings differ in, as it was and as it is, for the
// audit.
func Differences(before, after Settings) (was, is map[string]any) {
	was, is = map[string]any{}, map[string]any{}
	old, now := before.plain(), after.plain()
	maps.Copy(old, missing(old, now))
	for name := range old {
		if old[name] != now[name] {
			was[name], is[name] = old[name], now[name]
		}
	}
	return was, is
}

// missing are the lines that only the other has, empty.
func missing(in, other map[string]string) map[string]string {
	none := map[string]string{}
	for name := range other {
		if _, ok := in[name]; !ok {
			none[name] = ""
		}
	}
	return none
}

// plain writes every setting as one line of text.
func (s Settings) plain() map[string]string {
	lines := map[string]string{
		"template": s.Template, "steps": strings.Join(s.Steps, " "), "turned_off": strings.Join(slices.Sorted(slices.Values(s.TurnedOff)), " "),
		"brand": s.Brand, "accent": s.Accent, "neutral": s.Neutral, "action": s.Action, "radius": fmt.Sprint(s.Radius), "font": s.Font,
		"display": s.Display, "logo": s.Logo.String(), "help": s.Help, "complaints": s.Complaints, "sms": fmt.Sprint(s.SMS),
		"points_per_act": fmt.Sprint(s.PerAct), "points_per_day": fmt.Sprint(s.PerDay), "approve_above": fmt.Sprint(s.ApproveAbove),
		"opened_at": "",
	}
	if s.OpenedAt != nil {
		lines["opened_at"] = s.OpenedAt.Format(time.RFC3339)
	}
	for _, lang := range slices.Sorted(maps.Keys(s.Texts)) {
		lines["heading "+lang], lines["lead "+lang] = s.Texts[lang].Heading, s.Texts[lang].Lead
	}
	return lines
}
