package club

import "strings"

// Theme is the shop's six values (and an optional one); all other colours are
// worked out from them. Colours are "#rrggbb" in small letters.
type Theme struct {
	Brand   string `db:"brand"`
	Accent  string `db:"accent"`
	Neutral string `db:"neutral"`
	// Action colours buttons and links in the light scheme where the brand is very
	// light; "" takes the brand.
	Action string `db:"action"`
	// Radius rounds the corners of cards, in pixels.
	Radius int `db:"radius"`
	// Font and Display name faces of Fonts; "" for Display is the same as Font.
	Font    string `db:"font"`
	Display string `db:"display"`
}

// Clean writes the colours as they are kept: in small letters, without spaces.
func (t Theme) Clean() Theme {
	clean := func(colour string) string { return strings.ToLower(strings.TrimSpace(colour)) }
	t.Brand, t.Accent, t.Neutral, t.Action = clean(t.Brand), clean(t.Accent), clean(t.Neutral), clean(t.Action)
	return t
}

// MaxRadius is the roundest corner.
const MaxRadius = 32

// DefaultTheme is that of a shop which has chosen nothing.
func DefaultTheme() Theme {
	return Theme{Brand: "#1f5147", Accent: "#eaa55f", Neutral: "#8c8577", Radius: 16, Font: "inter"}
}

// Fonts are the faces to choose from: what every machine has, and Inter, which we
// serve.
func Fonts() []string { return []string{"inter", "system", "humanist", "rounded", "serif", "slab"} }
