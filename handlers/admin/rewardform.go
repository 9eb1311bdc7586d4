package admin

import (
	"strconv"

	"fealty/models/adjusting"
	"fealty/models/catalogue"
	"fealty/models/ids"
	"fealty/models/money"
	"fealty/models/programme"
)

// rewardForm is the editor as it was sent: all text, so that what was typed is
// kept when something is wrong.
type rewardForm struct {
	Kind        string      `form:"kind"`
	Price       string      `form:"price,max=30"`
	Worth       string      `form:"worth,max=30"`
	Cost        string      `form:"cost,max=30"`
	Percent     string      `form:"percent,max=10"`
	Tier        string      `form:"tier,max=40"`
	StartsOn    string      `form:"starts_on,max=20"`
	EndsOn      string      `form:"ends_on,max=20"`
	PerMember   string      `form:"per_member,max=20"`
	Stock       string      `form:"stock,max=20"`
	StockBefore string      `form:"stock_before,max=20"`
	Places      string      `form:"places"`
	Partner     ids.Partner `form:"partner"`
	PartnerPays string      `form:"partner_pays,max=30"`
	ValidDays   string      `form:"valid_days,max=10"`
	Art         string      `form:"art"`
	Position    string      `form:"position,max=10"`
	Publish     bool        `form:"publish"`

	PerPeriod   string `form:"per_period,max=10"`
	BackOn      string `form:"back_on,max=20"`
	Codes       string `form:"codes,max=10"`
	ByCode      bool   `form:"by_code"`
	NoReturn    bool   `form:"no_return"`
	NoGift      bool   `form:"no_gift"`
	HappensAt   string `form:"happens_at,max=30"`
	Venue       string `form:"venue,max=300"`
	Opens       string `form:"opens,max=200"`
	PublicOn    string `form:"public_on,max=20"`
	Stamps      string `form:"stamps,max=10"`
	StampOf     string `form:"stamp_of,max=1200"`
	Granted     bool   `form:"granted"`
	GrantedFrom string `form:"granted_from,max=30"`

	EnHidden string `form:"hidden.en,max=5000"`
	NbHidden string `form:"hidden.nb,max=5000"`
	PlHidden string `form:"hidden.pl,max=5000"`
	HuHidden string `form:"hidden.hu,max=5000"`
	ZhHidden string `form:"hidden.zh-Hant,max=5000"`

	EnName        string `form:"texts.en.name"`
	EnDescription string `form:"texts.en.description"`
	EnHandOver    string `form:"texts.en.hand_over"`
	NbName        string `form:"texts.nb.name"`
	NbDescription string `form:"texts.nb.description"`
	NbHandOver    string `form:"texts.nb.hand_over"`
	PlName        string `form:"texts.pl.name"`
	PlDescription string `form:"texts.pl.description"`
	PlHandOver    string `form:"texts.pl.hand_over"`
	HuName        string `form:"texts.hu.name"`
	HuDescription string `form:"texts.hu.description"`
	HuHandOver    string `form:"texts.hu.hand_over"`
	ZhName        string `form:"texts.zh-Hant.name"`
	ZhDescription string `form:"texts.zh-Hant.description"`
	ZhHandOver    string `form:"texts.zh-Hant.hand_over"`
}

// words are the form's texts by language, to read and to fill.
func (f *rewardForm) words() map[string][3]*string {
	return map[string][3]*string{
		"en":      {&f.EnName, &f.EnDescription, &f.EnHandOver},
		"nb":      {&f.NbName, &f.NbDescription, &f.NbHandOver},
		"pl":      {&f.PlName, &f.PlDescription, &f.PlHandOver},
		"hu":      {&f.HuName, &f.HuDescription, &f.HuHandOver},
		"zh-Hant": {&f.ZhName, &f.ZhDescription, &f.ZhHandOver},
	}
}

