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

// Shop is one place of the shop. The key is what tills and the API call it.
type Shop struct {
	ID        ids.Shop  `db:"id"`
	Key       string    `db:"key"`
	Name      string    `db:"name"`
	Kind      Kind      `db:"kind"`
	CreatedAt time.Time `db:"created_at"`
}

var keyForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)

// Check names every field that can't be kept as it stands.
func Check(s Shop) error {
	var wrong fault.Fields
	if !keyForm.MatchString(s.Key) {
		wrong.Add("key", "key_form")
	}
	switch n := utf8.RuneCountInString(s.Name); {
	case n == 0:
		wrong.Add("name", "required")
	case n > 80:
		wrong.Add("name", "too_long", fault.Params{"max": 80})
	}
	if s.Kind != Counter && s.Kind != Web {
		wrong.Add("kind", "choice")
	}
	return wrong.Err()
}
