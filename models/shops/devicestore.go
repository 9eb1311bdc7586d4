package shops

import (
	"context"
	"fmt"
	"time"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
)

const deviceColumns = `d.id, d.shop_id, d.name, d.pair_until, d.staff_id, d.active_at, d.created_at, d.paired_at, d.revoked_at`

// InsertDevice adds a till to a shop.
func InsertDevice(d Device) (db.Write, error) {
	var wrong fault.Fields
	checkName(&wrong, d.Name)
	return db.Write{SQL: `INSERT INTO devices (id, shop_id, name, pair_until, created_at) VALUES ($1, $2, $3, $4, $5)`,
		Args: []any{d.ID, d.ShopID, d.Name, d.PairUntil, d.CreatedAt}}, wrong.Err()
}

// Devices lists a shop's tills, those in use first, at most 200.
func Devices(ctx context.Context, r db.Reader, shop ids.Shop) ([]Device, error) {
	var list []Device
	err := r.Select(ctx, &list, `SELECT `+deviceColumns+` FROM devices d WHERE shop_id = $1
		ORDER BY revoked_at IS NOT NULL, name, id LIMIT 200`, shop)
	if err != nil {
		return nil, fmt.Errorf("list a shop's tills: %w", err)
	}
	return list, nil
}

// FindDevice gives one till of a shop; fault.NotFound when there is none.
func FindDevice(ctx context.Context, r db.Reader, shop ids.Shop, id ids.Device) (Device, error) {
	var d Device
	err := r.Get(ctx, &d, `SELECT `+deviceColumns+` FROM devices d WHERE d.shop_id = $1 AND d.id = $2`, shop, id)
	return d, db.Found(err, "device_unknown", "find a till")
}

// SetDevice changes a till's name and until when it can be paired.
func SetDevice(d Device) (db.Write, error) {
	var wrong fault.Fields
	checkName(&wrong, d.Name)
	return db.Write{SQL: `UPDATE devices SET name = $2, pair_until = $3 WHERE id = $1 AND revoked_at IS NULL`,
		Args: []any{d.ID, d.Name, d.PairUntil}}, wrong.Err()
}

// Revoke ends a till for good: its cookie opens nothing any more.
func Revoke(id ids.Device, at time.Time) db.Write {
	return db.Write{SQL: `UPDATE devices SET revoked_at = $2, key_hash = NULL, pair_until = NULL, staff_id = NULL
		WHERE id = $1 AND revoked_at IS NULL`, Args: []any{id, at}}
}

// Stand notes who stands at a till from now on; the zero id locks it.
func Stand(id ids.Device, who ids.Staff, at time.Time) db.Write {
	return db.Write{SQL: `UPDATE devices SET staff_id = $2, active_at = $3 WHERE id = $1 AND revoked_at IS NULL`, Args: []any{id, who, at}}
}

// Touch notes that a till was used just now.
func Touch(ctx context.Context, d *db.DB, id ids.Device) error {
	return db.InTx(ctx, d, func(tx *db.Tx) error {
		return tx.Apply(ctx, db.Write{SQL: `UPDATE devices SET active_at = $2 WHERE id = $1 AND staff_id IS NOT NULL`, Args: []any{id, tx.Now}})
	})
}

type tillRow struct {
	Device
	Key         string `db:"key"`
	ShopName    string `db:"shop_name"`
	Kind        Kind   `db:"kind"`
	LockMinutes int    `db:"lock_minutes"`
}

// FindTill gives the till whose secret this is, with its shop;
// fault.Unauthenticated "till_unpaired" when it is nobody's, revoked, or its shop
// is closed.
func FindTill(ctx context.Context, r db.Reader, secret string) (Till, error) {
	var row tillRow
	err := r.Get(ctx, &row, `SELECT `+deviceColumns+`, s.key, s.name AS shop_name, s.kind, s.lock_minutes
		FROM devices d JOIN shops s ON s.id = d.shop_id
		WHERE d.key_hash = $1 AND d.revoked_at IS NULL AND s.archived_at IS NULL`, digest(secret))
	if err = db.Found(err, "device_unknown", "find a till"); fault.KindOf(err) == fault.NotFound {
		return Till{}, fault.New(fault.Unauthenticated, "till_unpaired")
	}
	return Till{Device: row.Device, Shop: Shop{ID: row.ShopID, Key: row.Key, Name: row.ShopName, Kind: row.Kind, LockMinutes: row.LockMinutes}}, err
}

// Pair gives the till that a code is for its secret, once: fault.Invalid
// "pair_wrong" on the field "code" when no till waits for it.
func Pair(ctx context.Context, tx *db.Tx, key PairKey, code, secret string) (Device, error) {
	var waiting []Device
	err := tx.Select(ctx, &waiting, `SELECT `+deviceColumns+` FROM devices d WHERE pair_until > $1 AND revoked_at IS NULL
		ORDER BY id LIMIT 500 FOR UPDATE`, tx.Now)
	if err != nil {
		return Device{}, fmt.Errorf("find the tills that wait: %w", err)
	}
	var found Device
	for _, d := range waiting {
		if key.fits(d, code) {
			found = d
		}
	}
	if found.ID.IsZero() {
		var wrong fault.Fields
		wrong.Add("code", "pair_wrong")
		return Device{}, wrong.Err()
	}
	return found, tx.Apply(ctx, PairAs(found.ID, secret, tx.Now))
}

// PairAs makes the browser that holds a secret a till; nobody stands at it yet.
func PairAs(id ids.Device, secret string, at time.Time) db.Write {
	return db.Write{SQL: `UPDATE devices SET key_hash = $2, paired_at = $3, pair_until = NULL, staff_id = NULL
		WHERE id = $1 AND revoked_at IS NULL`, Args: []any{id, digest(secret), at}}
}
