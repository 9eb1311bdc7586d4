package partners

import (
	"strings"
	"time"
	"unicode/utf8"

	"fealty/models/fault"
	"fealty/models/ids"
)

// State says what the club and a partner still do together.
//
// Members paid points for the vouchers they hold, so these outlive a pause: a
// paused partner sells no new ones, and its people go on honouring those that
// are out. With an archived partner the club has parted: its offers are closed,
// its people can't sign in, and the sessions they had are over.
type State string

// The states of a partner.
const (
	Active   State = "active"
	Paused   State = "paused"
	Archived State = "archived"
)

// Partner is one business beside the shop.
type Partner struct {
	ID        ids.Partner `db:"id"`
	Name      string      `db:"name"`
	About     string      `db:"about"`
	Email     string      `db:"email"`
	State     State       `db:"state"`
	CreatedAt time.Time   `db:"created_at"`
}

// LetsIn tells whether the partner's people may sign in, and so honour vouchers.
func (p Partner) LetsIn() bool { return p.State != Archived }

// Check names every field that can't be kept as it stands.
func Check(p Partner) error {
	var wrong fault.Fields
	switch n := utf8.RuneCountInString(p.Name); {
	case strings.TrimSpace(p.Name) == "":
		wrong.Add("name", "required")
	case n > 80:
		wrong.Add("name", "too_long", fault.Params{"max": 80})
	}
	if utf8.RuneCountInString(p.About) > 500 {
		wrong.Add("about", "too_long", fault.Params{"max": 500})
	}
	if p.Email != "" && !strings.Contains(p.Email, "@") {
		wrong.Add("email", "email_form")
	}
	if p.State != Active && p.State != Paused && p.State != Archived {
		wrong.Add("state", "choice")
	}
	return wrong.Err()
}
