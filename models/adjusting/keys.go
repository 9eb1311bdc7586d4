package adjusting

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"fealty/models/apikeys"
	"fealty/models/audit"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
)

// CreateKey makes an API key by one of the staff. The plain key is seen here only.
// A bad name is a fault of "name".
func CreateKey(ctx context.Context, d *db.DB, by Who, name string) (plain string, err error) {
	err = db.InTx(ctx, d, func(tx *db.Tx) error {
		made, key, err := apikeys.CreateTx(ctx, tx, name)
		if err != nil {
			return err
		}
		plain = made
		return by.record(ctx, tx, done{"apikey.create", "apikey", uuid.UUID(key.ID)}, audit.Detail{"prefix": key.Prefix})
	})
	if fault.Is(err, "name_invalid") {
		return "", onField("name", fault.New(fault.Invalid, "name_invalid"))
	}
	if err != nil {
		return "", fmt.Errorf("make an API key: %w", err)
	}
	return plain, nil
}

// RevokeKey ends a key at once.
func RevokeKey(ctx context.Context, d *db.DB, by Who, id ids.APIKey) error {
	return db.InTx(ctx, d, func(tx *db.Tx) error {
		if err := tx.Apply(ctx, apikeys.End(id, tx.Now)); err != nil {
			return fmt.Errorf("revoke an API key: %w", err)
		}
		return by.record(ctx, tx, done{"apikey.revoke", "apikey", uuid.UUID(id)}, nil)
	})
}
