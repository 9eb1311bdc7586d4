package jobs

import (
	"context"
	"time"

	"fealty/handlers/web"
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

// Schedule lists every recurring task. The queue and the outbox have no hour: they are looked at every few seconds.
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
	run  func(ctx context.Context, d web.Deps) error
}

func loops() []loop { return nil }
