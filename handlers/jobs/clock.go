package jobs

import (
	"context"
	"sync"
	"time"

	"fealty/handlers/web"
)

// patience is how long one piece of work may take, also after the program was told to stop.
const patience = 10 * time.Minute

// Clock runs the schedule and the outbox beside the web server.
type Clock struct {
	deps web.Deps
	work sync.WaitGroup
	stop context.CancelFunc
	// finished are the slots that this instance knows to be done, so that it asks the database once.
	finished map[slot]bool
}

// Start begins to look after everything that is due, until ctx ends or Stop is called. The error is a mail server's address that
// can't be read.
func Start(ctx context.Context, d web.Deps) (*Clock, error) {
	post, err := postOf(d)
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(ctx)
	c := &Clock{deps: d, stop: stop, finished: map[slot]bool{}}
	c.every(ctx, clockPace, c.tick)
	for _, loop := range loops(d, post) {
		c.every(ctx, loop.pace, func(ctx context.Context) { c.report(loop.name, loop.run(ctx)) })
	}
	return c, nil
}

// Stop takes nothing new and waits until what was begun is done.
func (c *Clock) Stop() {
	c.stop()
	c.work.Wait()
}

// every calls look at once and then at its pace. Work that was begun is not cut off when ctx ends.
func (c *Clock) every(ctx context.Context, pace time.Duration, look func(context.Context)) {
	c.work.Go(func() {
		for ctx.Err() == nil {
			bounded, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
			look(bounded)
			cancel()
			select {
			case <-ctx.Done():
			case <-time.After(pace):
			}
		}
	})
}

// report logs what failed; the next look tries again.
func (c *Clock) report(name string, err error) {
	if err != nil {
		c.deps.Log.Error("a job failed", "job", name, "error", err)
	}
}