// texts are those that say anything, in the club's order of languages.
func (f *rewardForm) texts(languages []string) []catalogue.Text {
	var list []catalogue.Text
	for _, lang := range languages {
		w := f.words()[lang]
		if *w[0]+*w[1]+*w[2] != "" {
			list = append(list, catalogue.Text{Language: lang, Name: *w[0], Description: *w[1], HandOver: *w[2]})
		}
	}
	return list
}

// read turns the form into a change. The state stays as it was, but for what
// is published by this very press.
func (f *rewardForm) read(before catalogue.Reward, v *programme.Version) (adjusting.RewardChange, error) {
	in := reader{currency: v.Currency()}
	languages := v.Document.Club.Languages
	r := before
	r.Kind, r.Places, r.Art, r.Tier = catalogue.Kind(f.Kind), catalogue.Places(f.Places), f.Art, f.Tier
	r.Price, r.Worth, r.Cost = money.Points(in.number("price", f.Price)), in.amount("worth", f.Worth), in.amount("cost", f.Cost)
	r.PartnerPays, r.PartnerID = in.amount("partner_pays", f.PartnerPays), f.Partner
	r.StartsOn, r.EndsOn = in.day("starts_on", f.StartsOn), in.day("ends_on", f.EndsOn)
	r.ValidDays, r.Position = small(in.number("valid_days", f.ValidDays)), small(in.number("position", f.Position))
	r.Percent, r.PerMember = nil, smallOrNone(in.maybe("per_member", f.PerMember))
	if r.Kind == catalogue.PercentOff {
		r.Percent = smallOrNone(in.maybe("percent", f.Percent))
	}
	f.readTerms(&in, &r, v.Zone())
	if r.State == "" {
		r.State = catalogue.Draft
	}
	if f.Publish {
		r.State = catalogue.Live
	}
	change := adjusting.RewardChange{Reward: r, Texts: f.texts(languages), Remaining: in.maybe("stock", f.Stock)}
	if r.Kind == catalogue.Content {
		change.Hidden = f.hidden(languages)
	}
	change.KeepStock = !before.ID.IsZero() && f.Stock == f.StockBefore
	return change, in.wrong.Err()
}

// small keeps a number that people type inside what a row can hold; the check of
// its range says what is wrong with it.
func small(n int64) int { return int(max(-1<<30, min(n, 1<<30))) }

func smallOrNone(n *int64) *int {
	if n == nil {
		return nil
	}
	m := small(*n)
	return &m
}

// fill shows a reward in the form.
func (f *rewardForm) fill(r catalogue.Reward, texts []catalogue.Text, v *programme.Version) {
	currency := v.Currency()
	f.fillTerms(r, v)
	f.Kind, f.Places, f.Art, f.Tier, f.Partner = string(r.Kind), string(r.Places), r.Art, r.Tier, r.PartnerID
	f.Price, f.ValidDays, f.Position = typedNumber(int64(r.Price)), strconv.Itoa(r.ValidDays), strconv.Itoa(r.Position)
	f.Worth, f.Cost, f.PartnerPays = typedAmount(currency, r.Worth), typedAmount(currency, r.Cost), typedAmount(currency, r.PartnerPays)
	f.StartsOn, f.EndsOn = typedDay(r.StartsOn), typedDay(r.EndsOn)
	if r.Percent != nil {
		f.Percent = strconv.Itoa(*r.Percent)
	}
	if r.PerMember != nil {
		f.PerMember = strconv.Itoa(*r.PerMember)
	}
	for _, t := range texts {
		if w, ok := f.words()[t.Language]; ok {
			*w[0], *w[1], *w[2] = t.Name, t.Description, t.HandOver
		}
	}
}

func (f *rewardForm) fillStock(s catalogue.Stock) {
	if !s.Unlimited {
		f.Stock = strconv.FormatInt(s.Remaining, 10)
	}
	f.StockBefore = f.Stock
}

func typedNumber(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}
