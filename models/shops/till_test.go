package shops_test

import (
	"testing"
	"time"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/shops"
)

func TestATillIsFoundByItsSecretUntilItIsShutOut(t *testing.T) {
	d, ctx := testdb.Open(t), t.Context()
	key, now := shops.PairKey("a key for tests, 32 bytes of it.."), d.Time()
	until := now.Add(shops.PairingFor)
	device := shops.Device{ID: ids.Device{1}, ShopID: ids.Shop{1}, Name: "Till", PairUntil: &until, CreatedAt: now}
	secret, err := shops.NewSecret(d.Random)
	if err != nil || len(secret) != 43 {
		t.Fatalf("the secret is %q, %v", secret, err)
	}
	in := func(act func(*db.Tx) error) {
		t.Helper()
		if err := db.InTx(ctx, d, act); err != nil {
			t.Fatal(err)
		}
	}
	in(func(tx *db.Tx) error {
		shop := shops.Shop{ID: ids.Shop{1}, Key: "harbour", Name: "Harbour", Kind: shops.Counter, CreatedAt: tx.Now}
		if err := shops.Insert(ctx, tx, shop); err != nil {
			return err
		}
		write, err := shops.InsertDevice(device)
		if err != nil {
			return err
		}
		return tx.Apply(ctx, write)
	})
	other := shops.PairKey("another key").Code(device)
	if code := key.Code(device); len(code) != 9 || code == other {
		t.Errorf("the code is %s, under another key %s", code, other)
	}
	in(func(tx *db.Tx) error { _, err := shops.Pair(ctx, tx, key, key.Code(device), secret); return err })
	till, err := shops.FindTill(ctx, d, secret)
	if err != nil || till.Shop.Key != "harbour" || till.Shop.LockMinutes != shops.DefaultLock || till.IsOpen(now) {
		t.Fatalf("the till is %+v, %v", till, err)
	}
	var kept int
	if err := d.Get(ctx, &kept, `SELECT count(*) FROM devices WHERE encode(key_hash, 'escape') = $1`, secret); err != nil || kept != 0 {
		t.Errorf("the secret stands in the table: %d, %v", kept, err)
	}
	in(func(tx *db.Tx) error { return tx.Apply(ctx, shops.Revoke(device.ID, tx.Now)) })
	if _, err := shops.FindTill(ctx, d, secret); !fault.Is(err, "till_unpaired") {
		t.Errorf("shut out, it is %v", err)
	}
}

func TestATillLocksAfterItsShopsIdleMinutes(t *testing.T) {
	at := time.Date(2026, time.March, 10, 12, 0, 0, 0, time.UTC)
	till := shops.Till{Device: shops.Device{StaffID: ids.Staff{1}, ActiveAt: &at}, Shop: shops.Shop{LockMinutes: 3}}
	for after, want := range map[time.Duration]bool{0: true, 3*time.Minute - time.Second: true, 3 * time.Minute: false} {
		if till.IsOpen(at.Add(after)) != want {
			t.Errorf("after %v it is open: %v", after, !want)
		}
	}
	till.StaffID = ids.Staff{}
	if till.IsOpen(at) {
		t.Error("a till with nobody at it is open")
	}
}

func TestASimplePinIsRefused(t *testing.T) {
	for pin, key := range map[string]string{"2580": "", "1357": "", "": "pin_form", "123": "pin_form", "12345": "pin_form", "12a4": "pin_form",
		"0000": "pin_simple", "1234": "pin_simple", "9876": "pin_simple"} {
		err := shops.CheckPin(pin)
		if key == "" && err != nil || key != "" && fault.Of(err).Fields["pin"].Key != key {
			t.Errorf("%q: %v", pin, err)
		}
	}
}
