package admin

import (
	"fealty/models/programme"
	"fealty/views"
)

// wordCard is one language's names in the form.
type wordCard struct {
	Code, Name         string
	IsMain, HasProblem bool
	Points             []views.Field
	Tiers              []wordRow
	Rules              []views.Field
}

// wordRow is one tier's names.
type wordRow struct {
	Name   string
	Fields []views.Field
}

// IsOpen tells whether the words are shown at once.
func (w wordCard) IsOpen() bool { return w.IsMain || w.HasProblem }

// ClubName is the field of the club's name.
func (v *brandEditView) ClubName() views.Field {
	return v.word("club.name", "", v.T("admin.brand.edit.club_name"))
}

// WordCards are the names in each of the club's languages, its own first.
func (v *brandEditView) WordCards() []wordCard {
	doc := v.Newest.Document
	var cards []wordCard
	for i, lang := range doc.Club.Languages {
		card := wordCard{Code: lang, Name: v.languageName(lang), IsMain: i == 0, Points: v.pointWords(lang), Tiers: v.tierWords(doc, lang)}
		for _, m := range doc.Earning.Multipliers {
			card.Rules = append(card.Rules, v.word("words.rules."+m.Key+"."+lang, lang, doc.In(v.L.Lang).Rules[m.Key]))
		}
		for _, name := range wordNames(programme.Document{Club: programme.Club{Languages: []string{lang}}, Tiers: doc.Tiers, Earning: doc.Earning}) {
			card.HasProblem = card.HasProblem || name != "club.name" && v.FieldError(name) != ""
		}
		cards = append(cards, card)
	}
	return cards
}

func (v *brandEditView) pointWords(lang string) []views.Field {
	at := "words.points." + lang
	var fields []views.Field
	for _, form := range programme.Plurals(lang) {
		fields = append(fields, v.word(at+".forms."+form, lang, v.T("admin.brand.edit.form."+form+sample(lang, form))))
	}
	for _, name := range []string{"name", "collect", "yours"} {
		fields = append(fields, v.word(at+"."+name, lang, v.T("admin.brand.edit.word."+name)))
	}
	return fields
}

// sample tells the languages apart in which a plural form is of other numbers.
func sample(lang, form string) string {
	switch {
	case lang == "pl":
		return "_pl"
	case lang == "zh-Hant" && form == "other":
		return "_zh"
	}
	return ""
}

func (v *brandEditView) tierWords(doc programme.Document, lang string) []wordRow {
	var rows []wordRow
	for _, step := range doc.Tiers.Steps {
		at := "words.tiers." + step.Key + "." + lang
		row := wordRow{Name: doc.In(v.L.Lang).Tiers[step.Key].Name}
		for _, name := range []string{"name", "to", "at"} {
			row.Fields = append(row.Fields, v.word(at+"."+name, lang, v.T("admin.brand.edit.tier."+name)))
		}
		rows = append(rows, row)
	}
	return rows
}

func (v *brandEditView) word(name, lang, label string) views.Field {
	return views.Field{ID: "f-" + name, Name: name, Value: v.Words[name], Label: label, Error: v.FieldError(name), Type: "text", Lang: lang, Maxlength: "80"}
}
