package purchases_test

import (
	"testing"
	"time"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/money"
	"fealty/models/purchases"
)

func id[T any](t *testing.T, d *db.DB) ids.ID[T] {
	t.Helper()
	out, err := db.NewID[T](d.Time(), d.Random)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func apply(t *testing.T, d *db.DB, writes ...db.Write) error {
	t.Helper()
	return db.InTx(t.Context(), d, func(tx *db.Tx) error { return tx.Apply(t.Context(), writes...) })
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newMember(t *testing.T, d *db.DB) ids.Member {
	t.Helper()
	raw := id[struct{ member int }](t, d)
	return ids.Member(raw)
}

func some(t *testing.T, d *db.DB, reference string) (purchases.Purchase, []purchases.Line) {
	t.Helper()
	seq := int64(4)
	p := purchases.Purchase{
		MemberID: newMember(t, d), ID: ids.Purchase(id[struct{ purchase int }](t, d)), Reference: reference,
		PlacedAt: d.Time(), PlacedOn: time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC), RecordedAt: d.Time(),
		Channel: "web", Shop: "", Total: 1250, EarningBase: 1250, Version: 1, Points: 12, EntrySeq: &seq,
		TierSpend: 1250, TierPoints: 12, Cells: purchases.Cells{{Line: 1, Rule: "base", Points: 12}},
		Payments: purchases.Payments{{Kind: purchases.PaidMoney, Amount: 1250}},
	}
	line := purchases.Line{MemberID: p.MemberID, PurchaseID: p.ID, Line: 1, SKU: "A", Name: `Kaffe "sort", 250 g`,
		Bought: 2 * money.One, UnitPrice: 625, Amount: 1250, Base: 1250, Points: 12}
	return p, []purchases.Line{line}
}

func TestAPurchaseComesBackAsItWasWritten(t *testing.T) {
	d := testdb.Open(t)
	p, lines := some(t, d, "R-1")
	writes, err := purchases.Insert([]purchases.Purchase{p}, lines)
	must(t, err)
	claim := purchases.ClaimReferences([]purchases.Reference{{Reference: "R-1", PurchaseID: p.ID, MemberID: p.MemberID, InputHash: []byte{1}}})
	must(t, apply(t, d, append(writes, claim)...))
	got, err := purchases.FindByReference(t.Context(), d, "R-1")
	must(t, err)
	if got.ID != p.ID || got.Points != 12 || *got.EntrySeq != 4 || len(got.Cells) != 1 || got.Payments[0].Amount != 1250 || !got.PlacedOn.Equal(p.PlacedOn) {
		t.Errorf("read %+v", got)
	}
	back, err := purchases.Lines(t.Context(), d, p.MemberID, p.ID)
	must(t, err)
	if len(back) != 1 || back[0].Name != lines[0].Name || back[0].Left() != 2*money.One {
		t.Errorf("read lines %+v", back)
	}
	sums, err := purchases.Window(t.Context(), d, p.MemberID, p.PlacedOn, p.PlacedOn)
	must(t, err)
	if sums.Spend != 1250 || sums.Points != 12 {
		t.Errorf("the window holds %+v", sums)
	}
	listed, err := purchases.List(t.Context(), d, p.MemberID, ids.Purchase{}, 10)
	must(t, err)
	older, err := purchases.List(t.Context(), d, p.MemberID, p.ID, 10)
	must(t, err)
	if len(listed) != 1 || len(older) != 0 {
		t.Errorf("listed %d, and %d before it", len(listed), len(older))
	}
}

func TestAReferenceIsTakenOnce(t *testing.T) {
	d := testdb.Open(t)
	first, second := ids.Purchase(id[struct{ a int }](t, d)), ids.Purchase(id[struct{ b int }](t, d))
	must(t, apply(t, d, purchases.ClaimReferences([]purchases.Reference{{Reference: "R", PurchaseID: first, InputHash: []byte{1}}})))
	err := apply(t, d, purchases.ClaimReferences([]purchases.Reference{{Reference: "R", PurchaseID: second, InputHash: []byte{1}}}))
	if !purchases.IsReferenceTaken(err) {
		t.Errorf("claimed twice: %v", err)
	}
	err = apply(t, d, purchases.ClaimReferences([]purchases.Reference{{Reference: "S", PurchaseID: second, InputHash: []byte{2}}, {Reference: "R", PurchaseID: first, InputHash: []byte{2}}}))
	if !purchases.IsReferenceTaken(err) {
		t.Errorf("claimed twice in a batch: %v", err)
	}
	found, err := purchases.FindReferences(t.Context(), d, []string{"R", "S", "T"})
	must(t, err)
	if len(found) != 1 || found[0].PurchaseID != first || !found[0].MemberID.IsZero() {
		t.Errorf("found %+v", found)
	}
}

func TestNoMoreComesBackThanWasBought(t *testing.T) {
	d := testdb.Open(t)
	p, lines := some(t, d, "R-1")
	writes, err := purchases.Insert([]purchases.Purchase{p}, lines)
	must(t, err)
	must(t, apply(t, d, writes...))
	back := purchases.LineReturned{MemberID: p.MemberID, PurchaseID: p.ID, Line: 1, Quantity: 1500}
	must(t, apply(t, d, purchases.AddReturned([]purchases.LineReturned{back})))
	if err := apply(t, d, purchases.AddReturned([]purchases.LineReturned{back})); !purchases.IsTooMuch(err) {
		t.Errorf("3 of 2 came back: %v", err)
	}
	if _, err := purchases.Find(t.Context(), d, newMember(t, d), p.ID); fault.KindOf(err) != fault.NotFound {
		t.Errorf("another member's purchase: %v", err)
	}
}

func TestAReturnIsClaimedOnceAndAddsUp(t *testing.T) {
	d := testdb.Open(t)
	p, _ := some(t, d, "R-1")
	r := purchases.Return{MemberID: p.MemberID, PurchaseID: p.ID, ID: ids.Return(id[struct{ r int }](t, d)), Reference: "B-1",
		ReturnedAt: d.Time(), RecordedAt: d.Time(), Amount: 625, Due: 6, Taken: 4, Owed: 2, Lines: purchases.ReturnedLines{{Line: 1, Quantity: 1000, Due: 6}}}
	claim := purchases.ClaimReturns(purchases.ReturnReference{Reference: "B-1", ReturnID: r.ID, PurchaseID: p.ID, InputHash: []byte{1}})
	write, err := purchases.InsertReturn(r)
	must(t, err)
	must(t, apply(t, d, claim, write))
	if err := apply(t, d, claim); !purchases.IsReturnTaken(err) {
		t.Errorf("claimed twice: %v", err)
	}
	got, err := purchases.Returns(t.Context(), d, p.MemberID, p.ID)
	must(t, err)
	if len(got) != 1 || got[0].Taken != 4 || got[0].Lines[0].Quantity != 1000 {
		t.Errorf("read %+v", got)
	}
	r.ID, r.Owed = ids.Return(id[struct{ q int }](t, d)), 3
	write, err = purchases.InsertReturn(r)
	must(t, err)
	if err := apply(t, d, write); err == nil {
		t.Error("due 6 = taken 4 + owed 3 was kept")
	}
}
