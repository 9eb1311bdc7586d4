package once

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

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

// ID is what a key is kept as: a digest, so that it takes few bytes in its row
// and its index, and says nothing of what the client wrote. No scope holds a
// line's end, so no two keys are the same text.
func (k Key) ID() uuid.UUID {
	sum := sha256.Sum256([]byte(k.Scope + "\n" + k.Key))
	return uuid.UUID(sum[:16])
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
		INSERT INTO once_keys (id, input_hash, created_at)
		VALUES ($1, $2, $3)
		ON CONFLICT (id) DO NOTHING
		RETURNING 1`, key.ID(), inputHash, tx.Now)
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
	return FindByID(ctx, r, key.ID(), inputHash)
}

// FindByID is Find for who has kept a key's id.
func FindByID(ctx context.Context, r db.Reader, id uuid.UUID, inputHash []byte) (*Outcome, error) {
	var row struct {
		InputHash []byte         `db:"input_hash"`
		Outcome   sql.NullString `db:"outcome"`
		Refused   bool           `db:"refused"`
	}
	err := r.Get(ctx, &row, `SELECT input_hash, outcome, refused FROM once_keys WHERE id = $1`, id)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("read a key: %w", err)
	case subtle.ConstantTimeCompare(row.InputHash, inputHash) != 1:
		return nil, fault.New(fault.Mismatch, "key_reused")
	case !row.Outcome.Valid:
		return nil, fmt.Errorf("read key %s: its act was committed without an outcome", id)
	}
	return &Outcome{Refused: row.Refused, Text: row.Outcome.String}, nil
}

// Kept is a key with the canonical receipt of its act.
type Kept struct {
	Key   Key
	Input []byte
	Text  string
	At    time.Time
}

// Insert claims keys and keeps their receipts at once, with the rows of the acts.
// A key that is taken fails the whole statement, and IsTaken tells so; the caller
// then begins anew with Claim. Keys are taken in one order, so that no two
// callers wait for each other.
func Insert(kept ...Kept) db.Write {
	slices.SortFunc(kept, func(a, b Kept) int { x, y := a.Key.ID(), b.Key.ID(); return bytes.Compare(x[:], y[:]) })
	keys, texts, at := make([]string, len(kept)), make([]string, len(kept)), make([]string, len(kept))
	inputs := make([][]byte, len(kept))
	for i, k := range kept {
		keys[i], texts[i], inputs[i], at[i] = k.Key.ID().String(), k.Text, k.Input, k.At.UTC().Format(time.RFC3339Nano)
	}
	return db.Write{
		SQL: `INSERT INTO once_keys (id, input_hash, outcome, created_at)
			SELECT u.id, u.input_hash, u.outcome, u.created_at
			FROM unnest(cast($1 AS uuid[]), cast($2 AS bytea[]), cast($3 AS text[]), cast($4 AS timestamptz[]))
				AS u (id, input_hash, outcome, created_at)`,
		Args: []any{pq.StringArray(keys), pq.ByteaArray(inputs), pq.StringArray(texts), pq.StringArray(at)},
	}
}

// IsTaken tells whether the error came from an Insert of a key in use.
func IsTaken(err error) bool { return db.Violated(err, "once_keys_pkey") }

// Finish keeps the canonical receipt or refusal of a claimed key. It goes into
// the transaction of the claim, in a later statement.
func Finish(key Key, text string, refused bool) db.Write {
	return db.Write{
		SQL:  `UPDATE once_keys SET outcome = $2, refused = $3 WHERE id = $1`,
		Args: []any{key.ID(), text, refused},
	}
}
