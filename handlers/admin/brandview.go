package admin

import (
	"net/url"
	"strconv"

	"fealty/models/club"
	"fealty/views"
)

// Sample is the address of the preview's stylesheet.
func (v *brandEditView) Sample() string {
	t := v.Theme
	if !t.IsWhole() {
		t = club.DefaultTheme()
	}
	query := url.Values{"brand": {t.Brand}, "accent": {t.Accent}, "neutral": {t.Neutral}, "radius": {strconv.Itoa(t.Radius)}, "font": {t.Font}}
	if t.Action != "" {
		query.Set("action", t.Action)
	}
	if t.Display != "" {
		query.Set("display", t.Display)
	}
	return "/admin/brand/sample?" + query.Encode()
}

// IsWhole tells whether the typed colours are colours, so that there is something
// to show.
func (v *brandEditView) IsWhole() bool { return v.Theme.IsWhole() }

// Schemes are the two of the preview.
func (v *brandEditView) Schemes() []string { return []string{"light", "dark"} }

// ratio is one line of the table of contrasts.
type ratio struct {
	Name                  string
	Light, Dark           string
	LightIsBad, DarkIsBad bool
}

// Ratios are the pairs that people notice, each in both schemes.
func (v *brandEditView) Ratios() []ratio {
	by := map[string]club.Pair{}
	for _, p := range v.Theme.Contrasts() {
		by[p.Over+" "+p.Under+" "+strconv.FormatBool(p.IsDark)] = p
	}
	var list []ratio
	for _, name := range []string{"ink paper", "ink-2 card", "brand-ink paper", "on-fill fill", "on-hero hero", "ink-2 accent-soft", "edge card"} {
		light, dark := by[name+" false"], by[name+" true"]
		list = append(list, ratio{Name: v.T("admin.brand.edit.pair." + light.Over + "_" + light.Under), Light: v.ratio(light), Dark: v.ratio(dark),
			LightIsBad: !light.IsReadable(), DarkIsBad: !dark.IsReadable()})
	}
	return list
}

func (v *brandEditView) ratio(p club.Pair) string {
	return v.L.Decimal(strconv.FormatFloat(p.Ratio, 'f', 1, 64)) + ":1"
}

// Fonts are the faces to choose from.
func (v *brandEditView) Fonts() []views.Option {
	return options(v.L, "admin.brand.edit.font.", club.Fonts()...)
}

// Displays are those for headings, the same as the text's first.
func (v *brandEditView) Displays() []views.Option {
	return append([]views.Option{{Label: v.T("admin.brand.edit.display_same")}}, v.Fonts()...)
}

// pageText is what the start page says in one language.
type pageText struct {
	Code, Name                 string
	Heading, Lead              string
	HeadingField, LeadField    string
	IsMain, HasOwn, HasProblem bool
}

// IsOpen tells whether the words are shown at once.
func (t pageText) IsOpen() bool { return t.IsMain || t.HasProblem }

// Texts are the start page's words by language, the club's own first.
func (v *brandEditView) Texts() []pageText {
	var list []pageText
	for i, lang := range v.Newest.Document.Club.Languages {
		at := "texts." + lang + "."
		t := pageText{Code: lang, Name: v.languageName(lang), IsMain: i == 0, HeadingField: at + "heading", LeadField: at + "lead",
			Heading: v.Look[at+"heading"], Lead: v.Look[at+"lead"], HasProblem: v.FieldError(at+"heading")+v.FieldError(at+"lead") != ""}
		t.HasOwn = t.Heading+t.Lead != ""
		list = append(list, t)
	}
	return list
}

func (v *brandEditView) languageName(code string) string {
	for _, lang := range v.Club.Languages {
		if lang.Code == code {
			return lang.Name
		}
	}
	return code
}
