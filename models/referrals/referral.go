package referrals

import (
	"strings"
	"time"

	"fealty/models/ids"
	"fealty/models/money"
)

// Policy is the referral part of the programme document.
type Policy struct {
	On             bool         `json:"on"`
	ReferrerPoints money.Points `json:"referrer_points"`
	FriendPoints   money.Points `json:"friend_points"`
	// MinimumSpend is what the friend's purchase must at least be, in minor units.
	MinimumSpend money.Amount `json:"minimum_spend"`
	// ReturnDays is how long the shop takes goods back; the referrer waits so long.
	ReturnDays int `json:"return_days"`
	// PerWeek is how many friends a week pass without a look; 0 is no limit.
	PerWeek int `json:"per_week,omitempty"`
	// Milestones are what many friends bring beside: each once, in rising order.
	Milestones []Milestone `json:"milestones,omitempty"`
}

// State is where a referral stands.
type State string

// A friend has joined; has bought, and the referrer waits; both are rewarded;
// the referral has ended without; staff should look at it; staff refused it.
const (
	Joined   State = "joined"
	Waiting  State = "waiting"
	Rewarded State = "rewarded"
	Lapsed   State = "lapsed"
	Review   State = "review"
	Blocked  State = "blocked"
)

// The flags that send a referral to review.
const (
	FlagSimilarEmail = "similar_email"
	FlagMany         = "many"
	FlagDevice       = "same_device"
	FlagAddress      = "same_address"
	FlagHousehold    = "same_household"
)

// Why staff refused a friend; the member reads it in words.
const (
	RefusedSamePerson = "same_person"
	RefusedHousehold  = "same_household"
	RefusedCustomer   = "existing_customer"
	RefusedOther      = "other"
)

// Refusals lists them; read only.
var Refusals = [...]string{RefusedSamePerson, RefusedHousehold, RefusedCustomer, RefusedOther}

// Referral is one friend whom one member invited. The days are set as it goes
// on: when the friend bought enough, and until when the referrer waits.
type Referral struct {
	ID         ids.Referral `db:"id"`
	ReferrerID ids.Member   `db:"referrer_id"`
	FriendID   ids.Member   `db:"friend_id"`
	State      State        `db:"state"`
	// Flags are the reasons for a review, with commas between.
	Flags      string       `db:"flags"`
	PurchaseID ids.Purchase `db:"purchase_id"`
	JoinedAt   time.Time    `db:"joined_at"`
	JoinedOn   time.Time    `db:"joined_on"`
	BoughtOn   *time.Time   `db:"bought_on"`
	DueOn      *time.Time   `db:"due_on"`
	RewardedAt *time.Time   `db:"rewarded_at"`
	// Refusal is why staff refused, one of Refusals; ReviewedAt when somebody of
	// them decided.
	Refusal    string     `db:"refusal"`
	ReviewedAt *time.Time `db:"reviewed_at"`
}

// FlagList gives the flags one by one.
func (r Referral) FlagList() []string {
	if r.Flags == "" {
		return nil
	}
	return strings.Split(r.Flags, ",")
}

// Change is what a decision asks for: the referral as it should be stored, and
// the points that both sides get now.
type Change struct {
	// Changed tells whether Referral is to be written.
	Changed        bool
	Referral       Referral
	FriendPoints   money.Points
	ReferrerPoints money.Points
	// Blocked is why there is no referral: "off", "self" or "existing_customer".
	Blocked string
}
