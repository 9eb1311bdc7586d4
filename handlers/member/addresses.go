package member

import (
	"slices"
	"strings"

	"fealty/models/members"
	"fealty/models/shipments"
	"fealty/views"
)

// addressForm is where something goes.
type addressForm struct {
	Recipient string `form:"recipient,max=200"`
	Street    string `form:"street,max=400"`
	Postcode  string `form:"postcode,max=40"`
	City      string `form:"city,max=200"`
	Country   string `form:"country,max=10"`
}

// address is nil where the form had none.
func (f addressForm) address() *shipments.Address {
	if f.Recipient+f.Street+f.Postcode+f.City+f.Country == "" {
		return nil
	}
	return &shipments.Address{Recipient: f.Recipient, Street: f.Street, Postcode: f.Postcode, City: f.City, Country: f.Country}
}

// countries are those that something can be sent to, by ISO 3166.
const countries = "AT AU BE BG CA CH CN CY CZ DE DK EE ES FI FR GB GR HK HR HU IE IS IT JP KR LI LT LU LV MT MY NL NO NZ PL PT RO RS SE SG SI SK TW UA US"

// countriesOf names the countries in a language, in the order of its letters.
func countriesOf(l *views.Locale) []views.Option {
	var list []views.Option
	for code := range strings.FieldsSeq(countries) {
		list = append(list, views.Option{Value: code, Label: l.T("member.country." + code)})
	}
	// In Norwegian Æ, Ø and Å are letters of their own, behind Z.
	key := members.Fold
	if l.Lang == "nb" {
		behind := strings.NewReplacer("Æ", "{", "Ø", "|", "Å", "}")
		key = func(name string) string { return members.Fold(behind.Replace(name)) }
	}
	slices.SortStableFunc(list, func(a, b views.Option) int { return strings.Compare(key(a.Label), key(b.Label)) })
	return list
}
