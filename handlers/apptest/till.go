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

// tills are the tills that were opened, by who stands there.
type tills map[ids.Staff]openTill

type openTill struct {
	secret string
	device shops.Device
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

// OpenTill is the paired till at which somebody stands; it is the same each time.
func (w *World) OpenTill(who staff.Staff) *Client {
	w.Helper()
	if w.tills == nil {
		w.tills = tills{}
	}
	known, ok := w.tills[who.ID]
	if !ok {
		c, device := w.PairTill()
		known = openTill{c.TillSecret(), device}
		w.tills[who.ID] = known
	}
	w.stand(known.device, who)
	c := w.Anonymous()
	c.Cookie("fealty-till", known.secret)
	return c
}

// LockedTill is a paired till at which nobody stands, the same each time.
func (w *World) LockedTill() *Client {
	w.Helper()
	return w.OpenTill(staff.Staff{})
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

// RevokedTill is one that was paired and shut out, the same each time.
func (w *World) RevokedTill() *Client {
	w.Helper()
	if w.revoked != "" {
		c := w.Anonymous()
		c.Cookie("fealty-till", w.revoked)
		return c
	}
	c, device := w.PairTill()
	w.revoked = c.TillSecret()
	change := adjusting.DeviceChange{Shop: device.ShopID, Device: device.ID}
	if err := adjusting.RevokeDevice(w.Context(), w.Deps.DB, change); err != nil {
		w.Fatal(err)
	}
	return c
}
