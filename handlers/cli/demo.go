package cli

import (
	"context"
	"time"

	"fealty/models/demo"
	"fealty/models/programme"
	"fealty/models/vouchers"
)

// demoShop fills a fresh database with the demo shop, or completes one that was interrupted.
func demoShop(ctx context.Context, c call) error {
	members := c.flags.Int("members", demo.Members, "how many members the shop has")
	if _, err := c.parse(0); err != nil {
		return err
	}
	return c.within(ctx, true, func(h *home) error {
		state, err := demo.Look(ctx, h.db)
		if err != nil {
			return err
		}
		if state == demo.Complete {
			h.say("The demo shop is here already.")
			return nil
		}
		return h.loadDemo(ctx, *members)
	})
}

func (h *home) loadDemo(ctx context.Context, members int) error {
	started := time.Now()
	h.say("Loading the demo shop: Havn, a coffee roaster, and a year and a half of its club.")
	b := &bar{out: h.Stdout}
	err := demo.Load(ctx, h.db, demo.Deps{
		Programme: &programme.Cache{}, CodeKey: h.config.Key("codes"),
		Keys: vouchers.Keyring{Lookup: h.config.Key("vouchers.lookup"), Box: h.config.Key("vouchers.box")},
	}, demo.Options{Members: members, Progress: func(did, all int) { b.show("of the demo shop's past", did, all) }})
	b.end()
	if err != nil {
		if ctx.Err() != nil {
			h.say("Interrupted; the next start goes on from here.")
		}
		return h.tell(err)
	}
	h.say("The demo shop is here, after %.0f s.", time.Since(started).Seconds())
	return nil
}

// furnish gives a fresh database what it needs: a private one that only this machine sees the demo shop, if that is
// wanted, and any other its first programme. A
// demo shop that was interrupted is completed. It tells whether the demo shop is what is served.
func (h *home) furnish(ctx context.Context, wantsDemo bool) (bool, error) {
	state, err := demo.Look(ctx, h.db)
	if err != nil || state == demo.Complete {
		return state == demo.Complete, err
	}
	isFresh, err := h.isFresh(ctx)
	if err != nil {
		return false, err
	}
	if state == demo.Begun || isFresh && wantsDemo && h.server != nil && h.config.IsLoopback() {
		return true, h.loadDemo(ctx, demo.Members)
	}
	_, err = h.begin(ctx)
	return false, err
}
