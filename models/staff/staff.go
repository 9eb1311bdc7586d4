package staff

import (
	"slices"
	"time"

	"fealty/models/ids"
)

// Role is what somebody is in the club or at a partner.
type Role string

// The roles.
const (
	Owner          Role = "owner"
	Manager        Role = "manager"
	Marketing      Role = "marketing"
	Clerk          Role = "clerk"
	Accountant     Role = "accountant"
	PartnerManager Role = "partner_manager"
	PartnerClerk   Role = "partner_clerk"
)

// Roles lists all, the most trusted first.
var Roles = [...]Role{Owner, Manager, Marketing, Clerk, Accountant, PartnerManager, PartnerClerk}

// Staff is one person with a password.
type Staff struct {
	ID           ids.Staff   `db:"id"`
	Email        string      `db:"email"`
	Name         string      `db:"name"`
	Role         Role        `db:"role"`
	PartnerID    ids.Partner `db:"partner_id"`
	Language     string      `db:"language"`
	PasswordHash string      `db:"password_hash"`
	// TOTPSecret is sealed by a Box; nil when no second factor is set up.
	TOTPSecret []byte     `db:"totp_secret"`
	TOTPStep   int64      `db:"totp_step"`
	DisabledAt *time.Time `db:"disabled_at"`
	CreatedAt  time.Time  `db:"created_at"`
	// CredentialsAt is when the password or a second factor last changed; nil since
	// the account was made.
	CredentialsAt *time.Time `db:"credentials_at"`
	// InvitedAt is when the latest link was sent; nil when there is none that
	// counts.
	InvitedAt *time.Time `db:"invited_at"`
}

// newFor is how long after a change of credentials sensitive acts ask for a
// proof, whatever their size (R11).
const newFor = 24 * time.Hour

// HasNewCredentials tells whether the password or a second factor changed within
// a day.
func (s Staff) HasNewCredentials(at time.Time) bool {
	return s.CredentialsAt != nil && at.Before(s.CredentialsAt.Add(newFor))
}

// HasPassword tells whether the person has accepted their invitation.
func (s Staff) HasPassword() bool { return s.PasswordHash != "" }

// IsEnabled tells whether the person may sign in at all.
func (s Staff) IsEnabled() bool { return s.DisabledAt == nil }

// HasTOTP tells whether a second factor is set up.
func (s Staff) HasTOTP() bool { return len(s.TOTPSecret) > 0 }

// IsKnown tells whether the role exists.
func (r Role) IsKnown() bool { return r.isOneOf(Roles[:]...) }

// IsPartner tells whether the role belongs to a partner, who sees nothing of the
// club's own.
func (r Role) IsPartner() bool { return r.isOneOf(PartnerManager, PartnerClerk) }

// NeedsTOTP tells whether the role must have a second factor: all but the
// counter ones.
func (r Role) NeedsTOTP() bool { return !r.isOneOf(Clerk, PartnerClerk) }

// CanSeeOffers tells whether the role sees its own partner's offers and their
// redemptions.
func (r Role) CanSeeOffers() bool { return r == PartnerManager }

func (r Role) isOneOf(roles ...Role) bool { return slices.Contains(roles, r) }
