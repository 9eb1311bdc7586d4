package gifts

import (
	"time"

	"fealty/models/fault"
	"fealty/models/ids"
)

// State is where a gift stands.
type State string

// The link is good; somebody has the gift; the giver has it back; its last day
// went by.
const (
	Open      State = "open"
	Accepted  State = "accepted"
	TakenBack State = "taken_back"
	Expired   State = "expired"
)

// Gift is a voucher on its way to a friend. VoucherID is the giver's voucher,
// which is set aside meanwhile; GivenID the friend's, under a code that the giver
// has never seen. ExpiresOn is the voucher's last day, which stays.
type Gift struct {
	ID        ids.Gift    `db:"id"`
	MemberID  ids.Member  `db:"member_id"`
	VoucherID ids.Voucher `db:"voucher_id"`
	TokenHash []byte      `db:"token_hash"`
	KeptHash  []byte      `db:"kept_hash"`
	State     State       `db:"state"`
	MadeAt    time.Time   `db:"made_at"`
	ExpiresOn time.Time   `db:"expires_on"`
	EndedAt   *time.Time  `db:"ended_at"`
	FriendID  ids.Member  `db:"friend_id"`
	GivenID   ids.Voucher `db:"given_id"`
}

// StateOn tells where the gift stands on a day: an open one whose last day is
// past has expired, even if the night has not written it yet.
func (g Gift) StateOn(today time.Time) State {
	if g.State == Open && today.After(g.ExpiresOn) {
		return Expired
	}
	return g.State
}

// Bearer is under whose id the friend's voucher lies while no member has it.
func (g Gift) Bearer() ids.Member { return ids.Member(g.ID) }

// Holder is under whose id the friend's voucher lies now.
func (g Gift) Holder() ids.Member {
	if g.FriendID.IsZero() {
		return g.Bearer()
	}
	return g.FriendID
}

// Refusal says why the link is good for nothing on a day; nil when it is good:
// gift_accepted, gift_taken_back or gift_expired (with its last day).
func (g Gift) Refusal(today time.Time) *fault.Error {
	switch g.StateOn(today) {
	case Accepted:
		return fault.New(fault.Refused, "gift_accepted")
	case TakenBack:
		return fault.New(fault.Refused, "gift_taken_back")
	case Expired:
		return fault.New(fault.Refused, "gift_expired", fault.Params{"on": g.ExpiresOn.Format(time.DateOnly)})
	}
	return nil
}
