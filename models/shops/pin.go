package shops

import (
	"context"
	"fmt"
	"strings"
	"time"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
)

// PinDigits is how long a PIN is.
const PinDigits = 4

// Person is one of the staff as the till's lock shows them.
type Person struct {
	ID       ids.Staff  `db:"id"`
	Name     string     `db:"name"`
	Role     string     `db:"role"`
	Hash     string     `db:"hash"`
	PinSetAt *time.Time `db:"set_at"`
}

// HasPin tells whether the person can open a till.
func (p Person) HasPin() bool { return p.Hash != "" }

// CheckPin tells why a PIN may not be chosen: fault.Invalid on the field "pin",
// "pin_form" when it isn't four digits, "pin_simple" when all are one digit or it
// runs like 1234.
func CheckPin(pin string) error {
	var wrong fault.Fields
	switch {
	case len(pin) != PinDigits || strings.Trim(pin, "0123456789") != "":
		wrong.Add("pin", "pin_form")
	case isSimple(pin):
		wrong.Add("pin", "pin_simple")
	}
	return wrong.Err()
}

func isSimple(pin string) bool {
	step := pin[1] - pin[0]
	if step != 0 && step != 1 && step != 255 {
		return false
	}
	for i := 2; i < len(pin); i++ {
		if pin[i]-pin[i-1] != step {
			return false
		}
	}
	return true
}

// SetPin keeps the hash of somebody's PIN and who set it.
func SetPin(who ids.Staff, hash string, by ids.Staff, at time.Time) db.Write {
	return db.Write{SQL: `INSERT INTO staff_pins (staff_id, hash, set_at, set_by) VALUES ($1, $2, $3, $4)
		ON CONFLICT (staff_id) DO UPDATE SET hash = $2, set_at = $3, set_by = $4`, Args: []any{who, hash, at, by}}
}

// TakePin takes somebody's PIN away.
func TakePin(who ids.Staff) db.Write {
	return db.Write{SQL: `DELETE FROM staff_pins WHERE staff_id = $1`, Args: []any{who}}
}

// People lists the shop's enabled staff who may stand at a counter, by name, with
// the hash of their PIN where they have one; at most 500.
func People(ctx context.Context, r db.Reader) ([]Person, error) {
	var list []Person
	err := r.Select(ctx, &list, `SELECT s.id, s.name, s.role, coalesce(p.hash, '') AS hash, p.set_at FROM staff s
		LEFT JOIN staff_pins p ON p.staff_id = s.id
		WHERE s.role IN ('owner', 'manager', 'clerk') AND s.disabled_at IS NULL ORDER BY s.name, s.id LIMIT 500`)
	if err != nil {
		return nil, fmt.Errorf("list the people of the tills: %w", err)
	}
	return list, nil
}
