package inviting

import (
	"context"
	"fmt"

	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/referrals"
)

// Seen keeps for a month from where a member looked at their invitations, so that
// a friend who joins from the same place is looked at by the shop.
func Seen(ctx context.Context, d *db.DB, member ids.Member, trace referrals.Trace) error {
	if trace.IsZero() {
		return nil
	}
	err := db.InTx(ctx, d, func(tx *db.Tx) error { return tx.Apply(ctx, referrals.Leave(member, trace, tx.Now)...) })
	if err != nil {
		return fmt.Errorf("keep a trace: %w", err)
	}
	return nil
}
