package views

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Languages are the ones every release speaks, main language first.
var Languages = []string{"en", "nb", "pl", "hu", "zh-Hant"}

// Locales holds the words of every language.
type Locales struct {
	byLang  map[string]*Locale
	matcher language.Matcher
}

// LoadLocales reads every language; one that is missing or broken is an error.
func LoadLocales() (*Locales, error) {
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	out := &Locales{byLang: map[string]*Locale{}}
	tags := make([]language.Tag, 0, len(Languages))
	for _, lang := range Languages {
		l, err := loadLocale(bundle, lang)
		if err != nil {
			return nil, err
		}
		out.byLang[lang] = l
		tags = append(tags, language.MustParse(lang))
	}
	out.matcher = language.NewMatcher(tags)
	return out, nil
}

func loadLocale(bundle *i18n.Bundle, lang string) (*Locale, error) {
	name := path.Join("locales", lang+".json")
	body, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, fmt.Errorf("read locale: %w", err)
	}
	parsed, err := bundle.ParseMessageFileBytes(body, lang+".json")
	if err != nil {
		return nil, fmt.Errorf("parse locale %s: %w", lang, err)
	}
	l := &Locale{Lang: lang, rules: rules[lang], plain: map[string]string{}, currency: "EUR"}
	l.localizer = i18n.NewLocalizer(bundle, lang)
	for _, m := range parsed.Messages {
		if isPlain(m) {
			l.plain[m.ID] = m.Other
		}
	}
	return l, nil
}

// isPlain tells whether a message is one sentence without placeholders; those
// skip the template machinery.
func isPlain(m *i18n.Message) bool {
	return m.One == "" && m.Few == "" && m.Many == "" && !strings.Contains(m.Other, "{{")
}

// Pick gives a language by its exact name, or English.
func (ls *Locales) Pick(lang string) *Locale {
	if l, ok := ls.byLang[lang]; ok {
		return l
	}
	return ls.byLang["en"]
}

// Speaks tells whether the exact name is one of the five.
func (ls *Locales) Speaks(lang string) bool { return ls.byLang[lang] != nil }

// Negotiate picks the best of the five for an Accept-Language header, or the
// fallback when none of them fits.
func (ls *Locales) Negotiate(header, fallback string) string {
	if len(header) > 200 {
		header = header[:200]
	}
	wanted, _, err := language.ParseAcceptLanguage(header)
	if err != nil || len(wanted) == 0 {
		return fallback
	}
	_, i, confidence := ls.matcher.Match(wanted...)
	if confidence == language.No {
		return fallback
	}
	return Languages[i]
}
