package club

import (
	"math"

	"fealty/models/fault"
)

// The ratios that WCAG 2.2 asks for: of text (1.4.3) and of what is needed to
// tell a control (1.4.11).
const (
	TextRatio    = 4.5
	ControlRatio = 3.0
)

// Pair is two colours of one scheme that stand on each other, and their contrast.
type Pair struct {
	Over, Under string // tokens
	IsDark      bool
	Ratio       float64
	Needed      float64
}

// IsReadable tells whether the contrast suffices.
func (p Pair) IsReadable() bool { return p.Ratio >= p.Needed }

// texts and controls are what stands on what, in both schemes.
func texts() [][2]string {
	return [][2]string{
		{"ink", "paper"}, {"ink", "card"}, {"ink", "sunk"}, {"ink", "brand-soft"}, {"ink", "accent-soft"},
		{"ink-2", "paper"}, {"ink-2", "card"}, {"ink-2", "sunk"}, {"ink-2", "brand-soft"}, {"ink-2", "accent-soft"}, {"ink-2", "warn-soft"},
		{"brand-ink", "paper"}, {"brand-ink", "card"}, {"brand-ink", "sunk"}, {"brand-ink", "brand-soft"},
		{"on-fill", "fill"}, {"on-hero", "hero"}, {"on-brand", "brand"},
		{"ok", "ok-soft"}, {"ok", "card"}, {"warn", "warn-soft"}, {"bad", "bad-soft"}, {"bad", "card"},
	}
}

func controls() [][2]string {
	return [][2]string{{"edge", "card"}, {"edge", "paper"}, {"fill", "sunk"}, {"fill", "card"}, {"fill", "paper"}}
}

// Contrasts measures every pair in both schemes, the light one first.
func (t Theme) Contrasts() []Pair {
	light, dark := t.Colours()
	var pairs []Pair
	for i, scheme := range []Palette{light, dark} {
		for _, p := range texts() {
			pairs = append(pairs, Pair{p[0], p[1], i == 1, Ratio(scheme[p[0]], scheme[p[1]]), TextRatio})
		}
		for _, p := range controls() {
			pairs = append(pairs, Pair{p[0], p[1], i == 1, Ratio(scheme[p[0]], scheme[p[1]]), ControlRatio})
		}
	}
	return pairs
}

// Unreadable are the pairs whose contrast does not suffice.
func (t Theme) Unreadable() []Pair {
	var bad []Pair
	for _, p := range t.Contrasts() {
		if !p.IsReadable() {
			bad = append(bad, p)
		}
	}
	return bad
}

// Ratio is the contrast of two colours by WCAG 2.2, 1 to 21.
func Ratio(a, b string) float64 {
	one, other := parse(a).luminance(), parse(b).luminance()
	return (max(one, other) + 0.05) / (min(one, other) + 0.05)
}

func (c rgb) luminance() float64 { return 0.2126*c.r + 0.7152*c.g + 0.0722*c.b }

// OnColour is black or white, whichever is read better on a colour; one of them
// always reaches 4.5.
func OnColour(hex string) string {
	if Ratio("#ffffff", hex) >= Ratio("#000000", hex) {
		return "#ffffff"
	}
	return "#000000"
}

// checkReadable refuses a theme in which something can't be read, on the field of
// the colour that does it.
func (t Theme) checkReadable(wrong *fault.Fields) {
	pairs := t.Unreadable()
	if len(pairs) == 0 {
		return
	}
	p, field := pairs[0], "brand"
	if p.Under == "accent-soft" {
		field = "accent"
	}
	wrong.Add(field, "unreadable", fault.Params{"ratio": math.Floor(p.Ratio*10) / 10, "needed": p.Needed})
}
