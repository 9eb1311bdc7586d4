package cli

import (
	"context"

	"fealty/models/apikeys"
)

// addKey makes an API key. It is the only time that the key itself is seen.
func addKey(ctx context.Context, c call) error {
	words, err := c.parse(1)
	if err != nil {
		return err
	}
	return c.within(ctx, true, func(h *home) error {
		plain, _, err := apikeys.Create(ctx, h.db, words[0])
		if err != nil {
			return err
		}
		h.say("%s", plain)
		return nil
	})
}
