package adjusting

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"fealty/models/audit"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/messages"
	"fealty/models/sessions"
	"fealty/models/staff"
)

// InviteByMail adds somebody without a password and mails them the link by which
// they choose one. An address whose invitation was withdrawn is invited anew;
// one that somebody works under is a fault of "email".
func InviteByMail(ctx context.Context, d *db.DB, by Who, s staff.Staff) (ids.Staff, error) {
	s.Email, s.PasswordHash = staff.CleanEmail(s.Email), ""
	if err := checkInvited(s); err != nil {
		return s.ID, err
	}
	err := db.InTx(ctx, d, func(tx *db.Tx) error {
		before, err := staff.FindByEmail(ctx, tx, s.Email)
		switch {
		case fault.KindOf(err) == fault.NotFound:
			if s.ID, err = db.ID[ids.Staff](tx); err != nil {
				return err
			}
			s.CreatedAt = tx.Now
			err = tx.Apply(ctx, staff.Insert(s))
		case err == nil && !before.HasPassword() && !before.IsEnabled() && !before.Role.IsPartner():
			s.ID = before.ID
			err = applyAll(ctx, tx, staff.SetRole(s), staff.SetProfile(s), staff.Enable(s.ID))
		case err == nil:
			var wrong fault.Fields
			wrong.Add("email", "staff_email_taken")
			err = wrong.Err()
		}
		if err != nil {
			return err
		}
		if err := invite(ctx, tx, s); err != nil {
			return err
		}
		return by.record(ctx, tx, done{"staff.invite", "staff", uuid.UUID(s.ID)}, audit.Detail{"role": string(s.Role)})
	})
	if staff.IsEmailTaken(err) {
		return ids.Staff{}, onField("email", fault.New(fault.Invalid, "staff_email_taken"))
	}
	return s.ID, err
}

// applyAll writes to one row in order, which one statement can't.
func applyAll(ctx context.Context, tx *db.Tx, writes ...db.Write) error {
	for _, w := range writes {
		if err := tx.Apply(ctx, w); err != nil {
			return err
		}
	}
	return nil
}

// invite notes a new link and mails it. The link itself is made when the mail is
// drawn, so that no table holds it.
func invite(ctx context.Context, tx *db.Tx, s staff.Staff) error {
	return tx.Apply(ctx, staff.SetInvited(s.ID, tx.Now), linkMail(s, messages.StaffInvite, tx.Now))
}

func linkMail(s staff.Staff, template string, at time.Time) db.Write {
	return messages.Insert(messages.Message{ID: messages.ID(template, s.ID.String()+at.String(), s.Email), Channel: messages.Email, Recipient: s.Email,
		Template: template, Language: s.Language, CreatedAt: at,
		Params: messages.Params{"staff": s.ID.String(), "until": at.Add(staff.InvitationLife).UTC().Format(time.RFC3339)}})
}

// ResendInvitation mails somebody a new link; the ones before count no more.
// Whoever has a password already is fault.Refused "invitation_taken".
func ResendInvitation(ctx context.Context, d *db.DB, by Who, id ids.Staff) error {
	return db.InTx(ctx, d, func(tx *db.Tx) error {
		s, err := invited(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := tx.Apply(ctx, staff.Enable(s.ID)); err != nil {
			return err
		}
		if err := invite(ctx, tx, s); err != nil {
			return err
		}
		return by.record(ctx, tx, done{"staff.invite", "staff", uuid.UUID(id)}, audit.Detail{"role": string(s.Role)})
	})
}

// WithdrawInvitation makes the link worthless before it is used.
func WithdrawInvitation(ctx context.Context, d *db.DB, by Who, id ids.Staff) error {
	return db.InTx(ctx, d, func(tx *db.Tx) error {
		s, err := invited(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := applyAll(ctx, tx, staff.SetInvited(s.ID, time.Time{}), staff.Disable(s.ID, tx.Now)); err != nil {
			return err
		}
		return by.record(ctx, tx, done{"staff.withdraw", "staff", uuid.UUID(id)}, nil)
	})
}

func invited(ctx context.Context, tx *db.Tx, id ids.Staff) (staff.Staff, error) {
	s, err := staff.Find(ctx, tx, id)
	if err == nil && s.HasPassword() {
		err = fault.New(fault.Refused, "invitation_taken")
	}
	return s, err
}

// ChangeRole gives somebody another role of the same house and ends their
// sessions. The last owner stays one: fault.Refused "last_owner"; a role of the
// other house is a fault of "role".
func ChangeRole(ctx context.Context, d *db.DB, by Who, id ids.Staff, role staff.Role) error {
	err := db.InTx(ctx, d, func(tx *db.Tx) error {
		s, err := staff.Find(ctx, tx, id)
		if err != nil {
			return err
		}
		if !role.IsKnown() || role.IsPartner() != s.Role.IsPartner() {
			return onField("role", fault.New(fault.Invalid, "choice"))
		}
		if role == s.Role {
			return nil
		}
		if err := keepOneOwner(ctx, tx, id); err != nil {
			return err
		}
		before := s.Role
		s.Role = role
		if err := tx.Apply(ctx, staff.SetRole(s), sessions.EndAllOfStaff(id)); err != nil {
			return err
		}
		return by.record(ctx, tx, done{"staff.role", "staff", uuid.UUID(id)}, audit.Detail{"before": string(before), "after": string(role)})
	})
	if err != nil {
		return fmt.Errorf("change a role: %w", err)
	}
	return nil
}
