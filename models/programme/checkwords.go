package programme

import (
	"maps"
	"slices"

	"fealty/models/fault"
)

// words checks that everything which has a name has it in every language of the
// club, and that nothing else is named.
func (c *checker) words(d Document) {
	for _, language := range d.Club.Languages {
		noun, ok := d.Words.Points[language]
		if !ok {
			c.missing("words.points", language)
			continue
		}
		c.noun("words.points."+language, noun, Plurals(language))
	}
	var steps, rules []string
	for _, step := range d.Tiers.Steps {
		steps = append(steps, step.Key)
		c.tierWords(d, step.Key)
	}
	for _, m := range d.Earning.Multipliers {
		rules = append(rules, m.Key)
		c.ruleWords(d, m.Key)
	}
	strangers(c, "words.tiers", d.Words.Tiers, steps)
	strangers(c, "words.rules", d.Words.Rules, rules)
	strangers(c, "words.points", d.Words.Points, Languages())
}

func (c *checker) noun(at string, noun Noun, categories []string) {
	for _, category := range categories {
		form, ok := noun.Forms[category]
		if !ok {
			c.Add(at+".forms", "programme_plural", fault.Params{"Form": category})
			continue
		}
		c.text(at+".forms."+category, form)
	}
	strangers(c, at+".forms", noun.Forms, categories)
	c.text(at+".name", noun.Name)
	c.text(at+".collect", noun.Collect)
	c.text(at+".yours", noun.Yours)
}

func (c *checker) tierWords(d Document, key string) {
	for _, language := range d.Club.Languages {
		words, ok := d.Words.Tiers[key][language]
		if !ok {
			c.missing("words.tiers."+key, language)
			continue
		}
		at := "words.tiers." + key + "." + language
		c.text(at+".name", words.Name)
		c.text(at+".to", words.To)
		c.text(at+".at", words.At)
	}
	strangers(c, "words.tiers."+key, d.Words.Tiers[key], Languages())
}

func (c *checker) ruleWords(d Document, key string) {
	for _, language := range d.Club.Languages {
		name, ok := d.Words.Rules[key][language]
		if !ok {
			c.missing("words.rules."+key, language)
			continue
		}
		c.text("words.rules."+key+"."+language, name)
	}
	strangers(c, "words.rules."+key, d.Words.Rules[key], Languages())
}

// missing names the language in the path, so that two missing ones are two faults.
func (c *checker) missing(at, language string) {
	c.Add(at+"."+language, "programme_translation", fault.Params{"Language": language})
}

// strangers refuses names of what the document doesn't have.
func strangers[T any](c *checker, at string, named map[string]T, known []string) {
	for _, key := range slices.Sorted(maps.Keys(named)) {
		if !slices.Contains(known, key) {
			c.Add(at+"."+key, "programme_stranger", fault.Params{"Value": key})
		}
	}
}
