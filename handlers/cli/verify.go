package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"fealty/models/verifying"
)

// errBookWrong ends a verification that found something.
var errBookWrong = errors.New("the book is not right")

// verify recomputes the whole book in one snapshot and names the first thing wrong.
func verify(ctx context.Context, c call) error {
	if _, err := c.parse(0); err != nil {
		return err
	}
	return c.within(ctx, false, func(h *home) error { return h.verify(ctx) })
}

func (h *home) verify(ctx context.Context) error {
	started := time.Now()
	r, err := verifying.Run(ctx, h.db)
	if err != nil {
		return err
	}
	h.say("Looked at %d members, %d entries, %d lots, %d uses, %d rewards, %d vouchers, %d purchases, %d returns, %d gifts in %.1f s.",
		r.Members, r.Entries, r.Lots, r.Uses, r.Rewards, r.Vouchers, r.Purchases, r.Returns, r.Donations, time.Since(started).Seconds())
	if r.Wrong != nil {
		return fmt.Errorf("%w: %s", errBookWrong, r.Wrong)
	}
	h.say("All adds up.")
	return nil
}
