package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/gofiber/fiber/v2"

	"fealty/handlers"
	"fealty/handlers/jobs"
	"fealty/handlers/ops"
	"fealty/handlers/web"
)

// drainTime is how long requests in hand may take when the program stops.
const drainTime = 25 * time.Second

// serve runs the club until it is told to stop.
func serve(ctx context.Context, c call) error {
	noDemo := c.flags.Bool("no-demo", false, "begin empty: no demo shop in a fresh private database")
	if _, err := c.parse(0); err != nil {
		return err
	}
	return c.within(ctx, true, func(h *home) error {
		if err := h.refuseUnsafe(ctx); err != nil {
			return err
		}
		// The port first: a second start by mistake should say so before anything else is done.
		listener, err := new(net.ListenConfig).Listen(ctx, "tcp", h.config.Listen)
		if err != nil {
			return fmt.Errorf("listen: %w", err)
		}
		isDemo, err := h.furnish(ctx, !*noDemo)
		if err != nil {
			return errors.Join(err, listener.Close())
		}
		return h.run(ctx, listener, isDemo)
	})
}

// refuseUnsafe lets the doctor decide, and prints every fault at once.
func (h *home) refuseUnsafe(ctx context.Context) error {
	found, err := h.examine(ctx)
	if err != nil {
		return err
	}
	for _, f := range found {
		if !f.IsFault {
			h.log.Warn(f.Text)
		}
	}
	if faults := ops.Faults(found); faults != "" {
		return fmt.Errorf("%w:\n%s", errUnsafe, faults)
	}
	return nil
}

// run answers requests and the clock until ctx ends, and then finishes what is in hand.
func (h *home) run(ctx context.Context, listener net.Listener, isDemo bool) error {
	deps, err := handlers.Wire(web.Deps{DB: h.db, Config: h.config, Log: h.log, Version: h.Version, Demo: isDemo})
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	clock, err := jobs.Start(ctx, deps)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	app := handlers.New(deps)
	served := make(chan error, 1)
	go func() { served <- app.Listener(listener) }()
	h.say("Fealty is on %s", h.config.BaseURL)
	if err := h.offerOwner(ctx); err != nil {
		h.log.Error("no link for the first owner could be made", "error", err)
	}
	select {
	case err = <-served:
		err = fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
		h.say("Stopping.")
		err = drain(app)
	}
	clock.Stop()
	return err
}

// drain takes no new requests and waits for those in hand.
func drain(app *fiber.App) error {
	if err := app.ShutdownWithTimeout(drainTime); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("finish the requests in hand: %w", err)
	}
	return nil
}
