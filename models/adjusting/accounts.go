package adjusting

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"fealty/models/db"
	"fealty/models/fault"
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
	// Replaces says that it takes the place of the app there was.
	Replaces bool
}

// EnrolTOTP keeps a second factor and that it was set up, and tells its owner; it
// refuses as staff.EnrolTOTP does.
func EnrolTOTP(ctx context.Context, d *db.DB, box *staff.Box, e Enrolment) error {
	return db.InTx(ctx, d, func(tx *db.Tx) error {
		own := staff.Enrolment{ID: e.By.Staff, Secret: e.Secret, Code: e.Code, Replaces: e.Replaces}
		if err := staff.EnrolTOTP(ctx, tx, box, own); err != nil {
			return err
		}
		return e.By.credential(ctx, tx, "staff.totp")
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
// it in the audit, all at once. An owner can't shut the last owner out:
// fault.Refused "last_owner"; whoever runs commands on the server can.
func SetAccount(ctx context.Context, d *db.DB, by Who, id ids.Staff, change Account) error {
	err := db.InTx(ctx, d, func(tx *db.Tx) error {
		writes, ok := map[Account][]db.Write{
			TakeTOTP: staff.TakeFactors(id), Disable: {staff.Disable(id, tx.Now)}, Enable: {staff.Enable(id)},
		}[change]
		if !ok {
			return fmt.Errorf("there is no change %q", change)
		}
		if change == Disable && !by.Staff.IsZero() {
			if err := keepOneOwner(ctx, tx, id); err != nil {
				return err
			}
		}
		if err := tx.Apply(ctx, append(writes, sessions.EndAllOfStaff(id))...); err != nil {
			return err
		}
		return by.record(ctx, tx, done{string(change), "staff", uuid.UUID(id)}, nil)
	})
	if err != nil {
		return fmt.Errorf("change an account: %w", err)
	}
	return nil
}

// keepOneOwner refuses what would leave the club without an owner who can come
// in.
func keepOneOwner(ctx context.Context, tx *db.Tx, without ids.Staff) error {
	owners, err := staff.LockOwners(ctx, tx)
	if err != nil {
		return err
	}
	if len(owners) == 1 && owners[0] == without {
		return fault.New(fault.Refused, "last_owner")
	}
	return nil
}
