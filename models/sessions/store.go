package sessions

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
)

// touchEvery is how stale "last seen" may grow before it is written again, so
// that reading pages does not write rows.
const touchEvery = 10 * time.Minute

// MaxData bounds what one session may carry, in bytes.
const MaxData = 16 << 10

const columns = `id_hash, kind, member_id, staff_id, data, created_at, seen_at, expires_at, proved_at, device, address`

// Start begins a session and gives the id for the cookie. It is the only time
// that the id is seen.
func Start(ctx context.Context, d *db.DB, s Session) (string, error) {
	return Renew(ctx, d, "", s)
}

// Renew begins a session and ends the one that the browser had before, so that
// an id from before a sign-in is worth nothing after it.
func Renew(ctx context.Context, d *db.DB, before string, s Session) (string, error) {
	var id string
	err := db.InTx(ctx, d, func(tx *db.Tx) (err error) {
		id, err = StartTx(ctx, tx, s)
		if err != nil || before == "" {
			return err
		}
		return tx.Apply(ctx, End(before))
	})
	if err != nil {
		return "", fmt.Errorf("start a session: %w", err)
	}
	return id, nil
}

// StartTx begins a session inside the transaction of a sign-in. One with an
// ExpiresAt goes on where another stopped: its whole life is not begun anew.
func StartTx(ctx context.Context, tx *db.Tx, s Session) (string, error) {
	id, err := newSecret(tx.Random())
	if err != nil {
		return "", err
	}
	if s.Data == nil {
		s.Data = []byte{}
	}
	if s.ExpiresAt.IsZero() {
		s.CreatedAt, s.ExpiresAt = tx.Now, tx.Now.Add(LifeOf(s.Kind).Whole)
	}
	_, err = tx.Exec(ctx, `INSERT INTO sessions (`+columns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		digest(id), s.Kind, s.MemberID, s.StaffID, s.Data, s.CreatedAt, tx.Now, s.ExpiresAt, s.ProvedAt, cut(s.Device), cut(s.Address))
	return id, err
}

// Find reads the live session of an id; one that is unknown, ended or expired is
// fault.Unauthenticated "session_ended".
func Find(ctx context.Context, r db.Reader, id string) (Session, error) {
	var s Session
	err := r.Get(ctx, &s, `SELECT `+columns+` FROM sessions WHERE id_hash = $1`, digest(id))
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return Session{}, fmt.Errorf("find a session: %w", err)
	}
	if err != nil || !s.IsLive(r.Time()) {
		return Session{}, fault.New(fault.Unauthenticated, "session_ended")
	}
	return s, nil
}

// Touch notes that a live session was seen, at most every ten minutes.
func Touch(ctx context.Context, d *db.DB, s Session) error {
	if d.Time().Sub(s.SeenAt) < touchEvery {
		return nil
	}
	return apply(ctx, d, "touch a session", func(tx *db.Tx) db.Write {
		return db.Write{SQL: `UPDATE sessions SET seen_at = $2 WHERE id_hash = $1 AND seen_at < $2`, Args: []any{s.IDHash, tx.Now}}
	})
}

// Save keeps what a session carries; more than MaxData is an error.
func Save(ctx context.Context, d *db.DB, id string, data []byte) error {
	if len(data) > MaxData {
		return fmt.Errorf("save a session: %d bytes are more than %d", len(data), MaxData)
	}
	return apply(ctx, d, "save a session", func(*db.Tx) db.Write {
		return db.Write{SQL: `UPDATE sessions SET data = $2 WHERE id_hash = $1`, Args: []any{digest(id), data}}
	})
}

// End ends the session of an id.
func End(id string) db.Write {
	return db.Write{SQL: `DELETE FROM sessions WHERE id_hash = $1`, Args: []any{digest(id)}}
}

// EndAllOfMember signs a member out everywhere.
func EndAllOfMember(id ids.Member) db.Write {
	return db.Write{SQL: `DELETE FROM sessions WHERE member_id = $1`, Args: []any{id}}
}

// EndAllOfStaff signs staff out everywhere; it belongs with every change of
// password or role.
func EndAllOfStaff(id ids.Staff) db.Write {
	return db.Write{SQL: `DELETE FROM sessions WHERE staff_id = $1`, Args: []any{id}}
}

// SignOut ends the session of an id.
func SignOut(ctx context.Context, d *db.DB, id string) error {
	return apply(ctx, d, "sign out", func(*db.Tx) db.Write { return End(id) })
}

// SignOutEverywhere ends every session of whose session this is.
func SignOutEverywhere(ctx context.Context, d *db.DB, s Session) error {
	return apply(ctx, d, "sign out everywhere", func(*db.Tx) db.Write {
		if s.Kind == OfMember {
			return EndAllOfMember(s.MemberID)
		}
		return EndAllOfStaff(s.StaffID)
	})
}

// Prune forgets sessions and codes that are over, and tells how many sessions
// there were.
func Prune(ctx context.Context, d *db.DB) (int64, error) {
	var n int64
	err := db.InTx(ctx, d, func(tx *db.Tx) (err error) {
		n, err = tx.Exec(ctx, `DELETE FROM sessions WHERE expires_at < $1
			OR (kind = 'member' AND seen_at < $2) OR (kind = 'staff' AND seen_at < $3)`,
			tx.Now, tx.Now.Add(-LifeOf(OfMember).Idle), tx.Now.Add(-LifeOf(OfStaff).Idle))
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `DELETE FROM signin_codes WHERE expires_at < $1`, tx.Now.Add(-day))
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("prune sessions: %w", err)
	}
	return n, nil
}

func apply(ctx context.Context, d *db.DB, doing string, write func(*db.Tx) db.Write) error {
	err := db.InTx(ctx, d, func(tx *db.Tx) error { return tx.Apply(ctx, write(tx)) })
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}
