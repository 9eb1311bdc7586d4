package adjusting

import (
	"context"
	"fmt"

	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/shops"
)

// DemoTill is the till that a press opens in the demo.
type DemoTill struct {
	By     Who
	Shop   ids.Shop
	Name   string
	Secret string
	// Hash is of the PIN by which the clerk opens it again.
	Hash string
}

// OpenDemoTill makes a browser the demo's till and lets its clerk stand there, all
// at once. It is for the demo's own press, which exists on a loopback address
// only.
func OpenDemoTill(ctx context.Context, d *db.DB, t DemoTill) error {
	err := db.InTx(ctx, d, func(tx *db.Tx) error {
		id, err := t.find(ctx, tx)
		if err != nil {
			return err
		}
		if err := tx.Apply(ctx, shops.PairAs(id, t.Secret, tx.Now), shops.SetPin(t.By.Staff, t.Hash, t.By.Staff, tx.Now)); err != nil {
			return err
		}
		return tx.Apply(ctx, shops.Stand(id, t.By.Staff, tx.Now))
	})
	if err != nil {
		return fmt.Errorf("open the demo's till: %w", err)
	}
	return nil
}

// find gives the demo's till of the shop; the first time it is added.
func (t DemoTill) find(ctx context.Context, tx *db.Tx) (ids.Device, error) {
	list, err := shops.Devices(ctx, tx, t.Shop)
	if err != nil {
		return ids.Device{}, err
	}
	for _, known := range list {
		if known.Name == t.Name && known.RevokedAt == nil {
			return known.ID, nil
		}
	}
	id, err := db.ID[ids.Device](tx)
	if err != nil {
		return id, err
	}
	write, err := shops.InsertDevice(shops.Device{ID: id, ShopID: t.Shop, Name: t.Name, CreatedAt: tx.Now})
	if err != nil {
		return id, err
	}
	return id, tx.Apply(ctx, write)
}
