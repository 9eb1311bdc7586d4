package views

import (
	"fmt"
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"

	"fealty/models/money"
)

// Locale writes words, numbers, money and dates in one language. It is a value
// to read: With gives a changed copy.
type Locale struct {
	// Lang is the language's name: "en", "nb", "pl", "hu" or "zh-Hant".
	Lang string

	rules     rulebook
	plain     map[string]string
	localizer *i18n.Localizer
	currency  string
	zone      *time.Location
	words     Words
}

// Setting is what the shop, not the language, decides.
type Setting struct {
	// Currency is the programme's ISO 4217 code.
	Currency string
	// Zone is the programme's time zone.
	Zone *time.Location
	// Words are the shop's own, in this locale's language.
	Words Words
}

// With gives a copy that knows the shop's currency, zone and words.
func (l *Locale) With(s Setting) *Locale {
	c := *l
	c.zone, c.words = s.Zone, s.Words
	if s.Currency != "" {
		c.currency = s.Currency
	}
	return &c
}

// T gives the sentence of a key. Parameters come in pairs of name and value:
// T("member.rewards.card.togo", "Points", 160); numbers, points, money and
// dates among them are written as the language does.
func (l *Locale) T(key string, params ...any) string {
	if sentence, ok := l.plain[key]; ok {
		return sentence
	}
	return l.localize(&i18n.LocalizeConfig{MessageID: key, TemplateData: l.data(params)})
}

// Gap stands between two sentences: a space, or nothing where the full stop
// brings its own room.
func (l *Locale) Gap() string {
	if l.Lang == "zh-Hant" {
		return ""
	}
	return " "
}

// N gives the sentence of a key in the plural form that a whole number needs;
// {{.PluralCount}} in it is the number as the language writes it.
func (l *Locale) N(key string, count any, params ...any) string {
	n := whole(count)
	data := l.data(params)
	data["PluralCount"] = l.Number(n)
	return l.localize(&i18n.LocalizeConfig{MessageID: key, TemplateData: data, PluralCount: n})
}

// Has tells whether a key has a sentence in this language.
func (l *Locale) Has(key string) bool {
	if _, ok := l.plain[key]; ok {
		return true
	}
	_, err := l.localizer.Localize(&i18n.LocalizeConfig{MessageID: key, TemplateData: map[string]any{}, PluralCount: 1})
	return err == nil
}

// localize shows the bare key where there is no sentence, so that it is seen
// and mended; the completeness test finds it before a shopper does.
func (l *Locale) localize(config *i18n.LocalizeConfig) string {
	sentence, err := l.localizer.Localize(config)
	if sentence == "" && err != nil {
		return config.MessageID
	}
	return sentence
}

// data makes the placeholders of a sentence out of pairs.
func (l *Locale) data(params []any) map[string]any {
	data := make(map[string]any, len(params)/2+1)
	for i := 0; i+1 < len(params); i += 2 {
		data[fmt.Sprint(params[i])] = l.Value(params[i+1])
	}
	return data
}

// Value writes one value as the language does: whole numbers grouped, points
// with their noun, money with its sign, dates with the month's name; the rest
// as it prints.
func (l *Locale) Value(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case money.Points:
		return l.Points(v)
	case money.Amount:
		return l.Money(v)
	case time.Time:
		return l.Date(v)
	case int, int64, int32, uint, uint32:
		return l.Number(v)
	}
	return fmt.Sprint(v)
}
