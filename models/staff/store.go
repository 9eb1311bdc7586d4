package staff

import (
	"context"
	"fmt"
	"strings"
	"time"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
)

const columns = `id, email, name, role, partner_id, language, password_hash, totp_secret, totp_step, disabled_at, created_at, credentials_at, invited_at`

// Find reads one of the staff, enabled or not; unknown is fault.NotFound
// "not_found".
func Find(ctx context.Context, r db.Reader, id ids.Staff) (Staff, error) {
	return one(ctx, r, `SELECT `+columns+` FROM staff WHERE id = $1`, id)
}

// FindByEmail reads one of the staff by their lower-cased address.
func FindByEmail(ctx context.Context, r db.Reader, email string) (Staff, error) {
	return one(ctx, r, `SELECT `+columns+` FROM staff WHERE email = $1`, CleanEmail(email))
}

// CleanEmail is the form in which addresses of staff are kept.
func CleanEmail(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

func one(ctx context.Context, r db.Reader, query string, args ...any) (Staff, error) {
	var s Staff
	err := r.Get(ctx, &s, query, args...)
	return s, db.Found(err, "not_found", "find staff")
}

// List gives all staff of the club and its partners, by name.
func List(ctx context.Context, r db.Reader) ([]Staff, error) {
	var out []Staff
	if err := r.Select(ctx, &out, `SELECT `+columns+` FROM staff ORDER BY name, id LIMIT 1000`); err != nil {
		return nil, fmt.Errorf("list staff: %w", err)
	}
	return out, nil
}

// OfPartner gives a partner's people, by name.
func OfPartner(ctx context.Context, r db.Reader, partner ids.Partner) ([]Staff, error) {
	var out []Staff
	err := r.Select(ctx, &out, `SELECT `+columns+` FROM staff WHERE partner_id = $1 ORDER BY name, id LIMIT 1000`, partner)
	if err != nil {
		return nil, fmt.Errorf("list a partner's staff: %w", err)
	}
	return out, nil
}

// IsEmailTaken tells whether an Insert failed since somebody has the address.
func IsEmailTaken(err error) bool { return db.Violated(err, "staff_email_key") }

// Insert adds somebody.
func Insert(s Staff) db.Write {
	return db.Write{
		SQL: `INSERT INTO staff (id, email, name, role, partner_id, language, password_hash, created_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		Args: []any{s.ID, CleanEmail(s.Email), s.Name, s.Role, s.PartnerID, s.Language, s.PasswordHash, s.CreatedAt},
	}
}

// SetRole changes the role and partner; their sessions end with it.
func SetRole(s Staff) db.Write {
	return db.Write{SQL: `UPDATE staff SET role = $2, partner_id = $3 WHERE id = $1`, Args: []any{s.ID, s.Role, s.PartnerID}}
}

// SetPassword keeps a new password's hash; their sessions end with it.
func SetPassword(id ids.Staff, hash string) db.Write {
	return db.Write{SQL: `UPDATE staff SET password_hash = $2 WHERE id = $1`, Args: []any{id, hash}}
}

// SetTOTP keeps a sealed second factor and the step whose code proved it; nil
// takes it away.
func SetTOTP(id ids.Staff, sealed []byte, step int64) db.Write {
	return db.Write{SQL: `UPDATE staff SET totp_secret = $2, totp_step = $3 WHERE id = $1`, Args: []any{id, sealed, step}}
}

// Disable shuts somebody out at an instant; their sessions end with it.
func Disable(id ids.Staff, at time.Time) db.Write {
	return db.Write{SQL: `UPDATE staff SET disabled_at = $2 WHERE id = $1 AND disabled_at IS NULL`, Args: []any{id, at}}
}

// Enable lets somebody in again.
func Enable(id ids.Staff) db.Write {
	return db.Write{SQL: `UPDATE staff SET disabled_at = NULL WHERE id = $1`, Args: []any{id}}
}

// CheckPassword gives whose address and password these are. A wrong password, an
// unknown address and a disabled person are the same fault.Unauthenticated
// "signin_wrong", after the same time.
func CheckPassword(ctx context.Context, r db.Reader, h *Hasher, login Login) (Staff, error) {
	s, err := FindByEmail(ctx, r, login.Email)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return Staff{}, err
	}
	fits, err := h.Fits(ctx, s.PasswordHash, login.Password)
	if err != nil {
		return Staff{}, fmt.Errorf("check a password: %w", err)
	}
	if !fits || !s.IsEnabled() {
		return Staff{}, fault.New(fault.Unauthenticated, "signin_wrong")
	}
	return s, nil
}

// Login is what somebody typed to sign in.
type Login struct {
	Email    string
	Password string
}

// CheckTOTP uses up a one-time code of the app, or a recovery code. One that is
// wrong, or that was used before, is fault.Unauthenticated "totp_wrong".
func CheckTOTP(ctx context.Context, d *db.DB, box *Box, id ids.Staff, code string) error {
	err := db.InTx(ctx, d, func(tx *db.Tx) error { return checkTOTP(ctx, tx, box, totpProof{id, code}) })
	if err != nil {
		return fmt.Errorf("check a second factor: %w", err)
	}
	return nil
}

type totpProof struct {
	id   ids.Staff
	code string
}

func checkTOTP(ctx context.Context, tx *db.Tx, box *Box, proof totpProof) error {
	s, err := Find(ctx, tx, proof.id)
	if err != nil {
		return err
	}
	wrong := fault.New(fault.Unauthenticated, "totp_wrong")
	if !s.IsEnabled() {
		return wrong
	}
	if cleanRecovery(proof.code) != "" {
		if used, err := useRecovery(ctx, tx, box, proof); err != nil || used {
			return err
		}
		return wrong
	}
	if !s.HasTOTP() {
		return wrong
	}
	secret, err := box.Open(s.ID, s.TOTPSecret)
	if err != nil {
		return err
	}
	step, ok := StepOf(secret, proof.code, tx.Now)
	if !ok {
		return wrong
	}
	n, err := tx.Exec(ctx, `UPDATE staff SET totp_step = $2 WHERE id = $1 AND totp_step < $2`, s.ID, step)
	if err == nil && n == 0 {
		return wrong
	}
	return err
}
