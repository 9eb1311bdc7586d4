package catalogue

import (
	"slices"
	"strings"
	"time"

	"fealty/models/money"
)

// Terms are what only some kinds have. HappensAt and Venue belong to an event;
// Opens is the shop's name for what early access opens, which everybody gets on
// PublicOn; Stamps is how many fill a card, and StampOf lists the categories and
// product numbers that give one, by commas, "" for everything; GrantedFrom is
// the total from which a purchase grants the gift, nil for one that points buy.
type Terms struct {
	HappensAt   *time.Time    `db:"happens_at"`
	Venue       string        `db:"venue"`
	Opens       string        `db:"opens"`
	PublicOn    *time.Time    `db:"public_on"`
	Stamps      *int          `db:"stamps"`
	StampOf     string        `db:"stamp_of"`
	GrantedFrom *money.Amount `db:"granted_from"`
}

// Period is how often PerMember begins anew.
type Period string

// The periods.
const (
	Ever  Period = "ever"
	Year  Period = "year"
	Month Period = "month"
	Day   Period = "day"
)

// Periods lists them as a form shows them.
func Periods() []Period { return []Period{Ever, Year, Month, Day} }

// Codes says where a voucher's code comes from.
type Codes string

// OwnCodes are drawn for each voucher; PoolCodes were put in by the shop.
const (
	OwnCodes  Codes = "own"
	PoolCodes Codes = "pool"
)

// Starts are the instants at which today's periods began.
type Starts struct{ Day, Month, Year time.Time }

// StartsOf finds where a day's periods begin in the programme's zone.
func StartsOf(today time.Time, zone *time.Location) Starts {
	y, m, d := today.Date()
	return Starts{Day: time.Date(y, m, d, 0, 0, 0, 0, zone), Month: time.Date(y, m, 1, 0, 0, 0, 0, zone),
		Year: time.Date(y, 1, 1, 0, 0, 0, 0, zone)}
}

// IsForPoints tells whether points buy the reward: a stamp card is filled, a
// granted gift comes with a purchase, and some are for a code only.
func (r Reward) IsForPoints() bool {
	return !r.ByCode && r.Kind != StampCard && r.GrantedFrom == nil
}

// Deed is what whoever honours the reward's voucher does.
func (r Reward) Deed() Deed { return r.Kind.Behaviour().Deed }

// IsOver tells whether an event has begun, or a sale that it opened early is
// everybody's.
func (r Reward) IsOver(at, today time.Time) bool {
	if r.HappensAt != nil && !at.Before(*r.HappensAt) {
		return true
	}
	return r.PublicOn != nil && !today.Before(*r.PublicOn)
}

// VoucherEnds gives the last day on which a voucher issued today can be used:
// an event's own day, the day before everybody gets in, or so many days on.
func (r Reward) VoucherEnds(today time.Time, zone *time.Location) time.Time {
	switch {
	case r.HappensAt != nil:
		y, m, d := r.HappensAt.In(zone).Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	case r.PublicOn != nil:
		return r.PublicOn.AddDate(0, 0, -1)
	}
	return today.AddDate(0, 0, r.ValidDays)
}

// Counts tells whether a purchase's line of this category and product number
// gives stamps. Case does not matter.
func (r Reward) Counts(category, sku string) bool {
	wanted := r.StampList()
	return len(wanted) == 0 || slices.ContainsFunc(wanted, func(w string) bool {
		return strings.EqualFold(w, category) || strings.EqualFold(w, sku)
	})
}

// StampList are the categories and product numbers that give stamps; none means
// that everything does.
func (r Reward) StampList() []string {
	var list []string
	for part := range strings.SplitSeq(r.StampOf, ",") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}
