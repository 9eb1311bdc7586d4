package adjusting

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/sessions"
	"fealty/models/staff"
)

// Enrolment is a second factor that somebody sets up for themselves: Code is
// what their app shows for Secret.
type Enrolment struct {
	By     Who
	Secret string
	Code   string
}

// EnrolTOTP keeps a second factor and that it was set up; it refuses as
// staff.EnrolTOTP does.
func EnrolTOTP(ctx context.Context, d *db.DB, box *staff.Box, e Enrolment) error {
	return db.InTx(ctx, d, func(tx *db.Tx) error {
		if err := staff.EnrolTOTP(ctx, tx, box, staff.Enrolment{ID: e.By.Staff, Secret: e.Secret, Code: e.Code}); err != nil {
			return err
		}
		return e.By.record(ctx, tx, done{"staff.totp", "staff", uuid.UUID(e.By.Staff)}, nil)
	})
}

// Account is a change to whether and how one of the staff gets in.
type Account string

// The changes to an account. TakeTOTP takes a lost second factor away: the next
// sign-in sets a new one up. Disable shuts somebody out and Enable lets them in
// again.
const (
	TakeTOTP Account = "staff.reset"
	Disable  Account = "staff.disable"
	Enable   Account = "staff.enable"
)

// SetAccount makes a change to an account, ends the person's sessions and keeps
// it in the audit, all at once.
func SetAccount(ctx context.Context, d *db.DB, by Who, id ids.Staff, change Account) error {
	err := db.InTx(ctx, d, func(tx *db.Tx) error {
		write, ok := map[Account]db.Write{
			TakeTOTP: staff.SetTOTP(id, nil, 0), Disable: staff.Disable(id, tx.Now), Enable: staff.Enable(id),
		}[change]
		if !ok {
			return fmt.Errorf("there is no change %q", change)
		}
		if err := tx.Apply(ctx, write, sessions.EndAllOfStaff(id)); err != nil {
			return err
		}
		return by.record(ctx, tx, done{string(change), "staff", uuid.UUID(id)}, nil)
	})
	if err != nil {
		return fmt.Errorf("change an account: %w", err)
	}
	return nil
}
