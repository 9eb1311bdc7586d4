package jobs

import (
	"encoding/json"
	"fmt"
	"strings"

	"fealty/models/messages"
	"fealty/models/money"
	"fealty/models/reaching"
	"fealty/views"
)

// Draft is what a letter is drawn from.
type Draft struct {
	// Template is the message's name: "welcome", "points_earned", …
	Template string
	// Params is the message's JSON: numbers, dates, keys and ids only.
	Params []byte
	// Club, Tier and Reward are names in the reader's language; From is the tier
	// before, To the phrase of going back there, Next the tier that follows.
	Club, Tier, Reward, From, To, Next string
	// Base is the address that links begin with: https://club.example.com.
	Base string
}

// messageView is what views/mails/message shows.
type messageView struct {
	L                   *views.Locale
	Club, Subject, Code string
	Paragraphs          []string
	Action, Href        string
	SettingsHref, Why   string
}

// Render draws a message in the reader's language. The error says which template or parameter can't be read.
func Render(v *views.Engine, l *views.Locale, d Draft) (reaching.Letter, error) {
	p, err := readParams(d.Params)
	if err != nil {
		return reaching.Letter{}, fmt.Errorf("draw a message %s: %w", d.Template, err)
	}
	form, known := forms()[d.Template]
	if !known {
		return reaching.Letter{}, fmt.Errorf("draw a message: no template %q", d.Template)
	}
	view := compose(l, d, form, p)
	html, err := v.Draw("mails/message", view)
	if err != nil {
		return reaching.Letter{}, fmt.Errorf("draw a message %s: %w", d.Template, err)
	}
	return reaching.Letter{Subject: view.Subject, Text: plain(view), HTML: string(html), Short: short(view, form)}, nil
}

// compose puts the sentences of one message together.
func compose(l *views.Locale, d Draft, form form, p params) messageView {
	say := sentences{l: l, key: form.words, pairs: p.pairs(l, d)}
	view := messageView{L: l, Club: d.Club, Subject: say.of("subject"), Code: p.Code}
	for _, part := range form.parts(p) {
		view.Paragraphs = append(view.Paragraphs, say.of(part))
	}
	if path := form.path(p); path != "" {
		view.Action, view.Href = say.of("action"), d.Base+path
	}
	switch {
	case isForStaff(d.Template):
		view.Why = l.T("mails.footer.staff", "Club", d.Club)
	// Whoever asks for a code may not be a member yet.
	case d.Template == messages.SigninCode:
		view.Why = l.T("mails.footer.asked", "Club", d.Club)
	default:
		view.Why, view.SettingsHref = l.T("mails.footer.why", "Club", d.Club), d.Base+"/me"
	}
	return view
}

type sentences struct {
	l     *views.Locale
	key   string
	pairs []any
}

func (s sentences) of(part string) string { return s.l.T(s.key+part, s.pairs...) }

// plain is the same letter for readers without HTML.
func plain(v messageView) string {
	var b strings.Builder
	b.WriteString(v.Subject + "\n\n")
	if v.Code != "" {
		b.WriteString("    " + v.Code + "\n\n")
	}
	for _, paragraph := range v.Paragraphs {
		b.WriteString(paragraph + "\n\n")
	}
	if v.Href != "" {
		b.WriteString(v.Action + ":\n" + v.Href + "\n\n")
	}
	b.WriteString("-- \n" + v.Why + "\n")
	if v.SettingsHref != "" {
		b.WriteString(v.L.T("mails.footer.settings") + ": " + v.SettingsHref + "\n")
	}
	return b.String()
}

// short is one paragraph and the link.
func short(v messageView, f form) string {
	if f.shortKey != "" {
		return v.L.T(f.shortKey, "Code", v.Code, "Club", v.Club)
	}
	text := v.Club + ": " + v.Subject + "."
	if len(v.Paragraphs) > 0 {
		text = v.Club + ": " + v.Paragraphs[0]
	}
	if v.Href != "" {
		text += " " + v.Href
	}
	return text
}

// paramsOf is a message's parameters as JSON.
func paramsOf(m messages.Message) ([]byte, error) {
	text, err := json.Marshal(m.Params)
	if err != nil {
		return nil, fmt.Errorf("read a message's parameters: %w", err)
	}
	return text, nil
}

func readParams(text []byte) (params, error) {
	var p params
	if len(text) == 0 {
		return p, nil
	}
	if err := json.Unmarshal(text, &p); err != nil {
		return p, fmt.Errorf("read its parameters: %w", err)
	}
	return p, nil
}

// pairs are the placeholders of the sentences.
func (p params) pairs(l *views.Locale, d Draft) []any {
	return []any{
		"Club", d.Club, "Tier", d.Tier, "Reward", d.Reward, "Code", p.Code, "On", p.on(), "Day", l.DayMonth(p.on()),
		"From", d.From, "To", d.To, "Next", d.Next, "ToGo", p.toGo(),
		"Points", money.Points(p.Points), "Spendable", money.Points(p.Spendable), "Owed", money.Points(p.Owed),
	}
}

// toGo is how much is missing to a tier: money or points, as the programme counts.
func (p params) toGo() any {
	if p.Amount > 0 {
		return money.Amount(p.Amount)
	}
	return money.Points(p.Points)
}
