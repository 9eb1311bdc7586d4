package catalogue

import (
	"time"

	"fealty/models/ids"
	"fealty/models/money"
)

// Kind says what a reward is.
type Kind string

// The kinds of reward.
const (
	Product      Kind = "product"
	MoneyOff     Kind = "money_off"
	PercentOff   Kind = "percent_off"
	FreeShipping Kind = "free_shipping"
	Experience   Kind = "experience"
	AtPartner    Kind = "partner"
)

// Kinds lists all kinds in the order a form shows them.
func Kinds() []Kind {
	return []Kind{Product, MoneyOff, PercentOff, FreeShipping, Experience, AtPartner}
}

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
// vouchers one member may hold or have used, nil for no bound.
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
	CreatedAt   time.Time    `db:"created_at"`
	UpdatedAt   time.Time    `db:"updated_at"`
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

// VoucherEnds gives the last day on which a voucher issued today can be used.
func (r Reward) VoucherEnds(today time.Time) time.Time { return today.AddDate(0, 0, r.ValidDays) }
