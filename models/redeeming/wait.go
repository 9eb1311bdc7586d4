package redeeming

import (
	"context"

	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
)

// Waiting is a member's wish to be told when a reward is back, or with IsOn
// false no longer.
type Waiting struct {
	Member ids.Member
	Reward ids.Reward
	IsOn   bool
}

// Wait keeps the wish or forgets it. A draft is not found.
func Wait(ctx context.Context, d *db.DB, w Waiting) error {
	return db.InTx(ctx, d, func(tx *db.Tx) error {
		r, err := catalogue.Find(ctx, tx, w.Reward)
		if err == nil && r.State == catalogue.Draft {
			err = fault.New(fault.NotFound, "reward_unknown")
		}
		if err != nil {
			return err
		}
		if !w.IsOn {
			return catalogue.StopWaiting(ctx, tx, w.Reward, w.Member)
		}
		return catalogue.Wait(ctx, tx, w.Reward, w.Member)
	})
}
