package cards_test

import (
	"testing"

	"fealty/models/cards"
	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/ids"
)

func TestANumberIsReadAsPeopleTypeItAndATypingErrorIsSeen(t *testing.T) {
	for text, want := range map[string]bool{"1234 5678 9015": true, "1234-5678-9015": true, "123456789015": true,
		"123456789016": false, "12345678901": false, "1234567890155": false, "12345678901x": false, "": false} {
		if number, ok := cards.Parse(text); ok != want || ok && cards.Show(number) != "1234 5678 9015" {
			t.Errorf("%q is read as %q, %v", text, number, ok)
		}
	}
}

func TestABatchHasAsManyCardsAsWereAskedForEachClaimedOnce(t *testing.T) {
	d := testdb.Open(t)
	ctx := t.Context()
	batch := cards.Batch{ID: ids.Batch{1}, Label: "Opening", Size: 250, CreatedBy: ids.Staff{1}}
	in := func(act func(*db.Tx) error) error { return db.InTx(ctx, d, act) }
	if err := in(func(tx *db.Tx) error { batch.CreatedAt = tx.Now; return cards.Insert(ctx, tx, batch) }); err != nil {
		t.Fatal(err)
	}
	list, err := cards.Of(ctx, d, batch.ID)
	if err != nil || len(list) != 250 {
		t.Fatalf("%d cards, %v", len(list), err)
	}
	for _, c := range list {
		if _, ok := cards.Parse(c.Number); !ok {
			t.Errorf("the card %s has a wrong check digit", c.Number)
		}
	}
	alice, bob := ids.Member{1}, ids.Member{2}
	claim := func(m ids.Member) error {
		return in(func(tx *db.Tx) error { return cards.Claim(ctx, tx, list[0].Number, m) })
	}
	first, again, other := claim(alice), claim(alice), claim(bob)
	if first != nil || again != nil || !fault.Is(other, "card_taken") {
		t.Errorf("a card isn't claimed just once: %v, %v, %v", first, again, other)
	}
	if found, err := cards.FindBatch(ctx, d, batch.ID); err != nil || found.Claimed != 1 {
		t.Errorf("%d are claimed, %v", found.Claimed, err)
	}
	if _, err := cards.Find(ctx, d, "100000000009"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a card that was never printed: %v", err)
	}
	for _, bad := range []cards.Batch{{Label: "", Size: 1}, {Label: "x", Size: 0}, {Label: "x", Size: 1001}} {
		if fault.KindOf(cards.Check(bad)) != fault.Invalid {
			t.Errorf("%+v can be kept", bad)
		}
	}
}
