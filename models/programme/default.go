package programme

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"fealty/models/earning"
	"fealty/models/money"
	"fealty/models/referrals"
	"fealty/models/tiers"
)

// Settings are what a fresh programme is told. What is left empty gets a sensible
// value: EUR, UTC, "Club", the currency's country, all languages.
type Settings struct {
	Currency  string
	TimeZone  string
	ClubName  string
	Country   string
	Languages []string
}

// Default is a programme that can be used at once: one point per unit of money,
// 100 welcome points, three tiers, points usable at once and for 24 months. An
// unknown currency is left for Check to name.
func Default(s Settings) Document {
	s.Currency = cmp.Or(s.Currency, "EUR")
	if len(s.Languages) == 0 {
		s.Languages = Languages()
	}
	currency, _ := money.LookupCurrency(s.Currency)
	scale := cmp.Or(scales()[s.Currency], 1)
	return Document{
		Format: Format,
		Club: Club{
			Name: cmp.Or(s.ClubName, "Club"), Currency: s.Currency, TimeZone: cmp.Or(s.TimeZone, "UTC"),
			Country: cmp.Or(s.Country, countries()[s.Currency]), Languages: s.Languages,
		},
		Words:   defaultWords(s.Languages),
		Earning: defaultEarning(),
		Tiers: tiers.Policy{
			By: tiers.Points, Window: tiers.Calendar, Keep: tiers.Keep{Kind: tiers.RestOfNextYear}, Downgrade: tiers.DowngradeRecompute,
			Steps: []tiers.Tier{{Key: "member"}, {Key: "silver", From: 300 * scale}, {Key: "gold", From: 1000 * scale, FreeShipping: true}},
		},
		Referral: referrals.Policy{
			On: true, ReferrerPoints: 200, FriendPoints: 100, MinimumSpend: currency.Units(15 * scale), ReturnDays: 30, PerWeek: 5,
			Milestones: defaultMilestones(),
		},
		Spending: Spending{WorthPer100: currency.Units(5), Debt: Owe, ProveFrom: money.Points(2000 * scale), Paying: defaultPaying()},
		Giving:   Giving{ValuePer100: currency.Units(5), Amounts: []money.Points{100, 250, 500}},
	}
}

func defaultEarning() earning.Policy {
	extra := func(key, tier, factor string) earning.Multiplier {
		return earning.Multiplier{Key: key, Tiers: []string{tier}, Factor: decimal.RequireFromString(factor)}
	}
	return earning.Policy{
		PerUnit:     decimal.NewFromInt(1),
		Multipliers: []earning.Multiplier{extra("silver_extra", "silver", "1.25"), extra("gold_extra", "gold", "1.5")},
		Combine:     earning.Add,
		Welcome:     100,
		Expiry:      earning.Expiry{Kind: earning.Months, Months: 24, RoundUp: earning.RoundMonth},
		Base:        earning.Base{Tax: true, Discounts: true},
	}
}

// scales says about how many units of a currency a euro's worth of goods costs,
// rounded to a friendly number, so that tiers are within reach.
func scales() map[string]int64 {
	return map[string]int64{
		"BRL": 5, "CNY": 10, "CZK": 25, "DKK": 10, "HKD": 10, "HUF": 400, "ISK": 150, "JPY": 150, "KRW": 1500, "MXN": 20,
		"NOK": 10, "PLN": 5, "RON": 5, "SEK": 10, "TRY": 40, "TWD": 35, "ZAR": 20,
	}
}

func countries() map[string]string {
	return map[string]string{
		"AUD": "AU", "BRL": "BR", "CAD": "CA", "CHF": "CH", "CNY": "CN", "CZK": "CZ", "DKK": "DK", "GBP": "GB", "HKD": "HK",
		"HUF": "HU", "ISK": "IS", "JPY": "JP", "KRW": "KR", "MXN": "MX", "NOK": "NO", "NZD": "NZ", "PLN": "PL", "RON": "RO",
		"SEK": "SE", "SGD": "SG", "TRY": "TR", "TWD": "TW", "USD": "US", "ZAR": "ZA",
	}
}

// defaultWords are the words of the default programme in some of our languages.
func defaultWords(languages []string) Words {
	words := Words{
		Points: defaultNouns(), Tiers: defaultTierWords(), Milestones: defaultMilestoneWords(),
		Rules: map[string]map[string]string{
			"silver_extra": {"en": "Silver extra", "nb": "Sølvtillegg", "pl": "Srebrny bonus", "hu": "Ezüst bónusz", "zh-Hant": "銀級加成"},
			"gold_extra":   {"en": "Gold extra", "nb": "Gulltillegg", "pl": "Złoty bonus", "hu": "Arany bónusz", "zh-Hant": "金級加成"},
		},
	}
	keep(words.Points, languages)
	for _, by := range words.Tiers {
		keep(by, languages)
	}
	for _, by := range words.Rules {
		keep(by, languages)
	}
	for _, by := range words.Milestones {
		keep(by, languages)
	}
	return words
}

func keep[T any](by map[string]T, languages []string) {
	for language := range by {
		if !slices.Contains(languages, language) {
			delete(by, language)
		}
	}
}

func defaultNouns() map[string]Noun {
	return map[string]Noun{
		"en": {Forms: map[string]string{"one": "point", "other": "points"}, Name: "Points", Collect: "collect points", Yours: "your points"},
		"nb": {Forms: map[string]string{"one": "poeng", "other": "poeng"}, Name: "Poeng", Collect: "samle poeng", Yours: "poengene dine"},
		"pl": {
			Forms: map[string]string{"one": "punkt", "few": "punkty", "many": "punktów", "other": "punktu"},
			Name:  "Punkty", Collect: "zbieraj punkty", Yours: "twoje punkty",
		},
		"hu":      {Forms: map[string]string{"one": "pont", "other": "pont"}, Name: "Pontok", Collect: "gyűjts pontokat", Yours: "a pontjaid"},
		"zh-Hant": {Forms: map[string]string{"other": "點"}, Name: "點數", Collect: "累積點數", Yours: "你的點數"},
	}
}

func defaultTierWords() map[string]map[string]TierWords {
	return map[string]map[string]TierWords{
		"member": {
			"en": {Name: "Member", To: "to Member", At: "at Member"}, "nb": {Name: "Medlem", To: "til Medlem", At: "som Medlem"},
			"pl": {Name: "Klubowicz", To: "do poziomu Klubowicz", At: "na poziomie Klubowicz"},
			"hu": {Name: "Tag", To: "a Tag szintig", At: "Tag szinten"}, "zh-Hant": {Name: "會員", To: "到會員", At: "會員"},
		},
		"silver": {
			"en": {Name: "Silver", To: "to Silver", At: "at Silver"}, "nb": {Name: "Sølv", To: "til Sølv", At: "på Sølv"},
			"pl": {Name: "Srebrny", To: "do srebrnego", At: "na srebrnym"},
			"hu": {Name: "Ezüst", To: "az Ezüstig", At: "Ezüst szinten"}, "zh-Hant": {Name: "銀級", To: "到銀級", At: "銀級"},
		},
		"gold": {
			"en": {Name: "Gold", To: "to Gold", At: "at Gold"}, "nb": {Name: "Gull", To: "til Gull", At: "på Gull"},
			"pl": {Name: "Złoty", To: "do złotego", At: "na złotym"},
			"hu": {Name: "Arany", To: "az Aranyig", At: "Arany szinten"}, "zh-Hant": {Name: "金級", To: "到金級", At: "金級"},
		},
	}
}
