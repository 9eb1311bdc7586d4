package vouchers

import (
	"time"

	"fealty/models/ids"
	"fealty/models/money"
)

// State is where a voucher stands.
type State string

// The states of a voucher: issued → reserved → used, or returned, cancelled,
// expired.
const (
	Issued    State = "issued"
	Reserved  State = "reserved"
	Used      State = "used"
	Returned  State = "returned"
	Cancelled State = "cancelled"
	Expired   State = "expired"
)

// How long a use can be undone: a partner's, and one at the shop's own counter.
const (
	UndoWindow     = 10 * time.Minute
	ShopUndoWindow = 15 * time.Minute
)

// Voucher is one reward in a member's hand. Price is what it cost in points,
// Worth what it is worth to the member, Pays what the shop pays the partner
// when it is used. EntrySeq is the entry that took the points, nil for a gift.
// ExpiresOn is the last local day on which it can be used. CodeBox is nil once
// the code has been wiped.
type Voucher struct {
	MemberID   ids.Member   `db:"member_id"`
	ID         ids.Voucher  `db:"id"`
	RewardID   ids.Reward   `db:"reward_id"`
	PartnerID  ids.Partner  `db:"partner_id"`
	State      State        `db:"state"`
	CodeKey    []byte       `db:"code_key"`
	CodeBox    []byte       `db:"code_box"`
	Price      money.Points `db:"price"`
	Worth      money.Amount `db:"worth"`
	Pays       money.Amount `db:"pays"`
	EntrySeq   *int64       `db:"entry_seq"`
	IssuedAt   time.Time    `db:"issued_at"`
	ExpiresOn  time.Time    `db:"expires_on"`
	UsedAt     *time.Time   `db:"used_at"`
	ReturnedAt *time.Time   `db:"returned_at"`
	// GrantedBy is the purchase that gave it, SharedID the shared code.
	GrantedBy ids.Purchase `db:"granted_by"`
	SharedID  ids.Shared   `db:"shared_id"`
}

// StateOn tells where the voucher stands on a day: an issued one whose last day
// is past is expired, even if the night has not written it yet.
func (v Voucher) StateOn(today time.Time) State {
	if v.State == Issued && today.After(v.ExpiresOn) {
		return Expired
	}
	return v.State
}

// Use is one use of a voucher: where, by whom, and what the shop pays for it.
// UndoneAt is set when it was taken back.
type Use struct {
	ID        ids.Use      `db:"id"`
	MemberID  ids.Member   `db:"member_id"`
	VoucherID ids.Voucher  `db:"voucher_id"`
	RewardID  ids.Reward   `db:"reward_id"`
	PartnerID ids.Partner  `db:"partner_id"`
	StaffID   ids.Staff    `db:"staff_id"`
	Place     string       `db:"place"`
	Pays      money.Amount `db:"pays"`
	UsedAt    time.Time    `db:"used_at"`
	UndoneAt  *time.Time   `db:"undone_at"`
	UndoneBy  ids.Staff    `db:"undone_by"`
}

// CanUndo tells whether the use can still be taken back at this instant.
func (u Use) CanUndo(at time.Time) bool {
	return u.UndoneAt == nil && !at.After(u.UsedAt.Add(u.UndoWindow()))
}

// UndoWindow is how long this use can be undone.
func (u Use) UndoWindow() time.Duration {
	if u.PartnerID.IsZero() {
		return ShopUndoWindow
	}
	return UndoWindow
}
