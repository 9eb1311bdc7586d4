package adjusting_test

import (
	"testing"

	"fealty/models/adjusting"
	"fealty/models/adjustments"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/staff"
)

func TestWhatIsTooMuchForOneWaitsForASecondPerson(t *testing.T) {
	d, deps, alice, _ := club(t)
	deps.Limits.Alone = 100
	ask := func(key string) adjusting.Receipt {
		t.Helper()
		got, err := adjusting.Adjust(t.Context(), d, deps, adjusting.Adjustment{By: dora, Member: alice, Points: 101, Reason: "Wedding", Key: key})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	if got := ask("alone"); !got.Waiting.IsZero() || got.Entry == 0 {
		t.Errorf("who is alone in the shop has nobody to ask: %+v", got)
	}
	mette := adjusting.Who{Staff: ids.Staff{8}, Role: string(staff.Manager)}
	err := db.InTx(t.Context(), d, func(tx *db.Tx) error {
		return tx.Apply(t.Context(), staff.Insert(staff.Staff{ID: mette.Staff, Email: "mette@havn.example", Name: "Mette", Role: staff.Manager, Language: "nb", CreatedAt: tx.Now}))
	})
	if err != nil {
		t.Fatal(err)
	}
	asked := ask("two")
	if asked.Waiting.IsZero() || asked.Entry != 0 {
		t.Fatalf("it did not wait: %+v", asked)
	}
	decide := func(by adjusting.Who, approves bool, key string) (adjusting.Receipt, error) {
		return adjusting.Decide(t.Context(), d, deps, adjusting.Decision{By: by, Adjustment: asked.Waiting, Approves: approves, Key: key})
	}
	if _, err := decide(dora, true, "own"); !fault.Is(err, "second_person") {
		t.Errorf("who asked decided: %v", err)
	}
	for _, c := range []struct {
		by   adjusting.Who
		want int
	}{{dora, 0}, {mette, 1}} {
		if n, err := adjustments.Count(t.Context(), d, c.by.Staff); err != nil || n != c.want {
			t.Errorf("%d wait, %v", n, err)
		}
	}
	for range 2 {
		if got, err := decide(mette, true, "yes"); err != nil || got.Spendable != 202 {
			t.Errorf("agreed: %+v %v", got, err)
		}
	}
	if _, err := decide(mette, false, "no"); !fault.Is(err, "adjustment_decided") {
		t.Errorf("decided twice: %v", err)
	}
	asked = ask("three")
	if _, err := decide(mette, false, "refused"); err != nil {
		t.Error(err)
	}
	entries, err := ledger.Entries(t.Context(), d, alice, 0, 10)
	if err != nil || len(entries) != 2 {
		t.Errorf("%d entries, %v", len(entries), err)
	}
}
