package cli

import (
	"context"

	"fealty/models/arranging"
)

// offerOwner prints, while the shop has no staff at all, the link by which the
// first owner comes in. It stands here and nowhere else.
func (h *home) offerOwner(ctx context.Context) error {
	token, until, err := arranging.OfferOwner(ctx, h.db)
	if err != nil || token == "" {
		return err
	}
	h.say("Nobody runs this club yet. Its first owner comes in here, once, until %s:", until.Format("2006-01-02 15:04 MST"))
	h.say("%s", h.config.URL("/admin/begin/"+token))
	return nil
}
