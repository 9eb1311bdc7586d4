package publishing

import (
	"context"
	"fmt"

	"fealty/models/db"
	"fealty/models/programme"
)

// Initial gives a fresh database its first version, the default programme in the
// wanted currency and time zone. Where there is a version already, that in force
// is answered and nothing is written; so several starts at once do no harm.
func Initial(ctx context.Context, d *db.DB, s programme.Settings) (*programme.Version, error) {
	doc := programme.Default(s)
	if err := doc.Check(); err != nil {
		return nil, err
	}
	var written bool
	var version *programme.Version
	err := db.InTx(ctx, d, func(tx *db.Tx) error {
		published, err := programme.List(ctx, tx)
		if err != nil || len(published) > 0 {
			return err
		}
		written = true
		version, err = write(ctx, tx, doc, 1, Command{StartsAt: tx.Now, By: "system"})
		return err
	})
	switch {
	case db.Violated(err, "programme_versions_pkey"), err == nil && !written:
		return new(programme.Cache).InForce(ctx, d)
	case err != nil:
		return nil, fmt.Errorf("publish the first programme: %w", err)
	}
	return version, nil
}
