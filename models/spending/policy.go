package spending

import (
	"slices"
	"time"

	"fealty/models/money"
)

// Policy says whether and how far points and credit pay.
type Policy struct {
	// Points and Credit say which of the two may pay at all.
	Points bool `json:"points"`
	Credit bool `json:"credit"`
	// Channels are where they may; none listed is everywhere.
	Channels []string `json:"channels"`
	// Share is how many percent of what there is to pay they may cover together,
	// rounded down to the minor unit.
	Share int `json:"share"`
	// Step is the number of points that are used whole: 100, 200, 300.
	Step money.Points `json:"step"`
	// Minimum is how many points are used at least; 0 is any number.
	Minimum money.Points `json:"minimum"`
	// HoldMinutes is how long a reservation keeps them for a cart.
	HoldMinutes int `json:"hold_minutes"`
}

// Free is the policy of a programme that says nothing about paying: all may be
// paid, everywhere, to the point.
func Free() Policy {
	return Policy{Points: true, Credit: true, Share: 100, Step: 1, HoldMinutes: 30}
}

// PaysIn tells whether points or credit may pay in a channel.
func (p Policy) PaysIn(channel string) bool {
	return (p.Points || p.Credit) && (len(p.Channels) == 0 || slices.Contains(p.Channels, channel))
}

// Hold is how long a reservation lasts.
func (p Policy) Hold() time.Duration { return time.Duration(p.HoldMinutes) * time.Minute }
