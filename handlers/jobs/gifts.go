package jobs

import (
	"context"

	"fealty/handlers/web"
	"fealty/models/redeeming"
	"fealty/models/referrals"
)

// endGifts ends the links whose day is past, and forgets the traces of
// invitations whose time is over.
func endGifts(ctx context.Context, d web.Deps) error {
	v, err := d.Programme.InForce(ctx, d.DB)
	if err != nil {
		return err
	}
	if _, err := redeeming.EndGifts(ctx, d.DB, v.Today(d.DB.Time())); err != nil {
		return err
	}
	return referrals.PruneTraces(ctx, d.DB)
}
