package referrals

import (
	"time"

	"fealty/models/ids"
	"fealty/models/money"
)

// Invitation is what is known when a friend joins through a member's link.
type Invitation struct {
	// Referral carries the new ids and the instant and day of joining.
	Referral Referral
	// FriendIsNew is false when the friend has bought here before.
	FriendIsNew   bool
	ReferrerEmail string
	FriendEmail   string
	// ThisWeek is how many friends the referrer brought in the last seven days.
	ThisWeek int
}

// Purchase is a friend's purchase as far as referrals ask. Spend is what of it
// counts, less what came back.
type Purchase struct {
	ID    ids.Purchase
	On    time.Time
	Spend money.Amount
}

// Start decides what joining through a link gives.
func Start(p Policy, in Invitation) Change { return Change{} }

// Qualify decides what a friend's purchase means.
func Qualify(p Policy, r Referral, first Purchase) Change { return Change{} }

// AfterReturn decides what a return from the friend's purchase means.
func AfterReturn(p Policy, r Referral, left Purchase) Change { return Change{} }

// Mature decides, at the end of a day, whether the referrer is rewarded.
func Mature(p Policy, r Referral, day time.Time) Change { return Change{} }

// Approve ends a review in the friend's favour.
func Approve(p Policy, r Referral) Change { return Change{} }

// Refuse ends a review against it.
func Refuse(r Referral) Change { return Change{} }
