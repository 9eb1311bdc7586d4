package shipments

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"fealty/models/fault"
	"fealty/models/ids"
)

// State is how far a shipment has come.
type State string

// The states of a shipment: ordered → packed → sent → delivered, or cancelled.
const (
	Ordered   State = "ordered"
	Packed    State = "packed"
	Sent      State = "sent"
	Delivered State = "delivered"
	Cancelled State = "cancelled"
)

// States lists them in order.
func States() []State { return []State{Ordered, Packed, Sent, Delivered, Cancelled} }

// Next are the states that may follow. What is on its way can't be called back;
// what came back undelivered can be cancelled.
func (s State) Next() []State {
	switch s {
	case Ordered:
		return []State{Packed, Sent, Cancelled}
	case Packed:
		return []State{Sent, Cancelled}
	case Sent:
		return []State{Delivered, Cancelled}
	}
	return nil
}

// CanBecome tells whether a state may follow.
func (s State) CanBecome(to State) bool { return slices.Contains(s.Next(), to) }

// IsOver tells whether nothing follows.
func (s State) IsOver() bool { return s == Delivered || s == Cancelled }

// Address is where something goes.
type Address struct {
	Recipient string `db:"recipient" json:"recipient"`
	Street    string `db:"street" json:"street"`
	Postcode  string `db:"postcode" json:"postcode"`
	City      string `db:"city" json:"city"`
	Country   string `db:"country" json:"country"`
}

// Check names what can't be sent to: everything but the postcode is needed, and
// the country is two letters.
func (a Address) Check() error {
	var wrong fault.Fields
	for _, f := range []struct {
		name, text string
		max        int
		isNeeded   bool
	}{{"recipient", a.Recipient, 100, true}, {"street", a.Street, 200, true}, {"postcode", a.Postcode, 20, false}, {"city", a.City, 100, true}} {
		switch {
		case f.isNeeded && strings.TrimSpace(f.text) == "":
			wrong.Add(f.name, "required")
		case utf8.RuneCountInString(f.text) > f.max:
			wrong.Add(f.name, "too_long", fault.Params{"max": f.max})
		case strings.ContainsFunc(f.text, unicode.IsControl):
			wrong.Add(f.name, "field.text")
		}
	}
	if len(a.Country) != 2 || strings.ToUpper(a.Country) != a.Country {
		wrong.Add("country", "country")
	}
	return wrong.Err()
}

// Shipment is one thing on its way. The address is empty once it was erased.
type Shipment struct {
	MemberID  ids.Member  `db:"member_id"`
	VoucherID ids.Voucher `db:"voucher_id"`
	RewardID  ids.Reward  `db:"reward_id"`
	State     State       `db:"state"`
	Address
	Tracking  string     `db:"tracking"`
	OrderedAt time.Time  `db:"ordered_at"`
	PackedAt  *time.Time `db:"packed_at"`
	SentAt    *time.Time `db:"sent_at"`
	EndedAt   *time.Time `db:"ended_at"`
}

// Link is the tracking's address when it is one, else "".
func (s Shipment) Link() string {
	if strings.HasPrefix(s.Tracking, "https://") && !strings.ContainsAny(s.Tracking, " \"<>") {
		return s.Tracking
	}
	return ""
}

// Become moves the shipment on. The caller has asked CanBecome.
func (s Shipment) Become(to State, tracking string, at time.Time) Shipment {
	s.State = to
	if tracking != "" {
		s.Tracking = tracking
	}
	switch to {
	case Packed:
		s.PackedAt = &at
	case Sent:
		s.SentAt = &at
	case Delivered, Cancelled:
		s.EndedAt = &at
	}
	return s
}
