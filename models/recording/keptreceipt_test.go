package recording

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"fealty/models/earning"
	"fealty/models/ids"
	"fealty/models/purchases"
	"fealty/models/spending"
)

func TestAReceiptComesBackWholeFromItsShortForm(t *testing.T) {
	full := Receipt{ID: ids.Purchase{1}, Reference: "R-1", MemberID: ids.Member{2}, Claimable: true, Points: 30, AvailableOn: "2026-03-10",
		ExpiresOn: "2028-03-31", Lines: []ReceiptLine{{1, 10}, {2, 20}},
		Explanation: []earning.Explanation{{Rule: "base", Version: 3, Points: 30, Params: map[string]string{"base": "3000", "per_unit": "1"}}},
		Wallet:      Wallet{Spendable: 7, Pending: 8, Owed: 9},
		Tier:        Tier{Key: "silver", Name: "Silver", By: "spend", Value: 1, Next: "gold", Target: 2, ToGo: 3, Percent: 4, KeptUntil: "2027-12-31"},
		Paid:        spending.Applied{Points: 5, Amount: 6, Credit: 7}, Stamps: []Stamped{{Reward: ids.Reward{3}, Given: 1, On: 2, Of: 10}},
		Gifts: []Gift{{Voucher: ids.Voucher{4}, Reward: ids.Reward{5}, ExpiresOn: "2026-04-10"}}, Currency: "EUR", Language: "nb"}
	if v := reflect.ValueOf(full); true {
		for i := range v.NumField() {
			if v.Field(i).IsZero() {
				t.Errorf("the test says nothing of %s", v.Type().Field(i).Name)
			}
		}
	}
	text, err := json.Marshal(full)
	if err != nil {
		t.Fatal(err)
	}
	type long Receipt
	old, err := json.Marshal(long(full))
	if err != nil || !strings.HasPrefix(string(old), `{"id":`) {
		t.Fatalf("%s, %v", old, err)
	}
	t.Logf("%d bytes, %d with long names", len(text), len(old))
	for _, kept := range [][]byte{text, old} {
		var back Receipt
		if err := json.Unmarshal(kept, &back); err != nil || !reflect.DeepEqual(back, full) {
			t.Errorf("got %+v, %v, want %+v", back, err, full)
		}
	}
}

func TestFactsComeBackAndSoDoThoseWithNames(t *testing.T) {
	f, err := readFacts(purchases.Facts(`{"tier":"silver","since":"2026-01-02","spend":5,"points":6,"on":"2026-03-10","scope":"api","key":"k"}`))
	if err != nil || f.Tier != "silver" || f.Spend != 5 || f.Points != 6 || f.On != "2026-03-10" {
		t.Errorf("%+v, %v", f, err)
	}
	if f.Key.String() == "00000000-0000-0000-0000-000000000000" {
		t.Error("the key is lost")
	}
}
