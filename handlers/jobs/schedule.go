package jobs

import (
	"context"
	"time"

	"fealty/handlers/erasures"
	"fealty/handlers/web"
	"fealty/models/paying"
	"fealty/models/reaching"
)

// Task is work that the clock asks for. Any number of instances may run: each slot of a task is done by one of them, and again by
// another if that one was killed half-way. So every task is safe to run twice, and says why.
type Task struct {
	// Name is kept with the slots; a new name is a new task.
	Name string
	// Hour and Minute are when it is due each day, in the programme's time zone.
	Hour, Minute int
	// CatchUp is how many missed days are done afterwards, the oldest first.
	CatchUp int
	// Run does the slot of one day: the day on which it is due.
	Run func(ctx context.Context, d web.Deps, day time.Time) error
}

// Schedule lists every recurring task. The outbox has no hour: it is looked at every few seconds.
func Schedule() []Task {
	return []Task{
		// Closes the day before: tiers, expiry, invitations that ripened, notices, sweeping.
		{Name: "night", Hour: 0, Minute: 20, CatchUp: 7, Run: night},
		{Name: "prune", Hour: 4, Minute: 10, Run: prune},
	}
}

// clockPace is how often the schedule is looked at.
const clockPace = 20 * time.Second

// loop is work without an hour: what waits is looked for every few seconds.
type loop struct {
	name string
	pace time.Duration
	run  func(ctx context.Context) error
}

// loops lists them. The outbox is safe to run twice: a message is leased to one instance, and one that is sent again after a crash
// carries the same id.
func loops(d web.Deps, post reaching.Post) []loop {
	return []loop{
		{"outbox", 3 * time.Second, func(ctx context.Context) error { return sendDue(ctx, d, post) }},
		{"queue", 2 * time.Second, func(ctx context.Context) error { return work(ctx, d) }},
		// Safe to run twice: a reservation has room for one end.
		{"reservations", clockPace, func(ctx context.Context) error {
			_, err := paying.ReleaseDue(ctx, d.DB, 500)
			return err
		}},
		// Safe to run twice: a gift ends once, and only traces that are old go.
		{"gifts", 5 * time.Minute, func(ctx context.Context) error { return endGifts(ctx, d) }},
		// Safe to run twice: what is in the file stays, what is missing is added.
		{"erasures", time.Minute, func(ctx context.Context) error { return erasures.Keep(ctx, d.DB, d.Config.DataDir) }},
	}
}
