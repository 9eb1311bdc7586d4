package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	queue "fealty/models/jobs"
)

// slot is one day of one task.
type slot struct {
	task string
	day  time.Time
}

// tick does every slot that is due and not done.
func (c *Clock) tick(ctx context.Context) {
	version, err := c.deps.Programme.InForce(ctx, c.deps.DB)
	if err != nil {
		c.report("clock", err)
		return
	}
	for _, task := range Schedule() {
		for _, day := range task.due(c.deps.DB.Time(), version.Zone()) {
			c.report(task.Name, c.once(ctx, task, day))
		}
	}
}

// due lists the days whose slots should be done at an instant, the oldest first.
func (t Task) due(at time.Time, zone *time.Location) []time.Time {
	y, m, d := at.In(zone).Date()
	if at.Before(time.Date(y, m, d, t.Hour, t.Minute, 0, 0, zone)) {
		d--
	}
	var days []time.Time
	for back := t.CatchUp; back >= 0; back-- {
		days = append(days, time.Date(y, m, d-back, 0, 0, 0, 0, time.UTC))
	}
	return days
}

// once does a slot unless it is done, or another instance is at it.
func (c *Clock) once(ctx context.Context, t Task, day time.Time) error {
	s := slot{t.Name, day}
	if c.finished[s] {
		return nil
	}
	mine, err := queue.ClaimSlot(ctx, c.deps.DB, t.Name, day)
	if err != nil || !mine {
		return err
	}
	err = t.Run(ctx, c.deps, day)
	if err := errors.Join(err, queue.FinishSlot(ctx, c.deps.DB, queue.Slot{Task: t.Name, At: day}, err)); err != nil {
		return fmt.Errorf("%s of %s: %w", t.Name, day.Format(time.DateOnly), err)
	}
	c.finished[s] = true
	return nil
}
