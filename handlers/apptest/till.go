package apptest

import (
	"fealty/models/adjusting"
	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/shops"
	"fealty/models/staff"
)

// Pin is that of everybody who stands at a till of OpenTill.
const Pin = "2580"

// Counter gives the shop's counter "harbour", Harbour Street; it is made when it
// is first asked for.
func (w *World) Counter() shops.Shop {
	w.Helper()
	shop, err := shops.FindByKey(w.Context(), w.Deps.DB, "harbour")
	if err == nil {
		return shop
	}
	shop = shops.Shop{Key: "harbour", Name: "Harbour Street", Kind: shops.Counter, LockMinutes: shops.DefaultLock}
	w.write(func(tx *db.Tx) (err error) {
		if shop.ID, err = db.ID[ids.Shop](tx); err != nil {
			return err
		}
		shop.CreatedAt = tx.Now
		return shops.Insert(w.Context(), tx, shop)
	})
	return shop
}

// PairTill is a browser that is a till of the counter, at which nobody stands.
func (w *World) PairTill() (*Client, shops.Device) {
	w.Helper()
	c, device := w.Anonymous(), w.device()
	secret, err := shops.NewSecret(w.Deps.DB.Random)
	if err == nil {
		_, err = adjusting.PairDevice(w.Context(), w.Deps.DB, adjusting.Pairing{Key: w.Deps.Config.Key("till.pair"), Secret: secret,
			Code: shops.PairKey(w.Deps.Config.Key("till.pair")).Code(device)})
	}
	if err != nil {
		w.Fatal(err)
	}
	c.Cookie("fealty-till", secret)
	return c, device
}

// device adds a till that can be paired.
func (w *World) device() (device shops.Device) {
	w.Helper()
	shop := w.Counter()
	id, err := adjusting.AddDevice(w.Context(), w.Deps.DB, adjusting.DeviceChange{Shop: shop.ID, Name: "Till 1"})
	if err == nil {
		device, err = shops.FindDevice(w.Context(), w.Deps.DB, shop.ID, id)
	}
	if err != nil {
		w.Fatal(err)
	}
	return device
}

// OpenTill is a paired till at which somebody stands.
func (w *World) OpenTill(who staff.Staff) *Client {
	w.Helper()
	c, device := w.PairTill()
	w.stand(device, who)
	return c
}

func (w *World) stand(device shops.Device, who staff.Staff) {
	w.Helper()
	w.write(func(tx *db.Tx) error { return tx.Apply(w.Context(), shops.Stand(device.ID, who.ID, tx.Now)) })
}

// GivePin lets somebody open tills with Pin.
func (w *World) GivePin(who staff.Staff) {
	w.Helper()
	hash, err := w.Deps.Hasher.Hash(w.Context(), Pin)
	if err == nil {
		err = adjusting.SetPin(w.Context(), w.Deps.DB, adjusting.PinChange{By: adjusting.Who{Staff: who.ID, Role: string(who.Role)}, For: who.ID, Hash: hash})
	}
	if err != nil {
		w.Fatal(err)
	}
}

// TillSecret is what makes this browser a till.
func (c *Client) TillSecret() string { return c.cookies["fealty-till"] }
