package shops

import (
	"regexp"
	"time"
	"unicode/utf8"

	"fealty/models/fault"
	"fealty/models/ids"
)

// Kind says how a shop sells.
type Kind string

// The kinds of shop.
const (
	Counter Kind = "counter"
	Web     Kind = "web"
)

// DefaultLock is after how many idle minutes a till asks for a PIN again, where
// the shop says nothing else.
const DefaultLock = 5

// maxLock is the longest that a till may stay open untouched, in minutes.
const maxLock = 240

// Shop is one place of the shop. The key is what tills and the API call it.
type Shop struct {
	ID        ids.Shop  `db:"id"`
	Key       string    `db:"key"`
	Name      string    `db:"name"`
	Kind      Kind      `db:"kind"`
	CreatedAt time.Time `db:"created_at"`
	// LockMinutes is after how long untouched its tills ask for a PIN again.
	LockMinutes int `db:"lock_minutes"`
	// ArchivedAt is set once the shop is closed for good.
	ArchivedAt *time.Time `db:"archived_at"`
}

// IsOpen tells whether the shop still sells.
func (s Shop) IsOpen() bool { return s.ArchivedAt == nil }

var keyForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)

// Check names every field that can't be kept as it stands.
func Check(s Shop) error {
	var wrong fault.Fields
	if !keyForm.MatchString(s.Key) {
		wrong.Add("key", "key_form")
	}
	checkName(&wrong, s.Name)
	if s.Kind != Counter && s.Kind != Web {
		wrong.Add("kind", "choice")
	}
	if s.LockMinutes < 1 || s.LockMinutes > maxLock {
		wrong.Add("lock_minutes", "range")
	}
	return wrong.Err()
}

func checkName(wrong *fault.Fields, name string) {
	switch n := utf8.RuneCountInString(name); {
	case n == 0:
		wrong.Add("name", "required")
	case n > 80:
		wrong.Add("name", "too_long", fault.Params{"max": 80})
	}
}
