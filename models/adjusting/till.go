package adjusting

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"fealty/models/audit"
	"fealty/models/cards"
	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/shops"
)

// Pairing is a code that was typed at a till, and the secret that the till's
// cookie will hold.
type Pairing struct {
	By     Who
	Key    shops.PairKey
	Code   string
	Secret string
}

// PairDevice pairs the till that the code is for, once. A wrong or old code is a
// fault of the field "code".
func PairDevice(ctx context.Context, d *db.DB, p Pairing) (shops.Device, error) {
	var device shops.Device
	err := db.InTx(ctx, d, func(tx *db.Tx) (err error) {
		if device, err = shops.Pair(ctx, tx, p.Key, p.Code, p.Secret); err != nil {
			return err
		}
		return p.By.record(ctx, tx, done{"device.paired", "device", uuid.UUID(device.ID)}, nil)
	})
	return device, err
}

// Stand lets somebody stand at a till, whose PIN was checked before; nobody (the
// zero id) locks it. By is who stood or stands there.
func Stand(ctx context.Context, d *db.DB, by Who, till shops.Till, who ids.Staff) error {
	action := "till.open"
	if who.IsZero() {
		action = "till.lock"
	}
	err := db.InTx(ctx, d, func(tx *db.Tx) error {
		if err := tx.Apply(ctx, shops.Stand(till.ID, who, tx.Now)); err != nil {
			return err
		}
		return by.record(ctx, tx, done{action, "device", uuid.UUID(till.ID)}, audit.Detail{"shop": till.Shop.Key, "device": till.ID.String()})
	})
	if err != nil {
		return fmt.Errorf("stand at a till: %w", err)
	}
	return nil
}

// PinChange gives somebody a PIN, whose hash was made outside the transaction; an
// empty hash takes it away.
type PinChange struct {
	By   Who
	For  ids.Staff
	Hash string
}

// SetPin keeps a PIN and that it was set.
func SetPin(ctx context.Context, d *db.DB, c PinChange) error {
	err := db.InTx(ctx, d, func(tx *db.Tx) error {
		action, write := "staff.pin", shops.SetPin(c.For, c.Hash, c.By.Staff, tx.Now)
		if c.Hash == "" {
			action, write = "staff.pin_off", shops.TakePin(c.For)
		}
		if err := tx.Apply(ctx, write); err != nil {
			return err
		}
		return c.By.record(ctx, tx, done{action, "staff", uuid.UUID(c.For)}, nil)
	})
	if err != nil {
		return fmt.Errorf("set a PIN: %w", err)
	}
	return nil
}

// PrintCards makes a batch of cards to be printed. What can't be kept is a fault
// of its field.
func PrintCards(ctx context.Context, d *db.DB, by Who, b cards.Batch) (ids.Batch, error) {
	err := db.InTx(ctx, d, func(tx *db.Tx) (err error) {
		if b.ID, err = db.ID[ids.Batch](tx); err != nil {
			return err
		}
		b.CreatedAt, b.CreatedBy = tx.Now, by.Staff
		if err := cards.Insert(ctx, tx, b); err != nil {
			return err
		}
		return by.record(ctx, tx, done{"cards.print", "cards", uuid.UUID(b.ID)}, audit.Detail{"size": b.Size})
	})
	return b.ID, err
}
