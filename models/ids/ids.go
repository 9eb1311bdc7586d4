package ids

import (
	"database/sql/driver"
	"fmt"

	"github.com/google/uuid"
)

// ID is the id of a T. It scans from and writes to a PostgreSQL uuid; the zero
// ID is NULL.
type ID[T any] uuid.UUID

// The kinds of thing that have ids.
type (
	memberKind   struct{}
	staffKind    struct{}
	purchaseKind struct{}
	returnKind   struct{}
	rewardKind   struct{}
	voucherKind  struct{}
	partnerKind  struct{}
	causeKind    struct{}
	donationKind struct{}
	referralKind struct{}
	messageKind  struct{}
	keyKind      struct{}
	signinKind   struct{}
	shopKind     struct{}
	useKind      struct{}
	jobKind      struct{}
	auditKind    struct{}
	deviceKind   struct{}
	cardBatch    struct{}
	pictureKind  struct{}
	sharedKind   struct{}
	adjustment   struct{}
	settledKind  struct{}
	requestKind  struct{}
	payoutKind   struct{}
	giftKind     struct{}
)

// One type per kind.
type (
	Member   = ID[memberKind]
	Staff    = ID[staffKind]
	Purchase = ID[purchaseKind]
	Return   = ID[returnKind]
	Reward   = ID[rewardKind]
	Voucher  = ID[voucherKind]
	Partner  = ID[partnerKind]
	Cause    = ID[causeKind]
	Donation = ID[donationKind]
	Referral = ID[referralKind]
	Message  = ID[messageKind]
	APIKey   = ID[keyKind]
	SignIn   = ID[signinKind]
	Shop     = ID[shopKind]
	Use      = ID[useKind]
	Job      = ID[jobKind]
	Audit    = ID[auditKind]
	Device   = ID[deviceKind]
	Batch    = ID[cardBatch]
	Picture  = ID[pictureKind]
	Shared   = ID[sharedKind]
	// Adjustment is one that waits for a second person.
	Adjustment = ID[adjustment]
	// Settlement is a month paid to a partner, Payout gifts paid to a cause, and
	// OfferRequest what a partner asks about its offers.
	Settlement   = ID[settledKind]
	Payout       = ID[payoutKind]
	OfferRequest = ID[requestKind]
	// Gift is a voucher that is sent to a friend.
	Gift = ID[giftKind]
)

// Parse reads the canonical text form, and only that.
func Parse[T any](s string) (ID[T], error) {
	if len(s) != 36 {
		return ID[T]{}, fmt.Errorf("read id: %d characters instead of 36", len(s))
	}
	u, err := uuid.Parse(s)
	if err != nil {
		return ID[T]{}, fmt.Errorf("read id: %w", err)
	}
	return ID[T](u), nil
}

// IsZero tells whether no id was given.
func (id ID[T]) IsZero() bool { return id == ID[T]{} }

// String gives the canonical form, or "" for the zero ID.
func (id ID[T]) String() string {
	if id.IsZero() {
		return ""
	}
	return uuid.UUID(id).String()
}

// Value writes a uuid, or NULL for the zero ID.
func (id ID[T]) Value() (driver.Value, error) {
	if id.IsZero() {
		return nil, nil
	}
	return id.String(), nil
}

// Scan reads a uuid or NULL.
func (id *ID[T]) Scan(src any) error {
	var u uuid.UUID
	if src != nil {
		if err := u.Scan(src); err != nil {
			return fmt.Errorf("scan id: %w", err)
		}
	}
	*id = ID[T](u)
	return nil
}

// MarshalText writes the canonical form.
func (id ID[T]) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText reads the canonical form; empty text is the zero ID.
func (id *ID[T]) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*id = ID[T]{}
		return nil
	}
	got, err := Parse[T](string(b))
	if err != nil {
		return err
	}
	*id = got
	return nil
}
