package ops

import (
	"context"

	"fealty/models/db"
	"fealty/models/messages"
)

// counter tells how many of a queue are in each state.
type counter func(context.Context, db.Reader) (map[string]int, error)

// queues are those whose backlog is measured.
func queues() map[string]counter {
	return map[string]counter{"messages": messages.Counts}
}
