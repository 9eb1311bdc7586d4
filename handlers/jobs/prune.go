package jobs

import (
	"context"
	"errors"
	"time"

	"fealty/handlers/web"
	"fealty/models/db"
	queue "fealty/models/jobs"
	"fealty/models/limits"
	"fealty/models/once"
	"fealty/models/sessions"
)

// prune forgets what has served its time. Safe to run twice: what is gone isn't there to be deleted.
func prune(ctx context.Context, d web.Deps, _ time.Time) error {
	err := queue.Prune(ctx, d.DB)
	for _, forget := range []func(context.Context, *db.DB) (int64, error){once.Prune, limits.Prune, sessions.Prune} {
		_, failed := forget(ctx, d.DB)
		err = errors.Join(err, failed)
	}
	return err
}
