package admin

import (
	"fealty/handlers/web"
	"fealty/models/catalogue"
	"fealty/models/insights"
	"fealty/models/money"
	"fealty/views"
)

// Kind is the reward's, which decides what fields the editor has.
func (v *rewardsEditView) Kind() catalogue.Kind { return catalogue.Kind(v.Form.Kind) }

// Has tells whether the kind has a part of the editor.
func (v *rewardsEditView) Has(part string) bool { return v.Kind().Has(catalogue.Part(part)) }

// HasPool tells whether its codes come from a pool, HasCodes whether a shared
// code can give it, IsSeated whether it has guests, GoesByPost whether it is
// sent.
func (v *rewardsEditView) HasPool() bool { return v.Before.Codes == catalogue.PoolCodes }

// HasCodes tells whether there is a page of codes.
func (v *rewardsEditView) HasCodes() bool {
	return v.Kind().Has(catalogue.PartPrice) && v.Kind().Behaviour().Leaves == catalogue.AVoucher
}

// IsSeated tells whether it has a list of guests.
func (v *rewardsEditView) IsSeated() bool { return v.Kind() == catalogue.Event }

// GoesByPost tells whether it stands among the parcels.
func (v *rewardsEditView) GoesByPost() bool { return v.Kind() == catalogue.Physical }

// Deed is what whoever honours its voucher does.
func (v *rewardsEditView) Deed() string { return string(v.Kind().Behaviour().Deed) }

// Periods are how often a limit begins anew.
func (v *rewardsEditView) Periods() []views.Option {
	list := make([]views.Option, 0, len(catalogue.Periods()))
	for _, p := range catalogue.Periods() {
		list = append(list, views.Option{Value: string(p), Label: v.T("admin.rewards.period." + string(p))})
	}
	return list
}

// CodeChoices are where the codes come from.
func (v *rewardsEditView) CodeChoices() []web.Choice {
	chosen := v.Form.Codes
	if chosen == "" {
		chosen = string(catalogue.OwnCodes)
	}
	return web.Choices(v.L, "admin.rewards.codes.", chosen, string(catalogue.OwnCodes), string(catalogue.PoolCodes))
}

// previewTile is the reward as a member's tile shows it.
type previewTile struct {
	catalogue.Card
	left int64
}

// State is what a member with enough points would be told.
func (t previewTile) State() string {
	switch {
	case t.left >= 0 && t.left <= 10 && t.Kind == catalogue.Event:
		return "seats"
	case t.left >= 0 && t.left <= 10:
		return "left"
	}
	return "ready"
}

// Left is how many there are.
func (t previewTile) Left() int64 { return t.left }

// The rest of what the tile may ask for.
func (t previewTile) Have() money.Points { return t.Price }

// ToGo is nothing: the preview is of somebody who can have it.
func (t previewTile) ToGo() money.Points { return 0 }

// AtTier is not told to who can have it.
func (t previewTile) AtTier() string { return "" }

// Tile is the preview: drawn by the very template that members see.
func (v *rewardsEditView) Tile() previewTile {
	t := previewTile{left: -1, Card: catalogue.Card{Reward: v.seen, PartnerName: v.PartnerName()}}
	if n := v.Form.Stock; n != "" && v.Has("stock") && !v.HasPool() {
		t.left = v.stockTyped()
	}
	t.Name, t.Language = v.Name(), v.lang
	if t.Name == "" {
		t.Name = v.T("admin.rewards.edit.nameless")
	}
	return t
}

func (v *rewardsEditView) stockTyped() int64 {
	in := reader{currency: v.version.Currency()}
	return in.number("stock", v.Form.Stock)
}

// Stamps is the preview of a stamp card, half full.
func (v *rewardsEditView) Stamps() []insights.StampCard {
	if v.Kind() != catalogue.StampCard || v.seen.Stamps == nil || *v.seen.Stamps < 1 || *v.seen.Stamps > 100 {
		return nil
	}
	return []insights.StampCard{{Name: v.Tile().Name, Language: v.lang, Art: v.Form.Art, PictureID: v.Before.PictureID,
		Until: typedDay(v.seen.EndsOn), Stamps: *v.seen.Stamps, On: *v.seen.Stamps / 2}}
}

// IsForPoints tells whether points buy it, as the form stands.
func (v *rewardsEditView) IsForPoints() bool { return v.seen.IsForPoints() }

// kindChoice is a kind to choose from, before there is a form.
type kindChoice struct{ Value, Icon string }

type kindsIndexView struct{ web.Chrome }

// Kinds are all there are, with a picture each.
func (v *kindsIndexView) Kinds() []kindChoice {
	icons := map[catalogue.Kind]string{catalogue.Product: "cup", catalogue.MoneyOff: "tag", catalogue.PercentOff: "tag", catalogue.FreeShipping: "bag",
		catalogue.Gift: "gift", catalogue.Experience: "star", catalogue.Event: "calendar", catalogue.AtPartner: "store", catalogue.Credit: "bag",
		catalogue.Content: "download", catalogue.EarlyAccess: "key", catalogue.StampCard: "check", catalogue.Physical: "mail"}
	var list []kindChoice
	for _, k := range catalogue.Kinds() {
		list = append(list, kindChoice{string(k), icons[k]})
	}
	return list
}
