package club

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// stacks are the faces as CSS writes them; nothing of it comes from a form.
func stacks() map[string]string {
	const last = `system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif`
	return map[string]string{
		"inter":    `"Inter", ` + last,
		"system":   last,
		"humanist": `Seravek, "Gill Sans Nova", Ubuntu, Calibri, "DejaVu Sans", source-sans-pro, sans-serif`,
		"rounded":  `ui-rounded, "Hiragino Maru Gothic ProN", Quicksand, Comfortaa, Manjari, "Arial Rounded MT Bold", Calibri, sans-serif`,
		"serif":    `"Iowan Old Style", "Palatino Linotype", "URW Palladio L", P052, Georgia, serif`,
		"slab":     `Rockwell, "Rockwell Nova", "Roboto Slab", "DejaVu Serif", "Sitka Small", serif`,
	}
}

// Sheet is the stylesheet of the theme: plain colours for both schemes, so that
// old phones need no newer function. It holds only checked values.
func (t Theme) Sheet() []byte {
	light, dark := t.Colours()
	var css strings.Builder
	css.WriteString(":root{color-scheme:light dark;" + t.shape() + light.rules() + "}\n")
	css.WriteString("@media (prefers-color-scheme:dark){:root{" + dark.rules() + "}}\n")
	css.WriteString(`:root[data-theme="light"],.in-light{color-scheme:light;` + light.rules() + "}\n")
	css.WriteString(`:root[data-theme="dark"],.in-dark{color-scheme:dark;` + dark.rules() + "}\n")
	return []byte(css.String())
}

// Sample is the same for a part of a page, in one scheme or the other, before it
// is kept.
func (t Theme) Sample() []byte {
	light, dark := t.Colours()
	return []byte(".try-light{color-scheme:light;" + t.shape() + light.rules() + "}\n.try-dark{color-scheme:dark;" + t.shape() + dark.rules() + "}\n")
}

// Hash names the sheet by its content.
func (t Theme) Hash() string {
	sum := sha256.Sum256(t.Sheet())
	return hex.EncodeToString(sum[:5])
}

func (t Theme) shape() string {
	font, display := stacks()[t.Font], stacks()[t.Display]
	if font == "" {
		font = stacks()["inter"]
	}
	if display == "" {
		display = "var(--font)"
	}
	return fmt.Sprintf("--radius:%dpx;--r-s:%gpx;--r-m:%gpx;--font:%s;--font-display:%s;", t.Radius, float64(t.Radius)/2, float64(t.Radius)*0.75, font, display)
}

func (p Palette) rules() string {
	var css strings.Builder
	for _, name := range slices.Sorted(maps.Keys(p)) {
		css.WriteString("--" + name + ":" + p[name] + ";")
	}
	return css.String()
}
