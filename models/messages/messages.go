package messages

import (
	"crypto/sha256"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"

	"fealty/models/ids"
)

// Channels.
const (
	Email = "email"
	SMS   = "sms"
)

// States of a message. Kept means that there is no way out of the house for its
// channel, so it is only shown on the outbox page.
const (
	Waiting = "waiting"
	Sent    = "sent"
	Kept    = "kept"
	Dead    = "dead"
)

// Templates.
const (
	SigninCode     = "signin_code"
	Welcome        = "welcome"
	PointsEarned   = "points_earned"
	PointsReversed = "points_reversed"
	VoucherIssued  = "voucher_issued"
	TierUp         = "tier_up"
	TierDown       = "tier_down"
	TierAtRisk     = "tier_at_risk"
	PointsExpired  = "points_expired"
	PointsExpiring = "points_expiring"
	FriendJoined   = "friend_joined"
	FriendBought   = "friend_bought"
	StaffInvite    = "staff_invite"
	StaffReset     = "staff_reset"
	StaffChanged   = "staff_changed"
	VoucherGiven   = "voucher_given"
	RewardBack     = "reward_back"
	OrderPlaced    = "order_placed"
	OrderSent      = "order_sent"
	OrderCancelled = "order_cancelled"
)

// IsSecret tells whether a message holds what only its reader may see: a code, or
// a link by which a password is chosen.
func IsSecret(template string) bool {
	return template == SigninCode || template == StaffInvite || template == StaffReset
}

// Params are what a template needs: keys, ids and numbers. Numbers come back
// from the database as float64.
type Params map[string]any

// Value writes JSON.
func (p Params) Value() (driver.Value, error) {
	if p == nil {
		return "{}", nil
	}
	text, err := json.Marshal(map[string]any(p))
	return string(text), err
}

// Scan reads JSON.
func (p *Params) Scan(src any) error {
	text, ok := src.([]byte)
	if !ok {
		return fmt.Errorf("scan message params: got %T", src)
	}
	return json.Unmarshal(text, (*map[string]any)(p))
}

// Message is one mail or SMS to one recipient.
type Message struct {
	ID        ids.Message `db:"id"`
	MemberID  ids.Member  `db:"member_id"`
	Channel   string      `db:"channel"`
	Recipient string      `db:"recipient"`
	Template  string      `db:"template"`
	Language  string      `db:"language"`
	Params    Params      `db:"params"`
	State     string      `db:"state"`
	Attempts  int         `db:"attempts"`
	// RunAt is when it may be sent; the zero time means at once.
	RunAt       time.Time  `db:"run_at"`
	LeasedUntil *time.Time `db:"leased_until"`
	LastError   *string    `db:"last_error"`
	CreatedAt   time.Time  `db:"created_at"`
	SentAt      *time.Time `db:"sent_at"`
}

// ID derives a message's id from what it tells: the template, the source's id
// and the recipient. The same act told twice is one message.
func ID(template, source, recipient string) ids.Message {
	digest := sha256.Sum256([]byte(template + "\x00" + source + "\x00" + recipient))
	var id ids.Message
	copy(id[:], digest[:16])
	id[6] = id[6]&0x0f | 0x80 // version 8: an id of our own making
	id[8] = id[8]&0x3f | 0x80
	return id
}

// waits are the pauses after the first, second, … failed attempt; after the
// last of them a message is dead.
var waits = [...]time.Duration{
	time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour,
}

// Retry tells how long to wait after so many failed attempts, and false when a
// message has been tried often enough.
func Retry(attempts int) (time.Duration, bool) {
	if attempts < 1 || attempts > len(waits) {
		return 0, false
	}
	return waits[attempts-1], true
}
