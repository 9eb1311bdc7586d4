package referrals

import (
	"slices"
	"strings"
	"time"

	"fealty/models/ids"
	"fealty/models/money"
)

// Invitation is what is known when a friend joins through a member's link.
type Invitation struct {
	// Referral carries the ids of the referral and of both members, and the
	// instant and day of joining.
	Referral Referral
	// FriendIsNew is false when the friend has bought here before.
	FriendIsNew   bool
	ReferrerEmail string
	FriendEmail   string
	// Alike are the flags of traces that both left.
	Alike []string
	// ThisWeek is how many friends the referrer brought in the seven days before.
	ThisWeek int
}

// Purchase is a friend's purchase as far as referrals ask. Spend is what of it
// counts, less what came back.
type Purchase struct {
	ID    ids.Purchase
	On    time.Time
	Spend money.Amount
}

// Why there is no referral.
const (
	BlockedOff      = "off"
	BlockedSelf     = "self"
	BlockedExisting = "existing_customer"
)

// Start decides what joining through a link gives: the friend's points, usable at
// once. What looks odd waits for a review, with its purchase counted meanwhile;
// what can't be a referral is Blocked, with nothing to store.
func Start(p Policy, in Invitation) Change {
	switch {
	case !p.On:
		return Change{Blocked: BlockedOff}
	case in.Referral.ReferrerID == in.Referral.FriendID:
		return Change{Blocked: BlockedSelf}
	case !in.FriendIsNew:
		return Change{Blocked: BlockedExisting}
	}
	r := in.Referral
	r.State, r.Flags = Joined, strings.Join(flags(p, in), ",")
	if r.Flags != "" {
		r.State = Review
		return Change{Changed: true, Referral: r}
	}
	return Change{Changed: true, Referral: r, FriendPoints: p.FriendPoints}
}

func flags(p Policy, in Invitation) []string {
	var list []string
	if SimilarEmails(in.ReferrerEmail, in.FriendEmail) {
		list = append(list, FlagSimilarEmail)
	}
	for _, flag := range []string{FlagDevice, FlagAddress} {
		if slices.Contains(in.Alike, flag) {
			list = append(list, flag)
		}
	}
	if p.PerWeek > 0 && in.ThisWeek >= p.PerWeek {
		list = append(list, FlagMany)
	}
	return list
}

// SimilarEmails tells whether two addresses reach the same box but for case, dots
// and what stands behind a plus. An empty address is like no other.
func SimilarEmails(a, b string) bool {
	return a != "" && plain(a) == plain(b)
}

func plain(email string) string {
	box, domain, _ := strings.Cut(strings.ToLower(email), "@")
	box, _, _ = strings.Cut(box, "+")
	if domain == "googlemail.com" {
		domain = "gmail.com"
	}
	return strings.ReplaceAll(box, ".", "") + "@" + domain
}

// Qualify decides what a friend's purchase means: the first of at least the
// minimum lets the referrer wait until it is past its return window. What was
// bought before the day of joining brings nobody anything.
func Qualify(p Policy, r Referral, first Purchase) Change {
	open := r.State == Joined || r.State == Review && r.DueOn == nil
	if !p.On || !open || first.Spend < p.MinimumSpend || first.On.Before(r.JoinedOn) {
		return Change{Referral: r}
	}
	due := first.On.AddDate(0, 0, p.ReturnDays)
	r.PurchaseID, r.BoughtOn, r.DueOn = first.ID, &first.On, &due
	if r.State == Joined {
		r.State = Waiting
	}
	return Change{Changed: true, Referral: r}
}

// AfterReturn decides what a return from the friend's purchase means: with less
// than the minimum left, the referral waits for another purchase. What is
// rewarded stays so.
func AfterReturn(p Policy, r Referral, left Purchase) Change {
	waits := r.State == Waiting || r.State == Review
	if !waits || r.PurchaseID != left.ID || r.DueOn == nil || left.Spend >= p.MinimumSpend {
		return Change{Referral: r}
	}
	r.PurchaseID, r.BoughtOn, r.DueOn = ids.Purchase{}, nil, nil
	if r.State == Waiting {
		r.State = Joined
	}
	return Change{Changed: true, Referral: r}
}

// Mature decides, at the end of a day, whether the referrer is rewarded: on the
// last day of the return window. The flow that stores it sets RewardedAt.
func Mature(p Policy, r Referral, day time.Time) Change {
	if r.State != Waiting || r.DueOn == nil || r.DueOn.After(day) {
		return Change{Referral: r}
	}
	r.State = Rewarded
	return Change{Changed: true, Referral: r, ReferrerPoints: p.ReferrerPoints}
}

// Doubt sends a referral that waits, or would be rewarded, to review for a flag
// that shows late. One that staff have looked at is not doubted again.
func Doubt(r Referral, flag string) Change {
	if r.State != Joined && r.State != Waiting || r.ReviewedAt != nil {
		return Change{Referral: r}
	}
	r.State, r.Flags = Review, strings.Join(append(r.FlagList(), flag), ",")
	return Change{Changed: true, Referral: r}
}

// Approve ends a review in the friend's favour: the friend gets the points now,
// the referrer when the purchase is past its return window.
func Approve(p Policy, r Referral) Change {
	if r.State != Review {
		return Change{Referral: r}
	}
	r.State = Joined
	if r.DueOn != nil {
		r.State = Waiting
	}
	return Change{Changed: true, Referral: r, FriendPoints: p.FriendPoints}
}

// Refuse ends a review, or a wait, against it, for one of Refusals.
func Refuse(r Referral, why string) Change {
	if !slices.Contains([]State{Review, Joined, Waiting}, r.State) {
		return Change{Referral: r}
	}
	r.State, r.Refusal = Blocked, why
	return Change{Changed: true, Referral: r}
}
