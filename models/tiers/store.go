package tiers

import (
	"context"
	"time"

	"fealty/models/db"
	"fealty/models/ids"
)

// LoadStandings reads where members stand; who has no standing yet is missing.
func LoadStandings(ctx context.Context, r db.Reader, members ...ids.Member) (map[ids.Member]Standing, error) {
	return nil, nil
}

// Due lists standings whose promise has ended by a day, in member order after
// the given one.
func Due(ctx context.Context, r db.Reader, day time.Time, after ids.Member, limit int) ([]Standing, error) {
	return nil, nil
}

// Save writes standings, new or changed.
func Save(standings ...Standing) db.Write { return db.Write{} }
