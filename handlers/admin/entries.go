package admin

import (
	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/earning"
	"fealty/models/insights"
	"fealty/models/ledger"
	"fealty/models/programme"
	"fealty/views"
)

// entryLine is an entry of the book as the office sees it: what it was, and how
// it was worked out.
type entryLine struct {
	insights.Act
	Title string
	// Notes are whole sentences.
	Notes []string
}

// entryLines words entries, each under the version it was decided by.
func entryLines(c *fiber.Ctx, d web.Deps, now *programme.Version, acts []insights.Act) ([]entryLine, error) {
	l := web.Locale(c)
	lines := make([]entryLine, 0, len(acts))
	for _, act := range acts {
		line := entryLine{Act: act, Title: l.T("admin.entries.kind." + string(act.Kind))}
		v := now
		if act.Kind == ledger.Purchase && act.Version > 0 && act.Version != now.Number {
			var err error
			if v, err = d.Programme.Number(c.UserContext(), d.DB, act.Version); err != nil {
				return nil, err
			}
		}
		notes, err := notesOf(l, v, act)
		if err != nil {
			return nil, err
		}
		line.Notes = notes
		lines = append(lines, line)
	}
	return lines, nil
}

func notesOf(l *views.Locale, v *programme.Version, act insights.Act) ([]string, error) {
	var notes []string
	if act.Name != "" {
		notes = append(notes, act.Name)
	}
	if act.Kind == ledger.Purchase {
		sum, err := act.Explain(v)
		if err != nil {
			return nil, err
		}
		for _, step := range sum.Steps {
			notes = append(notes, stepNote(l, v, step))
		}
	}
	if act.Kind == ledger.Reversal && act.Due > 0 {
		notes = append(notes, l.T("admin.entries.due", "Due", act.Due, "Forgiven", act.Forgiven, "Owed", act.Owed))
	}
	if act.Reference != "" {
		notes = append(notes, l.T("admin.entries.reference", "Reference", act.Reference))
	}
	if act.ExpiresOn != nil && act.Amount > 0 {
		notes = append(notes, l.T("admin.entries.until", "On", l.Date(act.ExpiresOn)))
	}
	return notes, nil
}

// stepNote is one rule's part of the sum: amount × factor × points per unit.
func stepNote(l *views.Locale, v *programme.Version, s insights.Step) string {
	rate := l.Decimal(v.Document.Earning.PerUnit.Mul(s.Factor))
	if s.Rule == earning.RuleBase {
		return l.T("admin.entries.base", "Base", s.Base, "Rate", rate, "Points", s.Points)
	}
	name := v.Words(l.Lang).Rules[s.Rule]
	if name == "" {
		name = s.Rule
	}
	return l.T("admin.entries.rule", "Rule", name, "Base", s.Base, "Rate", rate, "Points", s.Points)
}
