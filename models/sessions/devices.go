package sessions

import (
	"context"
	"fmt"

	"fealty/models/db"
	"fealty/models/ids"
)

// maxShown bounds a list of sessions, and maxText what is kept of a device.
const (
	maxShown = 100
	maxText  = 80
)

// ListOfStaff gives the live sessions of one of the staff, the last seen first.
func ListOfStaff(ctx context.Context, r db.Reader, id ids.Staff) ([]Session, error) {
	var all []Session
	at := r.Time()
	err := r.Select(ctx, &all, `SELECT `+columns+` FROM sessions WHERE staff_id = $1 AND expires_at > $2 AND seen_at > $3
		ORDER BY seen_at DESC, id_hash LIMIT $4`, id, at, at.Add(-LifeOf(OfStaff).Idle), maxShown)
	if err != nil {
		return nil, fmt.Errorf("list the sessions of staff: %w", err)
	}
	return all, nil
}

// EndOneOfStaff ends the session that a handle names, if it is this person's.
func EndOneOfStaff(id ids.Staff, handle string) db.Write {
	return db.Write{SQL: `DELETE FROM sessions WHERE staff_id = $1 AND substr(encode(id_hash, 'hex'), 1, $2) = $3`,
		Args: []any{id, handleBytes * 2, handle}}
}

// EndOthersOfStaff signs staff out everywhere but in one session.
func EndOthersOfStaff(id ids.Staff, but Session) db.Write {
	return db.Write{SQL: `DELETE FROM sessions WHERE staff_id = $1 AND id_hash <> $2`, Args: []any{id, but.IDHash}}
}

// cut shortens a text from outside to what is kept of it.
func cut(text string) string {
	if r := []rune(text); len(r) > maxText {
		return string(r[:maxText])
	}
	return text
}
