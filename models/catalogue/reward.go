package catalogue

import (
	"time"

	"fealty/models/ids"
	"fealty/models/money"
)

// State says whether members see a reward.
type State string

// The states of a reward.
const (
	Draft    State = "draft"
	Live     State = "live"
	Paused   State = "paused"
	Archived State = "archived"
)

// Places says where a voucher of the reward can be used.
type Places string

// The places.
const (
	Everywhere Places = "all"
	AtCounter  Places = "counter"
	OnWeb      Places = "web"
	ByPartner  Places = "partner"
)

// Arts lists the pictures a reward can have; views draw them by these names.
func Arts() []string {
	return []string{"cup", "beans", "mug", "cinema", "tote", "class", "cake", "coast", "food", "book", "off"}
}

// Reward is one thing that points buy. Price is in points; Worth is what it is
// worth to the member and Cost what it costs the shop, in minor units. Percent
// is set for percent_off only; PartnerPays is what the shop pays the partner
// for each voucher used. Tier is the lowest tier that may take it, or "".
// StartsOn and EndsOn are local days, both inside; PerMember bounds the
// vouchers one member may hold or have used in each PerPeriod, nil for no
// bound. BackOn is when a sold-out one is expected again. ByCode is not for
// points: only a shared code gives it, as a stamp card or a purchase does for
// those kinds; their price is nothing.
type Reward struct {
	ID          ids.Reward   `db:"id"`
	Kind        Kind         `db:"kind"`
	State       State        `db:"state"`
	Price       money.Points `db:"price"`
	Worth       money.Amount `db:"worth"`
	Cost        money.Amount `db:"cost"`
	Percent     *int         `db:"percent"`
	PartnerID   ids.Partner  `db:"partner_id"`
	PartnerPays money.Amount `db:"partner_pays"`
	Tier        string       `db:"tier"`
	StartsOn    *time.Time   `db:"starts_on"`
	EndsOn      *time.Time   `db:"ends_on"`
	ValidDays   int          `db:"valid_days"`
	PerMember   *int         `db:"per_member"`
	Places      Places       `db:"places"`
	Art         string       `db:"art"`
	Position    int          `db:"position"`
	PerPeriod   Period       `db:"per_period"`
	BackOn      *time.Time   `db:"back_on"`
	PictureID   ids.Picture  `db:"picture_id"`
	Codes       Codes        `db:"codes"`
	ByCode      bool         `db:"by_code"`
	// NoReturn keeps members from returning an unused voucher for its points,
	// NoGift from handing it on.
	NoReturn bool `db:"no_return"`
	NoGift   bool `db:"no_gift"`
	Terms
	CreatedAt time.Time `db:"created_at"`
	UpdatedAt time.Time `db:"updated_at"`
}

// Text is a reward's words in one language. HandOver tells whoever honours the
// voucher what to give.
type Text struct {
	Language    string `db:"language" json:"language"`
	Name        string `db:"name" json:"name"`
	Description string `db:"description" json:"description"`
	HandOver    string `db:"hand_over" json:"hand_over"`
}

// Stock is how many were put in and how many are left. Unlimited is true when
// nobody counts.
type Stock struct {
	PutIn     int64
	Remaining int64
	Unlimited bool
}

// SoldOut tells whether none is left.
func (s Stock) SoldOut() bool { return !s.Unlimited && s.Remaining <= 0 }

// Card is a reward as one reader sees it: the words in their language, else in
// the club's main one (Text.Language says which), the partner's name, and the
// stock.
type Card struct {
	Reward
	Text
	PartnerName string `db:"partner_name"`
	// PartnerOpen is false while the reward's partner is paused or archived.
	PartnerOpen bool   `db:"partner_open"`
	PutIn       *int64 `db:"put_in"`
	Remaining   *int64 `db:"remaining"`
}

// Stock tells what is left of the card's reward.
func (c Card) Stock() Stock {
	if c.Remaining == nil || c.PutIn == nil {
		return Stock{Unlimited: true}
	}
	return Stock{PutIn: *c.PutIn, Remaining: *c.Remaining}
}

// HasStarted tells whether the reward can be taken on this day or later.
func (r Reward) HasStarted(today time.Time) bool {
	return r.StartsOn == nil || !today.Before(*r.StartsOn)
}

// HasEnded tells whether the reward's last day is past.
func (r Reward) HasEnded(today time.Time) bool { return r.EndsOn != nil && today.After(*r.EndsOn) }
