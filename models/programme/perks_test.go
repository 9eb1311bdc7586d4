package programme_test

import (
	"strings"
	"testing"

	"fealty/models/programme"
)

func withPerks() programme.Document {
	d := norwegian()
	d.Perks = []programme.Perk{
		{Key: "cinema", Kind: programme.PerkPercent, Percent: 10, Partner: "Fjordkino"},
		{Key: "early", Kind: programme.PerkEarly, From: "gold", Hours: 48},
	}
	d.Words.Perks = map[string]map[string]programme.PerkWords{}
	for _, perk := range d.Perks {
		d.Words.Perks[perk.Key] = map[string]programme.PerkWords{}
		for _, language := range d.Club.Languages {
			d.Words.Perks[perk.Key][language] = programme.PerkWords{Name: perk.Key + " in " + language}
		}
	}
	return d
}

func TestATierHasThePerksFromItUpwards(t *testing.T) {
	d := withPerks()
	if err := d.Check(); err != nil {
		t.Fatal(err)
	}
	for tier, want := range map[string]string{"member": "cinema", "silver": "cinema", "gold": "cinema early"} {
		var keys []string
		for _, p := range d.PerksAt(tier) {
			keys = append(keys, p.Key)
		}
		if got := strings.Join(keys, " "); got != want {
			t.Errorf("%s has %q, want %q", tier, got, want)
		}
	}
	if got := d.In("pl").Perks["early"].Name; got != "early in pl" {
		t.Errorf("in Polish it is called %q", got)
	}
	none := norwegian()
	if text, err := none.Canonical(); err != nil || strings.Contains(string(text), "perks") {
		t.Errorf("%v, a document without perks names them: %s", err, text)
	}
}

func TestAPerkIsCheckedByPath(t *testing.T) {
	for path, c := range map[string]struct {
		key    string
		change func(*programme.Document)
	}{
		"perks[0].percent":          {"programme_range", func(d *programme.Document) { d.Perks[0].Percent = 91 }},
		"perks[1].hours":            {"programme_range", func(d *programme.Document) { d.Perks[1].Hours = 0 }},
		"perks[1].from":             {"programme_tier_unknown", func(d *programme.Document) { d.Perks[1].From = "platinum" }},
		"perks[0].kind":             {"programme_choice", func(d *programme.Document) { d.Perks[0].Kind = "free_beer" }},
		"perks[1].key":              {"programme_twice", func(d *programme.Document) { d.Perks[1].Key = "cinema" }},
		"words.perks.cinema.pl":     {"programme_translation", func(d *programme.Document) { delete(d.Words.Perks["cinema"], "pl") }},
		"words.perks.nothing":       {"programme_stranger", func(d *programme.Document) { d.Words.Perks["nothing"] = nil }},
		"words.perks.early.nb.name": {"programme_required", func(d *programme.Document) { d.Words.Perks["early"]["nb"] = programme.PerkWords{} }},
		"words.perks.early.nb.text": {"programme_too_long", func(d *programme.Document) {
			d.Words.Perks["early"]["nb"] = programme.PerkWords{Name: "x", Text: strings.Repeat("x", 301)}
		}},
	} {
		d := withPerks()
		c.change(&d)
		if err := d.Check(); !wrong(err, path, c.key) {
			t.Errorf("%s: %v, want %s", path, err, c.key)
		}
	}
}
