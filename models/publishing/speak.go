package publishing

import (
	"cmp"

	"fealty/models/programme"
)

// Speak lets a document speak these languages, the first of them its own. Words
// that it lacks in a new one are the usual words in it, or those of the first
// language, until somebody writes better ones.
func Speak(doc *programme.Document, languages []string) {
	usual := programme.Default(programme.Settings{Languages: languages})
	was := doc.Club.Languages[0]
	doc.Club.Languages = languages
	for _, lang := range languages {
		if _, ok := doc.Words.Points[lang]; !ok {
			doc.Words.Points[lang] = usual.Words.Points[lang]
		}
		for key, words := range doc.Words.Tiers {
			if _, ok := words[lang]; !ok {
				words[lang] = cmp.Or(usual.Words.Tiers[key][lang], words[was])
			}
		}
		for key, words := range doc.Words.Rules {
			if _, ok := words[lang]; !ok {
				words[lang] = cmp.Or(usual.Words.Rules[key][lang], words[was])
			}
		}
	}
}
