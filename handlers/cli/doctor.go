package cli

import (
	"context"
	"errors"

	"fealty/handlers/ops"
)

// errUnsafe ends a start or an examination that found faults.
var errUnsafe = errors.New("this is not safe")

// doctor prints every finding at once.
func doctor(ctx context.Context, c call) error {
	if _, err := c.parse(0); err != nil {
		return err
	}
	return c.within(ctx, false, func(h *home) error {
		found, err := h.examine(ctx)
		if err != nil {
			return err
		}
		for _, f := range found {
			h.say("%s %s", map[bool]string{true: "FAULT ", false: "remark"}[f.IsFault], f.Text)
		}
		if ops.Faults(found) != "" {
			return errUnsafe
		}
		h.say("No faults.")
		return nil
	})
}

func (h *home) examine(ctx context.Context) ([]ops.Finding, error) {
	return ops.Examine(ctx, ops.Patient{Config: h.config, Secret: h.Getenv("SECRET"), DB: h.db})
}
