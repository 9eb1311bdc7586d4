package apptest

import (
	"fealty/models/catalogue"
	"fealty/models/causes"
	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/tiers"
)

// document is the world's programme: Havn Club, in euros and in Oslo, 1 point
// per euro, Silver at 300 points a year and Gold at 900 with 10% off and free
// shipping.
func document() programme.Document {
	doc := programme.Default(programme.Settings{Currency: "EUR", TimeZone: "Europe/Oslo", ClubName: "Havn Club", Country: "NO"})
	doc.Tiers.Steps = []tiers.Tier{{Key: "member"}, {Key: "silver", From: 300, Discount: 5},
		{Key: "gold", From: 900, Discount: 10, FreeShipping: true}}
	return doc
}

// publish makes a document the next version, in force at once.
func (w *World) publish(doc programme.Document) *programme.Version {
	w.Helper()
	if err := doc.Check(); err != nil {
		w.Fatal(err)
	}
	text, err := doc.Canonical()
	if err != nil {
		w.Fatal(err)
	}
	w.write(func(tx *db.Tx) error {
		list, err := programme.List(w.Context(), tx)
		if err != nil {
			return err
		}
		row := programme.Published{Number: len(list) + 1, StartsAt: tx.Now, PublishedAt: tx.Now, By: "system"}
		return tx.Apply(w.Context(), programme.Insert(row, text))
	})
	w.Deps.Programme.Forget()
	v, err := w.Deps.Programme.InForce(w.Context(), w.Deps.DB)
	if err != nil {
		w.Fatal(err)
	}
	return v
}

// Publish changes the programme for a test, from now on.
func (w *World) Publish(change func(*programme.Document)) {
	w.Helper()
	doc := document()
	change(&doc)
	w.Version = w.publish(doc)
}

func (w *World) fillShelves() {
	w.Helper()
	w.FlatWhite = w.Reward(Goods{Name: "Flat white", Art: "cup", Price: 600})
	w.Cake = w.Reward(Goods{Name: "Slice of cake", Art: "cake", Price: 450})
	w.Mug = w.Reward(Goods{Name: "Stoneware mug", Art: "mug", Price: 1500, Tier: "gold"})
	w.Tote = w.Reward(Goods{Name: "Tote bag", Art: "tote", Price: 300, IsSoldOut: true})
	w.Pot = w.Reward(Goods{Name: "Pot of tea", Art: "cup", Price: 400, Partner: w.TeaHouse.ID})
	w.Cinema = w.Reward(Goods{Name: "Cinema ticket", Art: "cinema", Price: 1200, Partner: w.Fjordkino.ID})
	w.Forest, w.Library = w.cause("Forest by the fjord"), w.cause("Children's library")
}

// Goods is a reward as a test orders it.
type Goods struct {
	Name, Art, Tier string
	Price           int64
	Partner         ids.Partner
	IsSoldOut       bool
}

// Reward puts a live reward into the catalogue, worth 5 euros.
func (w *World) Reward(g Goods) (id ids.Reward) {
	w.Helper()
	r := catalogue.Reward{Kind: catalogue.Product, State: catalogue.Live, Price: money.Points(g.Price), Worth: 500, Cost: 200, Tier: g.Tier, ValidDays: 30,
		Places: catalogue.Everywhere, Art: g.Art, PartnerID: g.Partner}
	if !g.Partner.IsZero() {
		r.Kind, r.Places, r.PartnerPays = catalogue.AtPartner, catalogue.ByPartner, 300
	}
	w.shelved++
	r.Position = w.shelved
	texts := []catalogue.Text{{Language: "en", Name: g.Name, Description: g.Name + ", fresh.", HandOver: "One " + g.Name + "."}}
	w.write(func(tx *db.Tx) (err error) {
		if r.ID, err = db.ID[ids.Reward](tx); err != nil {
			return err
		}
		if err := catalogue.Save(w.Context(), tx, r, texts); err != nil || !g.IsSoldOut {
			return err
		}
		none := int64(0)
		return catalogue.SetStock(w.Context(), tx, r.ID, &none, 0)
	})
	return r.ID
}

func (w *World) cause(name string) ids.Cause {
	w.Helper()
	c := causes.Cause{State: causes.Live, Art: "coast", Goal: 100_000, MatchPercent: 100}
	texts := []causes.Text{{Language: "en", Name: name, Description: name + ", since 1998."}}
	w.write(func(tx *db.Tx) (err error) {
		if c.ID, err = db.ID[ids.Cause](tx); err != nil {
			return err
		}
		c.CreatedAt = tx.Now
		return causes.Save(w.Context(), tx, c, texts)
	})
	return c.ID
}
