package once

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"fealty/models/db"
	"fealty/models/fault"
)

// MaxKey bounds the length of a key in bytes.
const MaxKey = 200

// Key is what a client says to mean "this act and no other". Scope keeps the
// keys of different actors and acts apart: "api:purchases", "member:<id>".
type Key struct {
	Scope string
	Key   string
}

// Outcome is what the first call with a key came to: the canonical receipt, or
// the canonical refusal, as text.
type Outcome struct {
	Refused bool
	Text    string
}

// Hash digests an input. Parts of different shape or order never digest alike,
// since each is encoded as JSON with its length before it.
func Hash(parts ...any) []byte {
	h := sha256.New()
	var size [8]byte
	for _, part := range parts {
		text, err := json.Marshal(part)
		if err != nil {
			// What JSON can't say never matches anything wrongly in this form.
			text = fmt.Appendf(nil, "%#v", part)
		}
		binary.BigEndian.PutUint64(size[:], uint64(len(text)))
		h.Write(size[:])
		h.Write(text)
	}
	return h.Sum(nil)
}

// Claim takes the key for this transaction. A nil outcome says that the key is
// new and the caller goes on; an outcome says that the act has happened.
// Callers of the same key wait for the first to commit or roll back. A key that
// came with another input is fault.Mismatch "key_reused"; an empty or overlong
// key is fault.Invalid "key_invalid".
func Claim(ctx context.Context, tx *db.Tx, key Key, inputHash []byte) (*Outcome, error) {
	if err := key.check(); err != nil {
		return nil, err
	}
	// The row that was in the way may be pruned before it is read; then the
	// key is free again.
	for range 3 {
		isNew, err := insert(ctx, tx, key, inputHash)
		if isNew || err != nil {
			return nil, err
		}
		outcome, err := Find(ctx, tx, key, inputHash)
		if outcome != nil || err != nil {
			return outcome, err
		}
	}
	return nil, fmt.Errorf("claim a key of %s: it comes and goes", key.Scope)
}

func (k Key) check() error {
	if k.Scope == "" || k.Key == "" || len(k.Key) > MaxKey {
		return fault.New(fault.Invalid, "key_invalid")
	}
	return nil
}

func insert(ctx context.Context, tx *db.Tx, key Key, inputHash []byte) (bool, error) {
	var one int
	err := tx.Get(ctx, &one, `
		INSERT INTO once_keys (scope, key, input_hash, created_at)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT (scope, key) DO NOTHING
		RETURNING 1`, key.Scope, key.Key, inputHash, tx.Now)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("claim a key of %s: %w", key.Scope, err)
	}
	return true, nil
}

// Find reads the outcome of a key, nil when the key was never used. Another
// input is fault.Mismatch "key_reused".
func Find(ctx context.Context, r db.Reader, key Key, inputHash []byte) (*Outcome, error) {
	var row struct {
		InputHash []byte         `db:"input_hash"`
		Outcome   sql.NullString `db:"outcome"`
		Refused   bool           `db:"refused"`
	}
	err := r.Get(ctx, &row, `SELECT input_hash, outcome, refused FROM once_keys WHERE scope = $1 AND key = $2`,
		key.Scope, key.Key)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("read a key of %s: %w", key.Scope, err)
	case subtle.ConstantTimeCompare(row.InputHash, inputHash) != 1:
		return nil, fault.New(fault.Mismatch, "key_reused")
	case !row.Outcome.Valid:
		return nil, fmt.Errorf("read a key of %s: its act was committed without an outcome", key.Scope)
	}
	return &Outcome{Refused: row.Refused, Text: row.Outcome.String}, nil
}

// ClaimWrite claims a key as part of one round trip with other writes. A key
// that is taken fails the whole statement, and IsTaken tells so; the caller then
// begins anew with Claim.
func ClaimWrite(key Key, inputHash []byte, at time.Time) db.Write {
	return db.Write{
		SQL:  `INSERT INTO once_keys (scope, key, input_hash, created_at) VALUES ($1, $2, $3, $4)`,
		Args: []any{key.Scope, key.Key, inputHash, at},
	}
}

// IsTaken tells whether the error came from a ClaimWrite of a key in use.
func IsTaken(err error) bool { return db.Violated(err, "once_keys_pkey") }

// Finish keeps the canonical receipt or refusal of a claimed key. It goes into
// the transaction of the claim, in a later statement.
func Finish(key Key, text string, refused bool) db.Write {
	return db.Write{
		SQL:  `UPDATE once_keys SET outcome = $3, refused = $4 WHERE scope = $1 AND key = $2`,
		Args: []any{key.Scope, key.Key, text, refused},
	}
}
