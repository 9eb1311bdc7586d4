package views

import (
	"fmt"
	"html/template"
	"regexp"
	"strings"

	"fealty/public"
)

// funcs are all the functions templates may call besides the methods of what
// they are given.
func funcs() map[string]any {
	return map[string]any{
		"art":    art,
		"asset":  asset,
		"step":   step,
		"field":  newField,
		"icon":   icon,
		"logo":   logo,
		"notice": newNotice,
		"part":   NewPart,
		"shown":  shown,
		"empty":  newEmpty,
		"qr":     QR,
		"share":  share,
	}
}

// asset is the address of a public file.
func asset(name string) (string, error) {
	address := public.Path(name)
	if address == "" {
		return "", fmt.Errorf("find asset %q: no such file", name)
	}
	return address, nil
}

var symbolName = regexp.MustCompile(`^[a-z0-9-]+$`)

// icon draws an interface icon, with "s" for the small size.
func icon(name string, classes ...string) (template.HTML, error) {
	class := strings.Join(append([]string{"i"}, classes...), " ")
	return use(`class="`+template.HTMLEscapeString(class)+`"`, name)
}

// art draws a reward picture by its short name: "cup" is the symbol art-cup. A
// name that no longer exists, from an old row, is drawn as a gift.
func art(name string) (template.HTML, error) {
	if !arts[name] {
		name = "gift"
	}
	return use(`viewBox="0 0 160 120"`, "art-"+name)
}

// shown is a reward as it is pictured: the shop's own picture when there is one,
// "large" where there is room for it, else its drawing.
func shown(name string, picture fmt.Stringer, size ...string) (template.HTML, error) {
	id := picture.String()
	if id == "" {
		return art(name)
	}
	width, height := "640", "480"
	if len(size) > 0 {
		width, height = "1280", "960"
	}
	return template.HTML(`<img src="/pictures/` + template.HTMLEscapeString(id) + "-" + width + `.jpg" alt="" width="` + width + //nolint:gosec // an id and two numbers
		`" height="` + height + `" loading="lazy" decoding="async">`), nil
}

func use(attributes, symbol string) (template.HTML, error) {
	if !symbols[symbol] || !symbolName.MatchString(symbol) {
		return "", fmt.Errorf("draw icon %q: no such symbol", symbol)
	}
	return template.HTML(`<svg ` + attributes + ` aria-hidden="true"><use href="` + //nolint:gosec // both are ours
		public.Path("icons.svg") + `#` + symbol + `"/></svg>`), nil
}

// symbols are the ids in icons.svg, arts those that are reward pictures, without
// "art-". Both are read once and never change.
var symbols, arts = readSymbols()

func readSymbols() (all, pictures map[string]bool) {
	all, pictures = map[string]bool{}, map[string]bool{}
	body, _ := public.Content("icons.svg") // embedded: it is there, or the asset test fails
	for _, found := range regexp.MustCompile(`<symbol id="([a-z0-9-]+)"`).FindAllSubmatch(body, -1) {
		name := string(found[1])
		all[name] = true
		if short, ok := strings.CutPrefix(name, "art-"); ok {
			pictures[short] = true
		}
	}
	return all, pictures
}

// Arts tells whether a reward picture of that name exists.
func Arts(name string) bool { return arts[name] }

// ArtNames lists the reward pictures, sorted as a form shows them.
func ArtNames() []string { return sortedKeys(arts) }

// logo is the shop's mark, in its brand colours.
func logo() template.HTML {
	return `<svg viewBox="0 0 30 30" aria-hidden="true"><rect width="30" height="30" rx="9" fill="var(--brand)"/>` +
		`<path d="M7 17.5c2.7 0 2.7-2 5.3-2s2.7 2 5.4 2 2.7-2 5.3-2M7 22c2.7 0 2.7-2 5.3-2s2.7 2 5.4 2 2.7-2 5.3-2" fill="none" stroke="var(--on-brand)" stroke-width="2" stroke-linecap="round"/>` +
		`<circle cx="19.5" cy="9.5" r="3" fill="var(--accent)"/></svg>`
}

// share is how many percent part is of total, whole, rounded down, 0 to 100.
func share(part, total any) int64 {
	p, t := whole(part), whole(total)
	switch {
	case t <= 0 || p >= t:
		return 100
	case p <= 0:
		return 0
	}
	return percentOf(p, t)
}

// percentOf avoids overflow by halving both until the product fits.
func percentOf(p, t int64) int64 {
	for p > 1<<53 {
		p, t = p/2, t/2
	}
	return p * 100 / t
}

// step is the class that draws a percentage to the nearest five below.
func step(percent any) string {
	p := max(0, min(100, whole(percent)))
	return fmt.Sprintf("p%d", p/5*5)
}
