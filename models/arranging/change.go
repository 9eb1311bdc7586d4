package arranging

import (
	"context"
	"fmt"

	"fealty/models/audit"
	"fealty/models/club"
	"fealty/models/db"
)

// Change lets edit alter the settings, checks and keeps them, and records by the
// act what was and what is. The act names who and from where; its Action says
// what kind of change it is ("club.brand"). A change that changes nothing writes
// nothing.
func Change(ctx context.Context, d *db.DB, cache *club.Cache, act audit.Act, edit func(*club.Settings) error) error {
	run := func() error {
		return db.InTx(ctx, d, func(tx *db.Tx) error { return changeTx(ctx, tx, act, edit) })
	}
	err := run()
	if db.Violated(err, "club_pkey") {
		err = run() // somebody else made the first settings meanwhile
	}
	cache.Forget()
	return err
}

func changeTx(ctx context.Context, tx *db.Tx, act audit.Act, edit func(*club.Settings) error) error {
	before, err := club.Lock(ctx, tx)
	if err != nil {
		return err
	}
	after := before
	after.Texts = map[string]club.Text{}
	for lang, t := range before.Texts {
		after.Texts[lang] = t
	}
	if err := edit(&after); err != nil {
		return err
	}
	if err := club.Check(after); err != nil {
		return err
	}
	was, is := club.Differences(before, after)
	if len(is) == 0 {
		return nil
	}
	if err := club.Save(ctx, tx, after); err != nil {
		return err
	}
	act.Object, act.Detail = "club", audit.Detail{"before": was, "after": is}
	if err := audit.Record(ctx, tx, act); err != nil {
		return fmt.Errorf("record a change of the club: %w", err)
	}
	return nil
}
