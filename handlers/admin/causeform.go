package admin

import (
	"strconv"

	"fealty/models/adjusting"
	"fealty/models/causes"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/views"
)

// causeForm is the editor of a cause as it was sent.
type causeForm struct {
	State    string `form:"state,max=20"`
	Art      string `form:"art,max=20"`
	Goal     string `form:"goal,max=30"`
	Match    string `form:"match_percent,max=10"`
	Position string `form:"position,max=10"`

	EnName        string `form:"texts.en.name"`
	EnDescription string `form:"texts.en.description"`
	NbName        string `form:"texts.nb.name"`
	NbDescription string `form:"texts.nb.description"`
	PlName        string `form:"texts.pl.name"`
	PlDescription string `form:"texts.pl.description"`
	HuName        string `form:"texts.hu.name"`
	HuDescription string `form:"texts.hu.description"`
	ZhName        string `form:"texts.zh-Hant.name"`
	ZhDescription string `form:"texts.zh-Hant.description"`
}

func (f *causeForm) words() map[string][2]*string {
	return map[string][2]*string{
		"en": {&f.EnName, &f.EnDescription}, "nb": {&f.NbName, &f.NbDescription}, "pl": {&f.PlName, &f.PlDescription},
		"hu": {&f.HuName, &f.HuDescription}, "zh-Hant": {&f.ZhName, &f.ZhDescription},
	}
}

// read turns the form into a change.
func (f *causeForm) read(before causes.Cause, v *programme.Version) (adjusting.CauseChange, error) {
	in := reader{currency: v.Currency()}
	cause := before
	cause.State, cause.Art = causes.State(f.State), f.Art
	cause.Goal, cause.MatchPercent = in.amount("goal", f.Goal), small(in.number("match_percent", f.Match))
	cause.Position = small(in.number("position", f.Position))
	if !views.Arts(f.Art) {
		in.wrong.Add("art", "choice")
	}
	change := adjusting.CauseChange{Cause: cause}
	for _, lang := range v.Document.Club.Languages {
		if w := f.words()[lang]; *w[0]+*w[1] != "" {
			change.Texts = append(change.Texts, causes.Text{Language: lang, Name: *w[0], Description: *w[1]})
		}
	}
	return change, in.wrong.Err()
}

// fill shows a cause in the form.
func (f *causeForm) fill(c causes.Cause, texts []causes.Text, currency money.Currency) {
	f.State, f.Art, f.Goal = string(c.State), c.Art, typedAmount(currency, c.Goal)
	f.Match, f.Position = strconv.Itoa(c.MatchPercent), strconv.Itoa(c.Position)
	for _, t := range texts {
		if w, ok := f.words()[t.Language]; ok {
			*w[0], *w[1] = t.Name, t.Description
		}
	}
}
