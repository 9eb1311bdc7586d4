package programme

// Words are the names that the shop may choose, by language.
type Words struct {
	// Points is the noun for points, by language.
	Points map[string]Noun `json:"points"`
	// Tiers are the names of tiers, by tier key and language.
	Tiers map[string]map[string]TierWords `json:"tiers"`
	// Rules are the names of multipliers, by rule key and language.
	Rules map[string]map[string]string `json:"rules,omitempty"`
	// Perks are the words of perks, by perk key and language.
	Perks map[string]map[string]PerkWords `json:"perks,omitempty"`
	// Milestones are what those are called who brought many friends, by milestone
	// key and language.
	Milestones map[string]map[string]string `json:"milestones,omitempty"`
}

// Noun is the word for points in one language: Forms by plural category (one,
// few, many, other), and the phrases that can't be put together from them.
type Noun struct {
	Forms map[string]string `json:"forms"`
	// Name heads a list or stands alone: "Points", "Punkty".
	Name string `json:"name"`
	// Collect and Yours are phrases: "collect points", "your points".
	Collect string `json:"collect"`
	Yours   string `json:"yours"`
}

// TierWords is a tier in one language: its name, and the phrases of going there
// and being there ("to Gold", "do złotego", "az Aranyig"; "at Gold").
type TierWords struct {
	Name string `json:"name"`
	To   string `json:"to"`
	At   string `json:"at"`
}

// LanguageWords are all the shop's words in one language.
type LanguageWords struct {
	Points Noun
	// Tiers by tier key, Rules by rule key, Perks by perk key.
	Tiers map[string]TierWords
	Rules map[string]string
	Perks map[string]PerkWords
	// Milestones are names by milestone key.
	Milestones map[string]string
}

// In gives the words in one language; in the shop's first language where the
// document has none in it.
func (d *Document) In(language string) LanguageWords {
	fallback := d.Club.Languages[0]
	out := LanguageWords{Tiers: map[string]TierWords{}, Rules: map[string]string{}, Perks: map[string]PerkWords{}, Milestones: map[string]string{}}
	out.Points = pick(d.Words.Points, language, fallback)
	for key, words := range d.Words.Tiers {
		out.Tiers[key] = pick(words, language, fallback)
	}
	for key, words := range d.Words.Rules {
		out.Rules[key] = pick(words, language, fallback)
	}
	for key, words := range d.Words.Perks {
		out.Perks[key] = pick(words, language, fallback)
	}
	for key, words := range d.Words.Milestones {
		out.Milestones[key] = pick(words, language, fallback)
	}
	return out
}

func pick[T any](by map[string]T, language, fallback string) T {
	if words, ok := by[language]; ok {
		return words
	}
	return by[fallback]
}
