package adjusting

import (
	"context"
	"fmt"
	"strings"
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

// credential keeps that somebody changed their own password or factor, since when
// it stands, and tells them by mail, so that nobody does it behind their back.
func (w Who) credential(ctx context.Context, tx *db.Tx, action string) error {
	s, err := staff.Find(ctx, tx, w.Staff)
	if err != nil {
		return err
	}
	if err := tx.Apply(ctx, staff.NoteCredentials(s.ID, tx.Now), notice(s, action, tx.Now)); err != nil {
		return err
	}
	return w.record(ctx, tx, done{action, "staff", uuid.UUID(s.ID)}, nil)
}

// notice tells one of the staff what changed at their account.
func notice(s staff.Staff, action string, at time.Time) db.Write {
	return messages.Insert(messages.Message{ID: messages.ID(messages.StaffChanged, action+s.ID.String()+at.String(), s.Email),
		Channel: messages.Email, Recipient: s.Email, Template: messages.StaffChanged, Language: s.Language, CreatedAt: at,
		Params: messages.Params{"what": strings.TrimPrefix(action, "staff.")}})
}

// Profile is what one of the staff says of themselves.
type Profile struct {
	By             Who
	Name, Language string
}

// SaveProfile keeps a name of 1 to 80 characters and a language.
func SaveProfile(ctx context.Context, d *db.DB, p Profile) error {
	p.Name = strings.TrimSpace(p.Name)
	var wrong fault.Fields
	switch n := len([]rune(p.Name)); {
	case n == 0:
		wrong.Add("name", "required")
	case n > 80:
		wrong.Add("name", "too_long", fault.Params{"max": 80})
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	return db.InTx(ctx, d, func(tx *db.Tx) error {
		if err := tx.Apply(ctx, staff.SetProfile(staff.Staff{ID: p.By.Staff, Name: p.Name, Language: p.Language})); err != nil {
			return fmt.Errorf("save a profile: %w", err)
		}
		return p.By.record(ctx, tx, done{"staff.profile", "staff", uuid.UUID(p.By.Staff)}, audit.Detail{"language": p.Language})
	})
}

// NewPassword changes one's own password: Old is asked, Here is the session that
// goes on.
type NewPassword struct {
	By       Who
	Old, New string
	// Words are names that a password may not be made of.
	Words []string
	Here  sessions.Session
}

// ChangePassword keeps a new password and ends all other sessions. A wrong old one
// is a fault of "old", a weak new one of "new".
func ChangePassword(ctx context.Context, d *db.DB, h *staff.Hasher, p NewPassword) error {
	s, err := staff.Find(ctx, d, p.By.Staff)
	if err != nil {
		return err
	}
	fits, err := h.Fits(ctx, s.PasswordHash, p.Old)
	if err != nil {
		return err
	}
	if !fits {
		return onField("old", fault.New(fault.Invalid, "password_wrong"))
	}
	if err := staff.CheckNew(p.New, append(p.Words, s.Email, s.Name)...); err != nil {
		return onField("new", err)
	}
	hash, err := h.Hash(ctx, p.New)
	if err != nil {
		return err
	}
	return db.InTx(ctx, d, func(tx *db.Tx) error {
		if err := staff.ReplacePassword(ctx, tx, staff.PasswordChange{ID: s.ID, Before: s.PasswordHash, After: hash}); err != nil {
			return err
		}
		if err := tx.Apply(ctx, sessions.EndOthersOfStaff(s.ID, p.Here)); err != nil {
			return err
		}
		return p.By.credential(ctx, tx, "staff.password")
	})
}

// AddPasskey keeps a passkey that somebody adds to their own; it refuses as
// staff.AddPasskey does.
func AddPasskey(ctx context.Context, d *db.DB, by Who, p staff.Passkeys, a staff.Adding) error {
	return db.InTx(ctx, d, func(tx *db.Tx) error {
		if err := staff.AddPasskey(ctx, tx, p, a); err != nil {
			return err
		}
		return by.credential(ctx, tx, "staff.passkey")
	})
}

// RemoveFactor takes one of somebody's own factors away: the passkey, or the app
// where there is no key. The last factor of a role that needs one stays:
// fault.Refused "last_factor".
func RemoveFactor(ctx context.Context, d *db.DB, by Who, key []byte) error {
	return db.InTx(ctx, d, func(tx *db.Tx) error {
		// Two removals at once wait for each other at this row.
		if err := tx.Apply(ctx, staff.NoteCredentials(by.Staff, tx.Now)); err != nil {
			return err
		}
		s, err := staff.Find(ctx, tx, by.Staff)
		if err != nil {
			return err
		}
		left, write, err := without(ctx, tx, s, key)
		if err != nil {
			return err
		}
		if s.Role.NeedsTOTP() && !left.HasAny() {
			return fault.New(fault.Refused, "last_factor")
		}
		if err := tx.Apply(ctx, write); err != nil {
			return err
		}
		return by.credential(ctx, tx, "staff.factor_removed")
	})
}

// without gives the factors that are left without one, and how it goes.
func without(ctx context.Context, tx *db.Tx, s staff.Staff, key []byte) (left staff.Factors, write db.Write, err error) {
	have, err := staff.FactorsOf(ctx, tx, s)
	if err != nil {
		return left, write, err
	}
	if key == nil {
		have.HasApp = false
		return have, staff.SetTOTP(s.ID, nil, 0), nil
	}
	for _, p := range have.Passkeys {
		if string(p.ID) != string(key) {
			left.Passkeys = append(left.Passkeys, p)
		}
	}
	left.HasApp = have.HasApp
	if len(left.Passkeys) == len(have.Passkeys) {
		return left, write, fault.New(fault.NotFound, "not_found")
	}
	return left, staff.RemovePasskey(s.ID, key), nil
}

// RenewRecovery makes somebody's ten recovery codes anew and shows them this
// once.
func RenewRecovery(ctx context.Context, d *db.DB, by Who, box *staff.Box) (codes []string, err error) {
	err = db.InTx(ctx, d, func(tx *db.Tx) error {
		if codes, err = staff.RenewRecovery(ctx, tx, box, by.Staff); err != nil {
			return err
		}
		return by.credential(ctx, tx, "staff.recovery")
	})
	return codes, err
}

// SignOutStaff ends one session of somebody's by its handle, or all of them where
// none is given.
func SignOutStaff(ctx context.Context, d *db.DB, by Who, id ids.Staff, handle string) error {
	return db.InTx(ctx, d, func(tx *db.Tx) error {
		end := sessions.EndAllOfStaff(id)
		if handle != "" {
			end = sessions.EndOneOfStaff(id, handle)
		}
		if err := tx.Apply(ctx, end); err != nil {
			return fmt.Errorf("sign staff out: %w", err)
		}
		return by.record(ctx, tx, done{"staff.signout", "staff", uuid.UUID(id)}, audit.Detail{"all": handle == ""})
	})
}
