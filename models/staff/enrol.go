package staff

import (
	"context"
	"fmt"
	"time"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
)

// Enrolment is a second factor being set up, with a code that proves it.
type Enrolment struct {
	ID     ids.Staff
	Secret string
	Code   string
	// Replaces says that the app that there was gives way to this one; whoever asks
	// has proved to be there with it.
	Replaces bool
}

// EnrolTOTP keeps a second factor that NewTOTP drew, once a code of it has been
// shown; a wrong one is fault.Invalid "totp_wrong". Somebody who has one already
// must replace it, or have it taken away first: fault.Refused "totp_present".
func EnrolTOTP(ctx context.Context, tx *db.Tx, box *Box, e Enrolment) error {
	step, ok := StepOf(e.Secret, e.Code, tx.Now)
	if !ok {
		return fault.New(fault.Invalid, "totp_wrong")
	}
	sealed, err := box.Seal(tx.Random(), e.ID, e.Secret)
	if err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `UPDATE staff SET totp_secret = $2, totp_step = $3, credentials_at = $5
		WHERE id = $1 AND (totp_secret IS NULL OR $4) AND disabled_at IS NULL`, e.ID, sealed, step, e.Replaces, tx.Now)
	if err != nil {
		return fmt.Errorf("enrol a second factor: %w", err)
	}
	if n == 0 {
		return fault.New(fault.Refused, "totp_present")
	}
	return nil
}

// NoteCredentials keeps when somebody's password or factors changed.
func NoteCredentials(id ids.Staff, at time.Time) db.Write {
	return db.Write{SQL: `UPDATE staff SET credentials_at = $2 WHERE id = $1`, Args: []any{id, at}}
}

// TakeFactors takes all second factors away, and the recovery codes with them.
func TakeFactors(id ids.Staff) []db.Write {
	return []db.Write{SetTOTP(id, nil, 0), ForgetRecovery(id), {SQL: `DELETE FROM staff_passkeys WHERE staff_id = $1`, Args: []any{id}}}
}

// SetProfile changes the name and the language.
func SetProfile(s Staff) db.Write {
	return db.Write{SQL: `UPDATE staff SET name = $2, language = $3 WHERE id = $1`, Args: []any{s.ID, s.Name, s.Language}}
}

// SetInvited notes that a link was sent at an instant: the links before it count
// no more. The zero instant takes the invitation back.
func SetInvited(id ids.Staff, at time.Time) db.Write {
	var when *time.Time
	if !at.IsZero() {
		when = &at
	}
	return db.Write{SQL: `UPDATE staff SET invited_at = $2 WHERE id = $1`, Args: []any{id, when}}
}

// LockOwners gives the owners who can come in, and keeps them as they are until
// the transaction ends.
func LockOwners(ctx context.Context, tx *db.Tx) ([]ids.Staff, error) {
	var owners []ids.Staff
	err := tx.Select(ctx, &owners, `SELECT id FROM staff WHERE role = $1 AND disabled_at IS NULL AND password_hash <> '' ORDER BY id FOR UPDATE`, Owner)
	if err != nil {
		return nil, fmt.Errorf("count the owners: %w", err)
	}
	return owners, nil
}
