package programme

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"fealty/models/fault"
)

// PerkKind says what a perk is to a shop's systems; to a member its words say it.
type PerkKind string

// The kinds of perk: a share off the price, buying before others, and anything
// else that words can say.
const (
	PerkPercent PerkKind = "percent_off"
	PerkEarly   PerkKind = "early_access"
	PerkOther   PerkKind = "other"
)

// Perk is a standing benefit that costs no points: every member from a tier
// upwards has the same.
type Perk struct {
	Key  string   `json:"key"`
	Kind PerkKind `json:"kind"`
	// From is the lowest tier that has it; "" is everybody.
	From string `json:"from"`
	// Percent is what is taken off, and Categories of what; none is everything.
	Percent    int      `json:"percent,omitempty"`
	Categories []string `json:"categories,omitempty"`
	// Hours is how much earlier than others.
	Hours int `json:"hours,omitempty"`
	// Partner is the name of the other business that gives it; "" is the shop.
	Partner string `json:"partner,omitempty"`
}

// PerkWords are a perk in one language: what it is, and the small print.
type PerkWords struct {
	Name string `json:"name"`
	Text string `json:"text,omitempty"`
}

const (
	maxPerks    = 50
	maxPerkText = 300
)

// PerksAt lists the perks that a tier has, in the document's order.
func (d *Document) PerksAt(tier string) []Perk {
	var has []Perk
	for _, p := range d.Perks {
		if d.Tiers.AtLeast(tier, p.From) {
			has = append(has, p)
		}
	}
	return has
}

func (c *checker) perks(d Document) {
	c.atMost("perks", len(d.Perks), maxPerks)
	seen := map[string]bool{}
	var keys []string
	for i, p := range d.Perks {
		at := fmt.Sprintf("perks[%d]", i)
		c.fresh(at+".key", p.Key, seen)
		c.perk(at, p)
		if p.From != "" && d.Tiers.Rank(p.From) < 0 {
			c.Add(at+".from", "programme_tier_unknown", fault.Params{"Value": p.From})
		}
		keys = append(keys, p.Key)
		c.perkWords(d, p.Key)
	}
	strangers(c, "words.perks", d.Words.Perks, keys)
}

func (c *checker) perk(at string, p Perk) {
	c.oneOf(at+".kind", string(p.Kind), string(PerkPercent), string(PerkEarly), string(PerkOther))
	if p.Kind == PerkPercent {
		c.between(at+".percent", int64(p.Percent), 1, 90)
	}
	if p.Kind == PerkEarly {
		c.between(at+".hours", int64(p.Hours), 1, 24*maxDays)
	}
	c.atMost(at+".categories", len(p.Categories), maxListed)
	for i, category := range p.Categories {
		c.text(fmt.Sprintf("%s.categories[%d]", at, i), category)
	}
	if p.Partner != "" {
		c.text(at+".partner", p.Partner)
	}
}

func (c *checker) perkWords(d Document, key string) {
	for _, language := range d.Club.Languages {
		words, ok := d.Words.Perks[key][language]
		if !ok {
			c.missing("words.perks."+key, language)
			continue
		}
		at := "words.perks." + key + "." + language
		c.text(at+".name", words.Name)
		c.longText(at+".text", words.Text)
	}
	strangers(c, "words.perks."+key, d.Words.Perks[key], Languages())
}

// longText checks what may be empty.
func (c *checker) longText(at, s string) {
	switch {
	case utf8.RuneCountInString(s) > maxPerkText:
		c.Add(at, "programme_too_long", fault.Params{"Max": maxPerkText})
	case !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl):
		c.Add(at, "programme_text")
	}
}
