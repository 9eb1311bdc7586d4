package members

import (
	"time"

	"fealty/models/ids"
)

// States of a member.
const (
	Active = "active"
	Merged = "merged"
	Erased = "erased"
)

// Ways to join.
const (
	ViaPortal = "portal"
	ViaAPI    = "api"
	ViaTill   = "till"
	ViaImport = "import"
	ViaDemo   = "demo"
)

// Kinds of contact.
const (
	Email = "email"
	Phone = "phone"
)

// MaxName is the longest first name, in characters.
const MaxName = 80

// Member is one person in the club.
type Member struct {
	ID ids.Member `db:"id"`
	// Number is ten digits, the last a check digit; ShowNumber groups them.
	Number    string `db:"number"`
	FirstName string `db:"first_name"`
	// NameFolded is Fold(FirstName); Insert and Update set it.
	NameFolded string     `db:"name_folded"`
	Language   string     `db:"language"`
	Birthday   *time.Time `db:"birthday"`
	InviteCode string     `db:"invite_code"`
	State      string     `db:"state"`
	MergedInto ids.Member `db:"merged_into"`
	JoinedVia  string     `db:"joined_via"`
	JoinedAt   time.Time  `db:"joined_at"`
	// JoinedOn is the local date of JoinedAt, at UTC midnight.
	JoinedOn time.Time `db:"joined_on"`
}

// IsActive tells whether the member can earn and spend.
func (m Member) IsActive() bool { return m.State == Active }

// Contact is an e-mail address or phone number; it belongs to one member only.
type Contact struct {
	Kind string `db:"kind"`
	// Value is normalised: lower-cased e-mail, or E.164.
	Value      string     `db:"value"`
	MemberID   ids.Member `db:"member_id"`
	VerifiedAt *time.Time `db:"verified_at"`
	AddedAt    time.Time  `db:"added_at"`
}

// IsVerified tells whether the member has shown that the contact is theirs.
func (c Contact) IsVerified() bool { return c.VerifiedAt != nil }

// Reference is what another system calls a member.
type Reference struct {
	Source    string     `db:"source"`
	Reference string     `db:"reference"`
	MemberID  ids.Member `db:"member_id"`
}
