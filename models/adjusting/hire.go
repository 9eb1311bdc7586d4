package adjusting

import (
	"context"
	"fmt"

	"fealty/models/audit"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/staff"
)

// Hire adds somebody to the staff, and the audit of it by whom act names. An
// address that somebody has is a fault of the field "email".
func Hire(ctx context.Context, d *db.DB, s staff.Staff, act audit.Act) (ids.Staff, error) {
	err := db.InTx(ctx, d, func(tx *db.Tx) (err error) {
		if s.ID, err = db.ID[ids.Staff](tx); err != nil {
			return err
		}
		s.CreatedAt = tx.Now
		act.Action, act.Object, act.ObjectID = "staff.add", "staff", audit.On(s.ID)
		act.Detail = audit.Detail{"role": string(s.Role)}
		if act, err = audit.Fill(tx, act); err != nil {
			return err
		}
		return tx.Apply(ctx, staff.Insert(s), audit.Insert(act))
	})
	if staff.IsEmailTaken(err) {
		var wrong fault.Fields
		wrong.Add("email", "staff_email_taken")
		return ids.Staff{}, wrong.Err()
	}
	if err != nil {
		return ids.Staff{}, fmt.Errorf("add staff: %w", err)
	}
	return s.ID, nil
}
