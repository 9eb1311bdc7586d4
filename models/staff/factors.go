package staff

import (
	"context"
	"fmt"
	"strings"

	"github.com/go-webauthn/webauthn/protocol"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
)

// Factors are what somebody proves with that it is them, beside the password.
type Factors struct {
	HasApp   bool
	Passkeys []Passkey
	// Codes is how many recovery codes are left.
	Codes int
}

// HasAny tells whether there is a second factor.
func (f Factors) HasAny() bool { return f.HasApp || len(f.Passkeys) > 0 }

const passkeyColumns = `id, staff_id, name, credential, created_at, used_at` //nolint:gosec // names of columns

// PasskeysOf gives somebody's passkeys, the first made first.
func PasskeysOf(ctx context.Context, r db.Reader, id ids.Staff) ([]Passkey, error) {
	var all []Passkey
	err := r.Select(ctx, &all, `SELECT `+passkeyColumns+` FROM staff_passkeys WHERE staff_id = $1 ORDER BY created_at, id LIMIT $2`, id, MaxPasskeys)
	if err != nil {
		return nil, fmt.Errorf("list passkeys: %w", err)
	}
	return all, nil
}

// WithPasskeys tells who has a passkey.
func WithPasskeys(ctx context.Context, r db.Reader) (map[ids.Staff]bool, error) {
	var holders []ids.Staff
	if err := r.Select(ctx, &holders, `SELECT DISTINCT staff_id FROM staff_passkeys`); err != nil {
		return nil, fmt.Errorf("list who has passkeys: %w", err)
	}
	has := make(map[ids.Staff]bool, len(holders))
	for _, id := range holders {
		has[id] = true
	}
	return has, nil
}

// FactorsOf reads what somebody proves with.
func FactorsOf(ctx context.Context, r db.Reader, s Staff) (Factors, error) {
	f := Factors{HasApp: s.HasTOTP()}
	var err error
	if f.Passkeys, err = PasskeysOf(ctx, r, s.ID); err != nil {
		return f, err
	}
	err = r.Get(ctx, &f.Codes, `SELECT count(*) FROM staff_recovery_codes WHERE staff_id = $1 AND used_at IS NULL`, s.ID)
	if err != nil {
		return f, fmt.Errorf("count recovery codes: %w", err)
	}
	return f, nil
}

// AddPasskey keeps the passkey that answers BeginAdding, under a name of 1 to 80
// characters. A wrong answer, or one that was given before, is
// fault.Unauthenticated "passkey_wrong".
func AddPasskey(ctx context.Context, tx *db.Tx, p Passkeys, a Adding) error {
	if a.Name = strings.TrimSpace(a.Name); a.Name == "" || len([]rune(a.Name)) > 80 {
		return fault.New(fault.Invalid, "name_invalid")
	}
	have, err := PasskeysOf(ctx, tx, a.Staff.ID)
	if err != nil {
		return err
	}
	if len(have) >= MaxPasskeys {
		return fault.New(fault.Refused, "passkeys_many", fault.Params{"max": MaxPasskeys})
	}
	made, asked, err := p.added(a.Staff, a.Answer, tx.Now)
	if err != nil {
		return err
	}
	if err := useChallenge(ctx, tx, asked); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `INSERT INTO staff_passkeys (id, staff_id, name, credential, created_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (id) DO NOTHING`, made.ID, made.StaffID, a.Name, string(made.Credential), tx.Now)
	if err == nil && n == 0 {
		return fault.New(fault.Unauthenticated, "passkey_wrong")
	}
	return err
}

// Adding is a passkey that somebody adds to their own.
type Adding struct {
	Staff  Staff
	Name   string
	Answer Answer
}

// RemovePasskey forgets one of somebody's passkeys.
func RemovePasskey(id ids.Staff, key []byte) db.Write {
	return db.Write{SQL: `DELETE FROM staff_passkeys WHERE staff_id = $1 AND id = $2`, Args: []any{id, key}}
}

// useChallenge makes an answer good for once.
func useChallenge(ctx context.Context, tx *db.Tx, asked state) error {
	n, err := tx.Exec(ctx, `INSERT INTO staff_challenges (challenge, used_at) VALUES ($1, $2) ON CONFLICT DO NOTHING`,
		[]byte(asked.Session.Challenge), tx.Now)
	if err == nil && n == 0 {
		return fault.New(fault.Unauthenticated, "passkey_wrong")
	}
	return err
}

// Shown is whose passkey answered.
type Shown struct {
	Staff
	// IsAlone says that the passkey knows its owner by itself, so that no password
	// is needed beside it.
	IsAlone bool
}

// CheckPasskey weighs the answer to BeginAsking or BeginAnybody and gives whose
// passkey it is. A wrong one, one that answers a question to somebody else, was
// used before or belongs to somebody disabled is fault.Unauthenticated
// "passkey_wrong".
func CheckPasskey(ctx context.Context, d *db.DB, p Passkeys, a Answer) (s Shown, err error) {
	err = db.InTx(ctx, d, func(tx *db.Tx) error {
		s, err = checkPasskey(ctx, tx, p, a)
		return err
	})
	if err != nil {
		return Shown{}, fmt.Errorf("check a passkey: %w", err)
	}
	return s, nil
}

func checkPasskey(ctx context.Context, tx *db.Tx, p Passkeys, a Answer) (Shown, error) {
	wrong := fault.New(fault.Unauthenticated, "passkey_wrong")
	asked, err := p.open(a.State, tx.Now)
	if err != nil || asked.Adding {
		return Shown{}, wrong
	}
	response, err := protocol.ParseCredentialRequestResponseBytes([]byte(a.Response))
	if err != nil {
		return Shown{}, wrongPasskey(err)
	}
	var key Passkey
	err = tx.Get(ctx, &key, `SELECT `+passkeyColumns+` FROM staff_passkeys WHERE id = $1 FOR UPDATE`, response.RawID)
	if err = db.Found(err, "passkey_wrong", "find a passkey"); fault.KindOf(err) == fault.NotFound {
		return Shown{}, wrong
	}
	if err != nil {
		return Shown{}, err
	}
	s, err := Find(ctx, tx, key.StaffID)
	if err != nil {
		return Shown{}, err
	}
	if !s.IsEnabled() || (!asked.Staff.IsZero() && asked.Staff != s.ID) {
		return Shown{}, wrong
	}
	h, err := holderOf(s, []Passkey{key})
	if err != nil {
		return Shown{}, err
	}
	kept, err := p.weigh(h, asked, response)
	if err != nil {
		return Shown{}, err
	}
	if err := useChallenge(ctx, tx, asked); err != nil {
		return Shown{}, err
	}
	_, err = tx.Exec(ctx, `UPDATE staff_passkeys SET credential = $2, used_at = $3 WHERE id = $1`, key.ID, string(kept), tx.Now)
	return Shown{Staff: s, IsAlone: asked.Staff.IsZero()}, err
}

// PruneChallenges forgets answers that no page can repeat any more.
func PruneChallenges(ctx context.Context, d *db.DB) error {
	return db.InTx(ctx, d, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM staff_challenges WHERE used_at < $1`, tx.Now.Add(-2*ceremonyLife))
		return err
	})
}
