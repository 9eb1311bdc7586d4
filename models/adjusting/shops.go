package adjusting

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"fealty/models/audit"
	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/shops"
)

// SaveShop keeps a shop as the editor leaves it; a zero id makes a new one. Faults
// are those of shops.Insert and shops.Update.
func SaveShop(ctx context.Context, d *db.DB, by Who, s shops.Shop) (ids.Shop, error) {
	err := db.InTx(ctx, d, func(tx *db.Tx) (err error) {
		change := done{"shop.edit", "shop", uuid.UUID(s.ID)}
		if s.ID.IsZero() {
			change.action, s.CreatedAt = "shop.create", tx.Now
			if s.ID, err = db.ID[ids.Shop](tx); err != nil {
				return err
			}
			change.id = uuid.UUID(s.ID)
			err = shops.Insert(ctx, tx, s)
		} else {
			err = shops.Update(ctx, tx, s)
		}
		if err != nil {
			return err
		}
		return by.record(ctx, tx, change, audit.Detail{"key": s.Key, "archived": s.ArchivedAt != nil})
	})
	return s.ID, err
}

// DeviceChange is what is done to a till from the admin.
type DeviceChange struct {
	By     Who
	Shop   ids.Shop
	Device ids.Device
	Name   string
}

// AddDevice adds a till to a shop and lets it be paired for ten minutes.
func AddDevice(ctx context.Context, d *db.DB, c DeviceChange) (ids.Device, error) {
	err := db.InTx(ctx, d, func(tx *db.Tx) (err error) {
		if c.Device, err = db.ID[ids.Device](tx); err != nil {
			return err
		}
		until := tx.Now.Add(shops.PairingFor)
		write, err := shops.InsertDevice(shops.Device{ID: c.Device, ShopID: c.Shop, Name: c.Name, PairUntil: &until, CreatedAt: tx.Now})
		if err != nil {
			return err
		}
		return c.apply(ctx, tx, "device.create", write)
	})
	return c.Device, err
}

// OfferPairing lets a till of the shop be paired (again) for ten minutes.
func OfferPairing(ctx context.Context, d *db.DB, c DeviceChange) error {
	return c.change(ctx, d, "device.pair", func(tx *db.Tx, device *shops.Device) (db.Write, error) {
		until := tx.Now.Add(shops.PairingFor)
		device.PairUntil = &until
		return shops.SetDevice(*device)
	})
}

// RenameDevice gives a till another name.
func RenameDevice(ctx context.Context, d *db.DB, c DeviceChange) error {
	return c.change(ctx, d, "device.edit", func(_ *db.Tx, device *shops.Device) (db.Write, error) {
		device.Name = c.Name
		return shops.SetDevice(*device)
	})
}

// RevokeDevice ends a till for good.
func RevokeDevice(ctx context.Context, d *db.DB, c DeviceChange) error {
	return c.change(ctx, d, "device.revoke", func(tx *db.Tx, device *shops.Device) (db.Write, error) {
		return shops.Revoke(device.ID, tx.Now), nil
	})
}

// change finds the shop's own till and writes what becomes of it.
func (c DeviceChange) change(ctx context.Context, d *db.DB, action string, decide func(*db.Tx, *shops.Device) (db.Write, error)) error {
	err := db.InTx(ctx, d, func(tx *db.Tx) error {
		device, err := shops.FindDevice(ctx, tx, c.Shop, c.Device)
		if err != nil {
			return err
		}
		write, err := decide(tx, &device)
		if err != nil {
			return err
		}
		return c.apply(ctx, tx, action, write)
	})
	if err != nil {
		return fmt.Errorf("change a till: %w", err)
	}
	return nil
}

func (c DeviceChange) apply(ctx context.Context, tx *db.Tx, action string, write db.Write) error {
	if err := tx.Apply(ctx, write); err != nil {
		return fmt.Errorf("write a till: %w", err)
	}
	return c.By.record(ctx, tx, done{action, "device", uuid.UUID(c.Device)}, nil)
}
