package catalogue_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fealty/models/catalogue"
	"fealty/models/fault"
	"fealty/models/ids"
)

var rules = catalogue.Rules{Main: "nb", Tiers: []string{"member", "silver", "gold"}}

func good() (catalogue.Reward, []catalogue.Text) {
	return catalogue.Reward{ID: ids.Reward{1}, Kind: catalogue.Product, State: catalogue.Live, Price: 600, Worth: 4900, Cost: 1200,
		ValidDays: 30, Places: catalogue.Everywhere, Art: "cup"}, []catalogue.Text{{Language: "nb", Name: "Flat white"}}
}

func number(n int) *int { return &n }

func day(text string) *time.Time {
	at, _ := time.Parse(time.DateOnly, text)
	return &at
}

func TestAGoodRewardPasses(t *testing.T) {
	if err := catalogue.Check(first(good()), second(good()), rules); err != nil {
		t.Error(err)
	}
}

func first(r catalogue.Reward, _ []catalogue.Text) catalogue.Reward  { return r }
func second(_ catalogue.Reward, t []catalogue.Text) []catalogue.Text { return t }

func TestEachBadFieldIsNamed(t *testing.T) {
	for _, c := range []struct {
		field, key string
		spoil      func(r *catalogue.Reward, texts *[]catalogue.Text)
	}{
		{"price", "between", func(r *catalogue.Reward, _ *[]catalogue.Text) { r.Price = 0 }},
		{"percent", "required", func(r *catalogue.Reward, _ *[]catalogue.Text) { r.Kind = catalogue.PercentOff }},
		{"percent", "between", func(r *catalogue.Reward, _ *[]catalogue.Text) { r.Kind, r.Percent = catalogue.PercentOff, number(101) }},
		{"partner", "required", func(r *catalogue.Reward, _ *[]catalogue.Text) { r.Kind = catalogue.AtPartner }},
		{"partner", "partner_not_for_kind", func(r *catalogue.Reward, _ *[]catalogue.Text) { r.PartnerID = ids.Partner{1} }},
		{"worth", "required", func(r *catalogue.Reward, _ *[]catalogue.Text) { r.Kind, r.Worth = catalogue.MoneyOff, 0 }},
		{"ends_on", "ends_before_start", func(r *catalogue.Reward, _ *[]catalogue.Text) {
			r.StartsOn, r.EndsOn = day("2026-03-02"), day("2026-03-01")
		}},
		{"tier", "choice", func(r *catalogue.Reward, _ *[]catalogue.Text) { r.Tier = "platinum" }},
		{"valid_days", "between", func(r *catalogue.Reward, _ *[]catalogue.Text) { r.ValidDays = 0 }},
		{"per_member", "between", func(r *catalogue.Reward, _ *[]catalogue.Text) { r.PerMember = number(0) }},
		{"art", "choice", func(r *catalogue.Reward, _ *[]catalogue.Text) { r.Art = "nothing" }},
		{"texts.nb.name", "required", func(_ *catalogue.Reward, t *[]catalogue.Text) { *t = nil }},
		{"texts.pl.name", "required", func(_ *catalogue.Reward, t *[]catalogue.Text) {
			*t = append(*t, catalogue.Text{Language: "pl", Name: " "})
		}},
		{"texts.nb.name", "too_long", func(_ *catalogue.Reward, t *[]catalogue.Text) { (*t)[0].Name = strings.Repeat("ł", 81) }},
	} {
		r, texts := good()
		c.spoil(&r, &texts)
		var f *fault.Error
		if !errors.As(catalogue.Check(r, texts, rules), &f) || !slices.Equal(f.FieldNames(), []string{c.field}) || f.Fields[c.field].Key != c.key {
			t.Errorf("%s %s: answered %v", c.field, c.key, f)
		}
	}
}
