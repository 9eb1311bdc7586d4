package jobs

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"fealty/handlers/web"
	"fealty/models/closing"
	queue "fealty/models/jobs"
	"fealty/models/staff"
)

// night closes the day before. Safe to run twice: every step looks for what is left to do, and messages know what they tell.
func night(ctx context.Context, d web.Deps, day time.Time) error {
	started := time.Now()
	report, err := closing.Night(ctx, d.DB, closing.Deps{Programme: d.Programme}, day.AddDate(0, 0, -1))
	d.Log.LogAttrs(ctx, slog.LevelInfo, "night", slog.String("day", day.AddDate(0, 0, -1).Format(time.DateOnly)), slog.Any("report", report),
		slog.Int64("ms", time.Since(started).Milliseconds()))
	return err
}

// prune forgets jobs and slots of the past. Safe to run twice: what is gone isn't there to be deleted.
func prune(ctx context.Context, d web.Deps, _ time.Time) error {
	return errors.Join(queue.Prune(ctx, d.DB), staff.PruneChallenges(ctx, d.DB))
}
