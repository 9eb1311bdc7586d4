package programme_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"fealty/models/earning"
	"fealty/models/fault"
	"fealty/models/programme"
	"fealty/models/tiers"
)

var update = flag.Bool("update", false, "write the golden files anew")

const golden = "testdata/default.json"

func norwegian() programme.Document {
	return programme.Default(programme.Settings{Currency: "NOK", TimeZone: "Europe/Oslo", ClubName: "Havn Club"})
}

func TestTheDefaultIsTheGoldenDocument(t *testing.T) {
	text, err := json.MarshalIndent(norwegian(), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	text = append(text, '\n')
	if *update {
		if err := os.WriteFile(golden, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(text)); diff != "" {
		t.Errorf("the default (-golden +now):\n%s", diff)
	}
}

func TestTheDefaultHoldsWhateverCurrencyAndLanguages(t *testing.T) {
	for _, currency := range []string{"", "EUR", "NOK", "PLN", "HUF", "TWD", "JPY"} {
		for _, languages := range [][]string{nil, {"pl"}, {"zh-Hant", "en"}} {
			d := programme.Default(programme.Settings{Currency: currency, TimeZone: "Europe/Oslo", Languages: languages})
			if err := d.Check(); err != nil {
				t.Errorf("%q in %v: %v", currency, languages, err)
			}
			if _, err := programme.NewVersion(1, d2026, d); err != nil {
				t.Errorf("%q in %v: %v", currency, languages, err)
			}
		}
	}
	if err := programme.Default(programme.Settings{Currency: "XXX", TimeZone: "Nowhere"}).Check(); !wrong(err, "club.currency", "programme_currency") || !wrong(err, "club.time_zone", "programme_time_zone") {
		t.Errorf("an unknown currency and zone: %v", err)
	}
}

func TestADocumentComesBackAsItWasWritten(t *testing.T) {
	d := norwegian()
	text, err := d.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	back, err := programme.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	again, err := back.Canonical()
	if err != nil || !bytes.Equal(text, again) {
		t.Errorf("%v, canonical form changed:\n%s\n%s", err, text, again)
	}
	one, _ := d.Hash()
	other, _ := back.Hash()
	if !bytes.Equal(one, other) || len(one) != 32 {
		t.Errorf("hashes %x and %x", one, other)
	}
	d.Earning.Welcome++
	if changed, _ := d.Hash(); bytes.Equal(one, changed) {
		t.Error("another document has the same hash")
	}
}

func TestWhatCannotBeReadIsRefusedWithAReason(t *testing.T) {
	text, err := norwegian().Canonical()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ text, reason string }{
		"unknown field":      {strings.Replace(string(text), `"welcome"`, `"welcom"`, 1), "welcom"},
		"field twice":        {strings.Replace(string(text), `"welcome"`, `"combine":"add","welcome"`, 1), "twice"},
		"two documents":      {string(text) + `{}`, "follows"},
		"not JSON":           {"points: 1", "invalid character"},
		"nothing":            {"", "EOF"},
		"cut off":            {string(text[:len(text)-5]), "EOF"},
		"words for a number": {strings.Replace(string(text), `"welcome":100`, `"welcome":"many"`, 1), "welcome"},
		"part of a point":    {strings.Replace(string(text), `"welcome":100`, `"welcome":0.5`, 1), "welcome"},
		"too large":          {`"` + strings.Repeat("x", programme.MaxBytes) + `"`, "at most"},
		"too deep":           {strings.Repeat("[", 100000), "deep"},
	} {
		_, err := programme.Parse([]byte(c.text))
		if !fault.Is(err, "programme_json") || !strings.Contains(err.Error(), c.reason) {
			t.Errorf("%s: %v, want a reason with %q", name, err, c.reason)
		}
	}
}

func wrong(err error, path, key string) bool {
	var e *fault.Error
	return errors.As(err, &e) && e.Fields[path].Key == key
}

func TestEveryFaultIsNamedAtOnceByItsPath(t *testing.T) {
	d := norwegian()
	d.Format = 2
	d.Club.Name, d.Club.Country, d.Club.Languages = " ", "no", []string{"en", "en", "sv"}
	d.Earning.PerUnit = decimal.RequireFromString("0.00001")
	d.Earning.Expiry = earning.Expiry{Kind: earning.Months, RoundUp: "week"}
	d.Earning.Multipliers = append(d.Earning.Multipliers,
		earning.Multiplier{Key: "base", Factor: decimal.RequireFromString("0.5"), Tiers: []string{"platinum"}},
		earning.Multiplier{Key: "Coffee week", Factor: decimal.RequireFromString("1e300")})
	d.Tiers.Keep = tiers.Keep{Kind: tiers.KeepMonths}
	d.Tiers.Steps = append(d.Tiers.Steps, tiers.Tier{Key: "gold", From: 10, Discount: 91})
	d.Tiers.Steps[0].From = 1
	d.Referral.FriendPoints = 0
	d.Referral.MinimumSpend = -1
	d.Spending.Debt = "later"
	d.Giving.Amounts = append(d.Giving.Amounts, 0)
	d.Words.Points["en"] = programme.Noun{Forms: map[string]string{"one": "bean", "few": "beans"}, Name: "Beans", Collect: "x\x00"}
	delete(d.Words.Tiers["silver"], "en")
	d.Words.Tiers["bronze"] = nil
	err := d.Check()
	for path, key := range map[string]string{
		"format": "programme_format", "club.name": "programme_required", "club.country": "programme_country",
		"club.languages[1]": "programme_twice", "club.languages[2]": "programme_choice",
		"earning.per_unit": "programme_decimals", "earning.expiry.months": "programme_range", "earning.expiry.round_up": "programme_choice",
		"earning.multipliers[2].key": "programme_twice", "earning.multipliers[2].factor": "programme_range",
		"earning.multipliers[2].tiers[0]": "programme_tier_unknown", "earning.multipliers[3].key": "programme_key",
		"earning.multipliers[3].factor": "programme_range", "tiers.keep.months": "programme_range", "tiers.keep.kind": "programme_keep_calendar",
		"tiers.steps[0].from": "programme_tier_first", "tiers.steps[3].key": "programme_twice",
		"tiers.steps[3].from": "programme_tier_order", "tiers.steps[3].discount": "programme_range",
		"referral.on": "programme_both_gain", "referral.minimum_spend": "programme_range", "spending.debt": "programme_choice",
		"giving.amounts[3]": "programme_range", "words.points.en.forms": "programme_plural", "words.points.en.forms.few": "programme_stranger",
		"words.points.en.collect": "programme_text", "words.points.en.yours": "programme_required", "words.points.sv": "programme_translation",
		"words.tiers.silver.en": "programme_translation", "words.tiers.bronze": "programme_stranger", "words.rules.base.en": "programme_translation",
	} {
		if !wrong(err, path, key) {
			t.Errorf("%s is not named as %s", path, key)
		}
	}
	if t.Failed() {
		t.Log(err)
	}
}

func TestAnEmptyDocumentIsFaultyAndDoesNotBreak(t *testing.T) {
	if err := (programme.Document{}).Check(); fault.KindOf(err) != fault.Invalid {
		t.Errorf("got %v", err)
	}
}

func TestTheShopsWordsComeInTheAskedLanguage(t *testing.T) {
	v, err := programme.NewVersion(1, d2026, programme.Default(programme.Settings{Currency: "PLN", TimeZone: "Europe/Warsaw", Languages: []string{"pl", "en"}}))
	if err != nil {
		t.Fatal(err)
	}
	if got := v.Words("pl").Tiers["gold"].To; got != "do złotego" {
		t.Errorf("to Gold is %q in Polish", got)
	}
	if got := v.Words("en").Points.Forms["one"]; got != "point" {
		t.Errorf("one %q in English", got)
	}
	if got := v.Words("hu").Points.Name; got != "Punkty" {
		t.Errorf("a language that the club lacks gets %q, want the first language's", got)
	}
}
