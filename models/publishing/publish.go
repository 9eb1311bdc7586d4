package publishing

import (
	"context"
	"time"

	"fealty/models/db"
	"fealty/models/programme"
)

// Command asks to publish a document.
type Command struct {
	// Document is the programme as JSON.
	Document []byte
	// StartsAt is when it comes into force; the zero time is now.
	StartsAt time.Time
	// By names who publishes, as "cli", "staff" or "system"; Note says why.
	By   string
	Note string
}

// Publish checks a document and makes it the next version.
func Publish(ctx context.Context, d *db.DB, cache *programme.Cache, cmd Command) (*programme.Version, error) {
	return nil, nil
}

// Initial gives a fresh database its first version.
func Initial(ctx context.Context, d *db.DB, s programme.Settings) (*programme.Version, error) {
	return nil, nil
}
