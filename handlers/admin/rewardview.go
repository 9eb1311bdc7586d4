package admin

import (
	"fealty/handlers/web"
	"fealty/models/catalogue"
	"fealty/models/insights"
	"fealty/models/partners"
	"fealty/models/programme"
	"fealty/views"
)

// rewardsEditView is the editor, of a new reward or of one that is there.
type rewardsEditView struct {
	web.Chrome
	Form   rewardForm
	Action string
	// Before is the reward as it stands; zero for a new one.
	Before    catalogue.Reward
	Economics insights.Economics
	CanEdit   bool

	version  *programme.Version
	partners []partners.Partner
	stock    catalogue.Stock
	lang     string
	// seen is the reward as the form's fields make it, as far as they can be read.
	seen catalogue.Reward
	// Able is how many members have the points for it now; MoreThan says that
	// they were not counted to the end.
	Able insights.Able
}

// IsNew tells whether nothing was saved yet.
func (v *rewardsEditView) IsNew() bool { return v.Before.ID.IsZero() }

// State is what the reward is now.
func (v *rewardsEditView) State() string {
	if v.IsNew() {
		return string(catalogue.Draft)
	}
	return string(v.Before.State)
}

// IsOut tells whether members don't see it yet, so that a press may publish it.
func (v *rewardsEditView) IsOut() bool { return v.State() != string(catalogue.Live) }

// weigh works out what the form's figures mean, as far as they can be read.
func (v *rewardsEditView) weigh() {
	change, _ := v.Form.read(v.Before, v.version) // what can't be read counts as nothing
	v.Economics = insights.Weigh(v.version, change.Reward)
	v.seen = change.Reward
}

// Name is the reward's in the reader's language, else in the club's own, else a
// word for none.
func (v *rewardsEditView) Name() string {
	for _, lang := range []string{v.lang, v.version.Document.Club.Languages[0]} {
		if w, ok := v.Form.words()[lang]; ok && *w[0] != "" {
			return *w[0]
		}
	}
	return ""
}

// Art is the picture, if there is one of that name.
func (v *rewardsEditView) Art() string { return v.Form.Art }

// PartnerName is the chosen partner's.
func (v *rewardsEditView) PartnerName() string {
	for _, p := range v.partners {
		if p.ID == v.Form.Partner {
			return p.Name
		}
	}
	return ""
}

// textCard is one language's words in the editor.
type textCard struct {
	Code, Name                       string
	Title, Description, HandOver     string
	IsMain, IsMissing, HasProblem    bool
	NameField, AboutField, HandField string
	// Hidden is what is seen after redemption, HiddenField its name; for content.
	Hidden, HiddenField string
}

// newTextCard names one language's fields.
func newTextCard(code, name string, isMain bool) textCard {
	at := "texts." + code + "."
	return textCard{Code: code, Name: name, IsMain: isMain, NameField: at + "name", AboutField: at + "description", HandField: at + "hand_over",
		HiddenField: "hidden." + code}
}

// IsOpen tells whether the words are shown at once.
func (t textCard) IsOpen() bool { return t.IsMain || t.HasProblem }

// Texts are the editor's languages, the club's own first.
func (v *rewardsEditView) Texts() []textCard {
	var cards []textCard
	for i, lang := range v.Club.Languages {
		w, ok := v.Form.words()[lang.Code]
		if !ok {
			continue
		}
		card := newTextCard(lang.Code, lang.Name, i == 0)
		card.Title, card.Description, card.HandOver, card.IsMissing = *w[0], *w[1], *w[2], *w[0] == ""
		card.Hidden = *v.Form.hiddenWords()[lang.Code]
		card.HasProblem = v.FieldError(card.NameField)+v.FieldError(card.AboutField)+v.FieldError(card.HandField)+v.FieldError(card.HiddenField) != ""
		cards = append(cards, card)
	}
	return cards
}

// Arts are the pictures to choose from.
func (v *rewardsEditView) Arts() []web.Choice {
	return web.Choices(v.L, "admin.art.", v.Form.Art, catalogue.Arts()...)
}

// PlaceChoices are where a voucher can be used.
func (v *rewardsEditView) PlaceChoices() []web.Choice {
	return web.Choices(v.L, "admin.rewards.places.", v.Form.Places, "all", "counter", "web", "partner")
}

// Tiers are the lowest tiers that may have it.
func (v *rewardsEditView) Tiers() []views.Option {
	list := []views.Option{{Value: "", Label: v.T("admin.rewards.edit.everyone")}}
	words := v.version.Words(v.lang)
	for _, step := range v.version.Document.Tiers.Steps[1:] {
		list = append(list, views.Option{Value: step.Key, Label: v.T("admin.rewards.edit.from_tier", "Tier", words.Tiers[step.Key].Name)})
	}
	return list
}

// Partners are those an offer can be made with.
func (v *rewardsEditView) Partners() []views.Option {
	list := []views.Option{{Value: "", Label: v.T("admin.rewards.edit.no_partner")}}
	for _, p := range v.partners {
		list = append(list, views.Option{Value: p.ID.String(), Label: p.Name})
	}
	return list
}
