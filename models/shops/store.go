package shops

import (
	"cmp"
	"context"
	"fmt"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
)

const columns = `id, key, name, kind, created_at, lock_minutes, archived_at`

// List gives all shops by name, at most 500.
func List(ctx context.Context, r db.Reader) ([]Shop, error) {
	var list []Shop
	if err := r.Select(ctx, &list, `SELECT `+columns+` FROM shops ORDER BY name, id LIMIT 500`); err != nil {
		return nil, fmt.Errorf("list shops: %w", err)
	}
	return list, nil
}

// Find gives one shop; fault.NotFound when there is none.
func Find(ctx context.Context, r db.Reader, id ids.Shop) (Shop, error) {
	return find(ctx, r, `SELECT `+columns+` FROM shops WHERE id = $1`, id)
}

// FindByKey gives the shop that tills and the API call by this key;
// fault.NotFound when there is none.
func FindByKey(ctx context.Context, r db.Reader, key string) (Shop, error) {
	return find(ctx, r, `SELECT `+columns+` FROM shops WHERE key = $1`, key)
}

func find(ctx context.Context, r db.Reader, query string, arg any) (Shop, error) {
	var s Shop
	err := r.Get(ctx, &s, query, arg)
	return s, db.Found(err, "shop_unknown", "find a shop")
}

// Insert keeps a new shop; without a lock it has the default one. A key that is
// taken is a fault of its field.
func Insert(ctx context.Context, tx *db.Tx, s Shop) error {
	s.LockMinutes = cmp.Or(s.LockMinutes, DefaultLock)
	if err := Check(s); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `INSERT INTO shops (id, key, name, kind, created_at, lock_minutes) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (key) DO NOTHING`, s.ID, s.Key, s.Name, s.Kind, s.CreatedAt, s.LockMinutes)
	if err != nil {
		return fmt.Errorf("insert a shop: %w", err)
	}
	if n == 0 {
		var wrong fault.Fields
		wrong.Add("key", "taken")
		return wrong.Err()
	}
	return nil
}

// Update changes a shop's name, kind, lock and whether it is archived; its key
// stands for ever, because purchases name it.
func Update(ctx context.Context, tx *db.Tx, s Shop) error {
	s.LockMinutes = cmp.Or(s.LockMinutes, DefaultLock)
	if err := Check(s); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `UPDATE shops SET name = $2, kind = $3, lock_minutes = $4, archived_at = $5 WHERE id = $1`,
		s.ID, s.Name, s.Kind, s.LockMinutes, s.ArchivedAt)
	if err != nil {
		return fmt.Errorf("update a shop: %w", err)
	}
	if n == 0 {
		return fault.New(fault.NotFound, "shop_unknown")
	}
	return nil
}
