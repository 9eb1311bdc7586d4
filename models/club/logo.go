package club

import (
	"database/sql/driver"
	"fmt"

	"github.com/google/uuid"
)

// Logo is the id of an uploaded picture; the zero value is none.
type Logo uuid.UUID

// IsZero tells whether there is no logo.
func (l Logo) IsZero() bool { return l == Logo{} }

// String is the id as text, "" for none.
func (l Logo) String() string {
	if l.IsZero() {
		return ""
	}
	return uuid.UUID(l).String()
}

// Value stores none as NULL.
func (l Logo) Value() (driver.Value, error) {
	if l.IsZero() {
		return nil, nil
	}
	return l.String(), nil
}

// Scan reads what Value wrote.
func (l *Logo) Scan(src any) error {
	var id uuid.NullUUID
	if err := id.Scan(src); err != nil {
		return fmt.Errorf("scan a logo: %w", err)
	}
	*l = Logo(id.UUID)
	return nil
}
