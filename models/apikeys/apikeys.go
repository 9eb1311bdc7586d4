package apikeys

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"time"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
)

// mark begins every key, so that scanners of leaked secrets know it.
const mark = "fk_"

// shown is how much of a key stays readable in the list of keys.
const shown = len(mark) + 6

// Key is what is kept of a key.
type Key struct {
	ID        ids.APIKey `db:"id"`
	Name      string     `db:"name"`
	Prefix    string     `db:"prefix"`
	CreatedAt time.Time  `db:"created_at"`
	RevokedAt *time.Time `db:"revoked_at"`
	// UsedOn is the day of the latest use, in UTC.
	UsedOn *time.Time `db:"used_on"`
}

const columns = `id, name, prefix, created_at, revoked_at, used_on`

// Create makes a key: fk_ and 256 bits in base64url. The plain key is seen here
// only. A name outside 1–80 characters is fault.Invalid "name_invalid".
func Create(ctx context.Context, d *db.DB, name string) (plain string, key Key, err error) {
	err = db.InTx(ctx, d, func(tx *db.Tx) error {
		plain, key, err = CreateTx(ctx, tx, name)
		return err
	})
	if err != nil {
		return "", Key{}, fmt.Errorf("create an API key: %w", err)
	}
	return plain, key, nil
}

// CreateTx makes a key inside the transaction of an act; it refuses as Create
// does.
func CreateTx(ctx context.Context, tx *db.Tx, name string) (string, Key, error) {
	name = strings.TrimSpace(name)
	if n := len([]rune(name)); n < 1 || n > 80 {
		return "", Key{}, fault.New(fault.Invalid, "name_invalid")
	}
	return create(ctx, tx, name)
}

func create(ctx context.Context, tx *db.Tx, name string) (string, Key, error) {
	var secret [32]byte
	if _, err := io.ReadFull(tx.Random(), secret[:]); err != nil {
		return "", Key{}, err
	}
	id, err := db.ID[ids.APIKey](tx)
	if err != nil {
		return "", Key{}, err
	}
	plain := mark + base64.RawURLEncoding.EncodeToString(secret[:])
	key := Key{ID: id, Name: name, Prefix: plain[:shown], CreatedAt: tx.Now}
	_, err = tx.Exec(ctx, `INSERT INTO api_keys (id, name, prefix, key_hash, created_at) VALUES ($1, $2, $3, $4, $5)`,
		key.ID, key.Name, key.Prefix, digest(plain), key.CreatedAt)
	return plain, key, err
}

func digest(plain string) []byte {
	sum := sha256.Sum256([]byte(plain))
	return sum[:]
}

// isKey tells whether a text can be a key at all.
func isKey(plain string) bool { return strings.HasPrefix(plain, mark) && len(plain) <= 100 }

func errUnknown() error { return fault.New(fault.Unauthenticated, "key_unknown") }

// NoteUse writes down that a key was used today, at most once a day.
func NoteUse(ctx context.Context, d *db.DB, key Key) error {
	today := db.Today(d.Time(), time.UTC)
	if key.UsedOn != nil && !key.UsedOn.Before(today) {
		return nil
	}
	return apply(ctx, d, "note the use of a key", db.Write{
		SQL: `UPDATE api_keys SET used_on = $2 WHERE id = $1`, Args: []any{key.ID, today},
	})
}

// Revoke ends a key at once; the first time stands.
func Revoke(ctx context.Context, d *db.DB, id ids.APIKey) error {
	return apply(ctx, d, "revoke a key", End(id, d.Time()))
}

// End revokes a key inside the transaction of an act.
func End(id ids.APIKey, at time.Time) db.Write {
	return db.Write{SQL: `UPDATE api_keys SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL`, Args: []any{id, at}}
}

func apply(ctx context.Context, d *db.DB, doing string, write db.Write) error {
	if err := db.InTx(ctx, d, func(tx *db.Tx) error { return tx.Apply(ctx, write) }); err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

// List gives all keys, the newest first.
func List(ctx context.Context, r db.Reader) ([]Key, error) {
	var keys []Key
	if err := r.Select(ctx, &keys, `SELECT `+columns+` FROM api_keys ORDER BY created_at DESC, id LIMIT 500`); err != nil {
		return nil, fmt.Errorf("list API keys: %w", err)
	}
	return keys, nil
}
