package admin

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers/web"
	"fealty/models/fault"
	"fealty/models/programme"
	"fealty/models/publishing"
)

// wordNames are the fields of the form of names: each is the path of its word in
// the programme document, so that the document's own checks name them.
func wordNames(doc programme.Document) []string {
	names := []string{"base", "club.name"}
	for _, lang := range doc.Club.Languages {
		at := "words.points." + lang
		for _, form := range programme.Plurals(lang) {
			names = append(names, at+".forms."+form)
		}
		names = append(names, at+".name", at+".collect", at+".yours")
		for _, step := range doc.Tiers.Steps {
			tier := "words.tiers." + step.Key + "." + lang
			names = append(names, tier+".name", tier+".to", tier+".at")
		}
		for _, m := range doc.Earning.Multipliers {
			names = append(names, "words.rules."+m.Key+"."+lang)
		}
	}
	return names
}

// wordsOf fills the form with the words of a document.
func wordsOf(doc programme.Document) web.Typed {
	t := web.Typed{"club.name": doc.Club.Name}
	for _, lang := range doc.Club.Languages {
		at, noun := "words.points."+lang, doc.Words.Points[lang]
		for _, form := range programme.Plurals(lang) {
			t[at+".forms."+form] = noun.Forms[form]
		}
		t[at+".name"], t[at+".collect"], t[at+".yours"] = noun.Name, noun.Collect, noun.Yours
		for _, step := range doc.Tiers.Steps {
			tier, words := "words.tiers."+step.Key+"."+lang, doc.Words.Tiers[step.Key][lang]
			t[tier+".name"], t[tier+".to"], t[tier+".at"] = words.Name, words.To, words.At
		}
		for _, m := range doc.Earning.Multipliers {
			t["words.rules."+m.Key+"."+lang] = doc.Words.Rules[m.Key][lang]
		}
	}
	return t
}

// putWords puts the typed words into a document of one's own, and changes no rule.
func putWords(doc *programme.Document, t web.Typed) {
	doc.Club.Name = t["club.name"]
	for _, lang := range doc.Club.Languages {
		at := "words.points." + lang
		forms := map[string]string{}
		for _, form := range programme.Plurals(lang) {
			forms[form] = t[at+".forms."+form]
		}
		doc.Words.Points[lang] = programme.Noun{Forms: forms, Name: t[at+".name"], Collect: t[at+".collect"], Yours: t[at+".yours"]}
		for _, step := range doc.Tiers.Steps {
			tier := "words.tiers." + step.Key + "." + lang
			doc.Words.Tiers[step.Key][lang] = programme.TierWords{Name: t[tier+".name"], To: t[tier+".to"], At: t[tier+".at"]}
		}
		for _, m := range doc.Earning.Multipliers {
			doc.Words.Rules[m.Key][lang] = t["words.rules."+m.Key+"."+lang]
		}
	}
}

func wordsUpdate(d web.Deps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		v, err := brandView(c, d)
		if err != nil {
			return err
		}
		if v.Words, err = web.BindNamed(c, wordNames(v.Newest.Document)...); err == nil {
			err = amend(c, d, v.Words["base"], publishing.Command{Note: web.Locale(c).T("admin.brand.edit.note")}, func(doc *programme.Document) error {
				putWords(doc, v.Words)
				return nil
			})
		}
		if err != nil {
			return web.Invalid(c, "admin/brand/edit", v, err)
		}
		web.Done(c, "admin.brand.edit.renamed")
		return web.Redirect(c, "/admin/brand")
	}
}

// amend publishes a change of the programme by the person in front of us. Base is
// the version that the form was drawn from, as it came back.
func amend(c *fiber.Ctx, d web.Deps, base string, cmd publishing.Command, edit func(*programme.Document) error) error {
	number, err := strconv.Atoi(base)
	if err != nil || number <= 0 {
		return fault.New(fault.Conflict, "programme_meanwhile")
	}
	act := actOf(c, "")
	cmd.By, cmd.ActorID, cmd.Role, cmd.Address, cmd.RequestID = act.Actor, act.ActorID, act.Role, act.Address, act.RequestID
	_, err = publishing.Amend(c.UserContext(), d.DB, d.Programme, number, cmd, edit)
	return err
}
