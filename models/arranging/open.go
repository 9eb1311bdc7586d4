package arranging

import (
	"context"

	"fealty/models/audit"
	"fealty/models/club"
	"fealty/models/db"
)

// Open opens the club to the public, once and for all; steps are those of the
// guide, which are done with it.
func Open(ctx context.Context, d *db.DB, cache *club.Cache, act audit.Act, steps ...string) error {
	now := d.Time().UTC()
	return Change(ctx, d, cache, act, func(s *club.Settings) error {
		if s.OpenedAt == nil {
			s.OpenedAt = &now
		}
		for _, step := range steps {
			s.Finish(step)
		}
		return nil
	})
}
