package shops_test

import (
	"errors"
	"testing"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/shops"
)

func TestAShopsKeyIsItsOwnAndStays(t *testing.T) {
	d := testdb.Open(t)
	insert := func(s shops.Shop) error {
		return db.InTx(t.Context(), d, func(tx *db.Tx) error {
			s.CreatedAt = tx.Now
			return shops.Insert(t.Context(), tx, s)
		})
	}
	first := shops.Shop{ID: ids.Shop{1}, Key: "harbour", Name: "Harbour Street", Kind: shops.Counter}
	if err := insert(first); err != nil {
		t.Fatal(err)
	}
	var f *fault.Error
	if !errors.As(insert(shops.Shop{ID: ids.Shop{2}, Key: "harbour", Name: "Other", Kind: shops.Web}), &f) || f.Fields["key"].Key != "taken" {
		t.Errorf("a taken key: %v", f)
	}
	first.Name, first.Key = "Harbour", "moved"
	err := db.InTx(t.Context(), d, func(tx *db.Tx) error { return shops.Update(t.Context(), tx, first) })
	got, findErr := shops.FindByKey(t.Context(), d, "harbour")
	if err != nil || findErr != nil || got.Name != "Harbour" {
		t.Errorf("it is %+v, %v, %v", got, err, findErr)
	}
	if list, err := shops.List(t.Context(), d); err != nil || len(list) != 1 {
		t.Errorf("the shops are %+v, %v", list, err)
	}
	if err := shops.Check(shops.Shop{Key: "Bad Key", Name: "", Kind: "tent"}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a bad one: %v", err)
	}
}
