package adjusting_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"fealty/models/adjusting"
	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/members"
	"fealty/models/vouchers"
)

// shelf is the club with Alice, whose e-mail is verified.
type shelf struct {
	*testing.T
	d     *db.DB
	deps  adjusting.Deps
	dora  adjusting.Who
	alice ids.Member
}

func newShelf(t *testing.T) *shelf {
	t.Helper()
	w := &shelf{T: t, dora: dora}
	w.d, w.deps, w.alice, _ = club(t)
	w.deps.Keys = vouchers.Keyring{Lookup: make([]byte, 32), Box: make([]byte, 32)}
	err := db.InTx(t.Context(), w.d, func(tx *db.Tx) error {
		contact := members.Contact{Kind: members.Email, Value: "alice@example.com", MemberID: w.alice, VerifiedAt: &tx.Now, AddedAt: tx.Now}
		return tx.Apply(t.Context(), members.InsertContact(contact))
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// pooled saves a live reward with a pool and answers its id.
func (w *shelf) pooled() ids.Reward {
	w.Helper()
	r := catalogue.Reward{Kind: catalogue.Product, State: catalogue.Live, Price: 10, ValidDays: 30, Places: catalogue.Everywhere, Art: "cup", Codes: catalogue.PoolCodes}
	id, err := adjusting.SaveReward(w.Context(), w.d, w.deps, adjusting.RewardChange{By: w.dora, Reward: r, Texts: []catalogue.Text{{Language: "nb", Name: "Kinobillett"}}})
	if err != nil {
		w.Fatal(err)
	}
	return id
}

func (w *shelf) stock(id ids.Reward) string {
	w.Helper()
	s, err := catalogue.LoadStock(w.Context(), w.d, id)
	if err != nil {
		w.Fatal(err)
	}
	return fmt.Sprint(s.Remaining, " of ", s.PutIn)
}

func TestABadLineOfAnUploadIsNamedAndTheGoodOnesComeIn(t *testing.T) {
	w := newShelf(t)
	id := w.pooled()
	text := "\ufeffcode,note\r\nAAAA-1111,first\r\n\r\naaaa 1111\r\nÅÅÅÅ-2\r\nxy\r\n\"BBBB-2222\";x\r\n" + strings.Repeat("Z", 50)
	got, err := adjusting.FillPool(t.Context(), w.d, w.deps, adjusting.Filling{By: w.dora, Reward: id, Text: text})
	if err != nil || got.Added != 2 || got.BadCount != 4 {
		t.Fatalf("%+v, %v", got, err)
	}
	for i, want := range []adjusting.BadLine{{4, "aaaa 1111", "code_twice"}, {5, "ÅÅÅÅ-2", "code_form"}, {6, "xy", "code_form"}} {
		if got.Bad[i] != want {
			t.Errorf("line %d: %+v", want.Line, got.Bad[i])
		}
	}
	again, err := adjusting.FillPool(t.Context(), w.d, w.deps, adjusting.Filling{By: w.dora, Reward: id, Text: "bbbb2222\nCCCC-3333"})
	if err != nil || again.Added != 1 || again.Bad[0] != (adjusting.BadLine{Line: 1, Text: "bbbb2222", Reason: "code_taken"}) {
		t.Errorf("%+v, %v", again, err)
	}
	if got := w.stock(id); got != "3 of 3" {
		t.Errorf("in stock: %s", got)
	}
	for text, key := range map[string]string{"": "required", strings.Repeat("A\n", vouchers.MaxPool+1): "codes_many"} {
		_, err := adjusting.FillPool(t.Context(), w.d, w.deps, adjusting.Filling{By: w.dora, Reward: id, Text: text})
		if fault.Of(err).Fields["codes"].Key != key {
			t.Errorf("answered %v", err)
		}
	}
}

func TestCodesOfOursAreMadeShownAndTakenOutAgain(t *testing.T) {
	w := newShelf(t)
	id := w.pooled()
	if err := adjusting.MakeCodes(t.Context(), w.d, w.deps, adjusting.Making{By: w.dora, Reward: id, Count: 25}); err != nil {
		t.Fatal(err)
	}
	codes, err := vouchers.FreeCodes(t.Context(), w.d, w.deps.Keys, id)
	if err != nil || len(codes) != 25 || len(codes[0].String()) != 14 {
		t.Errorf("%d codes, %v", len(codes), err)
	}
	n, err := adjusting.EmptyPool(t.Context(), w.d, w.dora, id)
	if err != nil || n != 25 || w.stock(id) != "0 of 0" {
		t.Errorf("%d taken out, %s, %v", n, w.stock(id), err)
	}
	if err := adjusting.MakeCodes(t.Context(), w.d, w.deps, adjusting.Making{By: w.dora, Reward: id}); fault.Of(err).Fields["count"].Key != "between" {
		t.Errorf("none at all: %v", err)
	}
}

func TestASharedCodeIsTakenOnceAndClosed(t *testing.T) {
	w := newShelf(t)
	id := w.pooled()
	save := func(code string) error {
		return adjusting.SaveShared(t.Context(), w.d, w.deps, w.dora, vouchers.Shared{RewardID: id, Code: code, PerMember: 1})
	}
	if err := save("SUMMER-25"); err != nil {
		t.Fatal(err)
	}
	if err := save("summer25"); fault.Of(err).Fields["code"].Key != "code_taken" {
		t.Errorf("the same code again: %v", err)
	}
	list, err := vouchers.ListShared(t.Context(), w.d, id)
	if err != nil || len(list) != 1 || list[0].Code != "SUMMER-25" {
		t.Fatalf("%+v, %v", list, err)
	}
	if err := adjusting.CloseShared(t.Context(), w.d, w.dora, id, list[0].ID); err != nil {
		t.Error(err)
	}
	if err := adjusting.CloseShared(t.Context(), w.d, w.dora, id, list[0].ID); fault.KindOf(err) != fault.NotFound {
		t.Errorf("closed twice: %v", err)
	}
}

func TestWhoWaitsIsToldOnceWhenARewardIsBack(t *testing.T) {
	w := newShelf(t)
	id := w.pooled()
	err := db.InTx(t.Context(), w.d, func(tx *db.Tx) error { return catalogue.Wait(t.Context(), tx, id, w.alice) })
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := adjusting.MakeCodes(t.Context(), w.d, w.deps, adjusting.Making{By: w.dora, Reward: id, Count: 1}); err != nil {
			t.Fatal(err)
		}
	}
	var told int
	if err := w.d.Get(context.Background(), &told, `SELECT count(*) FROM messages WHERE template = 'reward_back' AND member_id = $1`, w.alice); err != nil || told != 1 {
		t.Errorf("told %d times, %v", told, err)
	}
}
