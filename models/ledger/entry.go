package ledger

import (
	"time"

	"github.com/google/uuid"

	"fealty/models/ids"
	"fealty/models/money"
)

// Wallet names one of a member's three wallets.
type Wallet string

// The wallets. Debt holds what a member owes in points; it has no lots.
const (
	Points Wallet = "points"
	Credit Wallet = "credit"
	Debt   Wallet = "debt"
)

// wallets lists them; read only.
var wallets = [...]Wallet{Points, Credit, Debt}

// HasLots tells whether what is in the wallet lies in lots.
func (w Wallet) HasLots() bool { return w != Debt }

// Kind says what sort of act an entry records.
type Kind string

// The kinds of entry. What is shown to people is a locale's word for each.
const (
	Purchase        Kind = "purchase"
	Welcome         Kind = "welcome"
	Opening         Kind = "opening"
	Referral        Kind = "referral"
	ReferralFriend  Kind = "referral_friend"
	Milestone       Kind = "milestone"
	Redemption      Kind = "redemption"
	VoucherReturned Kind = "voucher_returned"
	Donation        Kind = "donation"
	DonationUndone  Kind = "donation_undone"
	Payment         Kind = "payment"
	PaymentRestored Kind = "payment_restored"
	Reversal        Kind = "reversal"
	Owed            Kind = "owed"
	DebtPaid        Kind = "debt_paid"
	Expired         Kind = "expired"
	Adjustment      Kind = "adjustment"
	CreditBooked    Kind = "credit_booked"
	// Forfeited is what was left when a member was erased; Merged is what moves
	// from one member into another who is the same person.
	Forfeited Kind = "forfeited"
	Merged    Kind = "merged"
)

// IsActive tells whether such an act counts as the member being active, for
// expiry by inactivity. What the shop or the clock does alone does not.
func (k Kind) IsActive() bool {
	switch k {
	case Purchase, Welcome, Redemption, Donation, Payment:
		return true
	}
	return false
}

// Who can act.
const (
	ByMember = "member"
	ByStaff  = "staff"
	ByAPI    = "api"
	BySystem = "system"
	ByImport = "import"
)

// Actor is who did it: one of the By… kinds, and the id where there is one.
type Actor struct {
	Kind string
	ID   uuid.UUID
}

// Entry is one line of the book. It is never changed and never deleted.
type Entry struct {
	Member  ids.Member   `db:"member_id"`
	Wallet  Wallet       `db:"wallet"`
	Seq     int64        `db:"seq"`
	Kind    Kind         `db:"kind"`
	Amount  money.Points `db:"amount"`
	Balance money.Points `db:"balance"`
	// Source and SourceID say what the entry comes from: "purchase" and its id.
	Source   string    `db:"source"`
	SourceID uuid.UUID `db:"source_id"`
	Actor    string    `db:"actor"`
	ActorID  uuid.UUID `db:"actor_id"`
	// Undoes is the seq of the entry this one undoes, GivesBack of the one whose
	// lots it fills again; 0 for none.
	Undoes    int64 `db:"undoes"`
	GivesBack int64 `db:"gives_back"`
	// Version is the programme version it was decided under; Detail holds keys,
	// ids and numbers as JSON, never names.
	Version    int       `db:"version"`
	Detail     string    `db:"detail"`
	HappenedOn time.Time `db:"happened_on"`
	RecordedAt time.Time `db:"recorded_at"`
	Hash       []byte    `db:"hash"`
}

// Lot is what is left of one award: the seq is that of the entry that made it.
type Lot struct {
	Member    ids.Member   `db:"member_id"`
	Wallet    Wallet       `db:"wallet"`
	Seq       int64        `db:"seq"`
	Amount    money.Points `db:"amount"`
	Remaining money.Points `db:"remaining"`
	// AvailableOn is the first day it can be spent, ExpiresOn the last; nil never
	// expires.
	AvailableOn time.Time  `db:"available_on"`
	ExpiresOn   *time.Time `db:"expires_on"`
	// Graced lots were made again for a grace after their day; no second grace.
	Graced bool `db:"graced"`
}

// IsPast tells whether the lot's last day lies before the day.
func (l Lot) IsPast(on time.Time) bool { return l.ExpiresOn != nil && l.ExpiresOn.Before(on) }

// IsPending tells whether the lot can't be spent yet.
func (l Lot) IsPending(on time.Time) bool { return l.AvailableOn.After(on) }

// CanSpend gives how much of the lot can be spent on the day.
func (l Lot) CanSpend(on time.Time) money.Points {
	if l.IsPast(on) || l.IsPending(on) {
		return 0
	}
	return l.Remaining
}

// before is the order of spending: soonest-expiring first, never-expiring last,
// then the oldest.
func (l Lot) before(other Lot) bool {
	a, b := l.ExpiresOn, other.ExpiresOn
	switch {
	case a == nil && b == nil:
	case a == nil || b == nil:
		return a != nil
	case !a.Equal(*b):
		return a.Before(*b)
	}
	return l.Seq < other.Seq
}

// Use says how much an entry took (positive) or gave back (negative) of a lot.
type Use struct {
	Member ids.Member   `db:"member_id"`
	Wallet Wallet       `db:"wallet"`
	Entry  int64        `db:"entry_seq"`
	Lot    int64        `db:"lot_seq"`
	Amount money.Points `db:"amount"`
}
