package donations_test

import (
	"testing"
	"time"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/donations"
	"fealty/models/fault"
	"fealty/models/ids"
)

func TestUndoneGiftsAreInNoTotal(t *testing.T) {
	d := testdb.Open(t)
	today := time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC)
	alice, bob := ids.Member{1}, ids.Member{2}
	coast, kitchen := ids.Cause{1}, ids.Cause{2}
	gifts := []donations.Donation{
		{MemberID: alice, ID: ids.Donation{1}, CauseID: coast, Points: 100, Amount: 500, Matched: 500, EntrySeq: 1},
		{MemberID: alice, ID: ids.Donation{2}, CauseID: kitchen, Points: 250, Amount: 1250, EntrySeq: 2},
		{MemberID: bob, ID: ids.Donation{3}, CauseID: coast, Points: 40, Amount: 200, Matched: 200, EntrySeq: 1},
	}
	err := db.InTx(t.Context(), d, func(tx *db.Tx) error {
		for _, g := range gifts {
			g.GivenAt, g.GivenOn = tx.Now, today
			if err := tx.Apply(t.Context(), donations.Insert(g)); err != nil {
				return err
			}
		}
		return tx.Apply(t.Context(), donations.Undo(gifts[1], tx.Now))
	})
	if err != nil {
		t.Fatal(err)
	}
	mine, err := donations.Mine(t.Context(), d, alice)
	if err != nil || mine != (donations.Sum{Gifts: 1, Members: 1, Points: 100, Amount: 500, Matched: 500}) {
		t.Errorf("Alice gave %+v, %v", mine, err)
	}
	all, err := donations.Everyone(t.Context(), d, today)
	if err != nil || all != (donations.Sum{Gifts: 2, Members: 2, Points: 140, Amount: 700, Matched: 700}) {
		t.Errorf("all gave %+v, %v", all, err)
	}
	by, err := donations.ByCause(t.Context(), d, today)
	if err != nil || len(by) != 1 || by[coast].Points != 140 {
		t.Errorf("the causes got %+v, %v", by, err)
	}
	if _, err := donations.Find(t.Context(), d, bob, gifts[0].ID); fault.KindOf(err) != fault.NotFound {
		t.Errorf("Bob finds Alice's gift: %v", err)
	}
	list, err := donations.List(t.Context(), d, alice, ids.Donation{2})
	if err != nil || len(list) != 1 || list[0].ID != gifts[0].ID {
		t.Errorf("the page after the newest: %+v, %v", list, err)
	}
}
