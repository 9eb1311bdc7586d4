package admin

import (
	"strconv"
	"time"

	"fealty/models/catalogue"
	"fealty/models/programme"
)

// localForm is how browsers send a day with its time.
const localForm = "2006-01-02T15:04"

// readTerms reads what only some kinds have; what doesn't belong to the kind is
// left empty, whatever an older form still held.
func (f *rewardForm) readTerms(in *reader, r *catalogue.Reward, zone *time.Location) {
	r.PerPeriod, r.BackOn = catalogue.Period(f.PerPeriod), in.day("back_on", f.BackOn)
	r.NoReturn, r.NoGift, r.ByCode = f.NoReturn, f.NoGift, f.ByCode && r.Kind.Has(catalogue.PartPrice)
	r.Codes = catalogue.OwnCodes
	if r.Kind.Has(catalogue.PartPool) && f.Codes != "" {
		r.Codes = catalogue.Codes(f.Codes)
	}
	r.Terms = catalogue.Terms{}
	if r.Kind.Has(catalogue.PartEvent) {
		r.HappensAt, r.Venue = in.instant("happens_at", f.HappensAt, zone), f.Venue
	}
	if r.Kind.Has(catalogue.PartAccess) {
		r.Opens, r.PublicOn = f.Opens, in.day("public_on", f.PublicOn)
	}
	if r.Kind.Has(catalogue.PartStamps) {
		r.Stamps, r.StampOf = smallOrNone(in.maybe("stamps", f.Stamps)), f.StampOf
	}
	if r.Kind.Has(catalogue.PartGrant) && f.Granted {
		from := in.amount("granted_from", f.GrantedFrom)
		r.GrantedFrom, r.ByCode = &from, false
	}
	if !r.IsForPoints() {
		r.Price = 0
	}
	if !r.Kind.Has(catalogue.PartValid) && r.ValidDays == 0 {
		r.ValidDays = 30 // its own days decide; a row must have some
	}
	if !r.Kind.Has(catalogue.PartPlaces) && r.Places == "" {
		r.Places = catalogue.Everywhere
	}
}

// instant reads a day with its time, as the programme's clocks show it; nothing
// is none.
func (r *reader) instant(name, typed string, zone *time.Location) *time.Time {
	if typed == "" {
		return nil
	}
	at, err := time.ParseInLocation(localForm, typed[:min(len(typed), len(localForm))], zone)
	if err != nil || at.Year() < 2000 || at.Year() > 9999 {
		r.wrong.Add(name, "day_form")
		return nil
	}
	return &at
}

// fillTerms shows what only some kinds have.
func (f *rewardForm) fillTerms(r catalogue.Reward, v *programme.Version) {
	f.PerPeriod, f.BackOn, f.Codes = string(r.PerPeriod), typedDay(r.BackOn), string(r.Codes)
	f.ByCode, f.NoReturn, f.NoGift = r.ByCode, r.NoReturn, r.NoGift
	f.Venue, f.Opens, f.PublicOn, f.StampOf = r.Venue, r.Opens, typedDay(r.PublicOn), r.StampOf
	if r.HappensAt != nil {
		f.HappensAt = r.HappensAt.In(v.Zone()).Format(localForm)
	}
	if r.Stamps != nil {
		f.Stamps = strconv.Itoa(*r.Stamps)
	}
	if r.GrantedFrom != nil {
		f.Granted, f.GrantedFrom = true, typedAmount(v.Currency(), *r.GrantedFrom)
	}
}

// hiddenWords are the form's hidden texts by language.
func (f *rewardForm) hiddenWords() map[string]*string {
	return map[string]*string{"en": &f.EnHidden, "nb": &f.NbHidden, "pl": &f.PlHidden, "hu": &f.HuHidden, "zh-Hant": &f.ZhHidden}
}

func (f *rewardForm) hidden(languages []string) (list []catalogue.Hidden) {
	for _, lang := range languages {
		if body := *f.hiddenWords()[lang]; body != "" {
			list = append(list, catalogue.Hidden{Language: lang, Body: body})
		}
	}
	return list
}

func (f *rewardForm) fillHidden(list []catalogue.Hidden) {
	for _, h := range list {
		if to, ok := f.hiddenWords()[h.Language]; ok {
			*to = h.Body
		}
	}
}
