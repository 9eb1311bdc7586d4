package apptest

import (
	"time"

	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/vouchers"
)

// OfKind puts a live reward of a kind into the catalogue, worth 5 euros, that
// lacks nothing its kind needs.
func (w *World) OfKind(kind catalogue.Kind, name string, change ...func(*catalogue.Reward)) ids.Reward {
	w.Helper()
	r := catalogue.Reward{Kind: kind, State: catalogue.Live, Price: 50, Worth: 500, Cost: 200, ValidDays: 30, Places: catalogue.Everywhere, Art: "class"}
	needs(&r, w.Deps.DB.Time())
	for _, c := range change {
		c(&r)
	}
	w.shelved++
	r.Position = w.shelved
	w.write(func(tx *db.Tx) (err error) {
		if r.ID, err = db.ID[ids.Reward](tx); err != nil {
			return err
		}
		texts := []catalogue.Text{{Language: "en", Name: name, Description: name + ", at its best.", HandOver: "One " + name + "."}}
		if err := catalogue.Save(w.Context(), tx, r, texts); err != nil {
			return err
		}
		if kind == catalogue.Content {
			return catalogue.SaveHidden(w.Context(), tx, r.ID, []catalogue.Hidden{{Language: "en", Body: "https://havn.example/secret.pdf"}})
		}
		return nil
	})
	return r.ID
}

// needs fills what only some kinds have.
func needs(r *catalogue.Reward, now time.Time) {
	soon, nine, all := now.AddDate(0, 0, 7), 9, 20
	day := time.Date(soon.Year(), soon.Month(), soon.Day(), 0, 0, 0, 0, time.UTC)
	switch r.Kind {
	case catalogue.PercentOff:
		r.Percent = &all
	case catalogue.Event:
		r.HappensAt, r.Venue = &soon, "The roastery"
	case catalogue.EarlyAccess:
		r.Opens, r.PublicOn = "spring-sale", &day
	case catalogue.StampCard:
		r.Stamps, r.StampOf, r.Price = &nine, "coffee", 0
	}
}

// Seats says how many are left of a reward.
func (w *World) Seats(id ids.Reward, left int64) {
	w.Helper()
	w.write(func(tx *db.Tx) error { return catalogue.SetStock(w.Context(), tx, id, &left, 0) })
}

// Share puts up a shared code for a reward.
func (w *World) Share(id ids.Reward, text string) {
	w.Helper()
	code, err := vouchers.Foreign(text)
	if err != nil {
		w.Fatal(err)
	}
	w.write(func(tx *db.Tx) error {
		own, err := db.ID[ids.Shared](tx)
		if err != nil {
			return err
		}
		return tx.Apply(w.Context(), vouchers.InsertShared(vouchers.Shared{ID: own, RewardID: id, Code: text, CodeKey: w.Deps.Keyring.Key(code),
			PerMember: 1, CreatedAt: tx.Now}))
	})
}
