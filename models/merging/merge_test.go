package merging_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"fealty/models/audit"
	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/members"
	"fealty/models/merging"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/tiers"
	"fealty/models/verifying"
	"fealty/models/vouchers"
)

var (
	keys = vouchers.Keyring{Lookup: make([]byte, 32), Box: make([]byte, 32)}
	day  = time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC)
	mug  = ids.Reward{9}
	by   = audit.Act{Actor: ledger.ByStaff, ActorID: audit.On(ids.Staff{7}), Role: "manager"}
)

// world has a club; pair makes two of its members.
type world struct {
	d    *db.DB
	deps merging.Deps
	n    int
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{d: testdb.Open(t), deps: merging.Deps{Programme: &programme.Cache{}, Keys: keys}}
	document, err := json.Marshal(programme.Default(programme.Settings{Currency: "NOK", Languages: []string{"nb"}}))
	if err != nil {
		t.Fatal(err)
	}
	w.in(t, func(tx *db.Tx) error {
		return tx.Apply(t.Context(), programme.Insert(programme.Published{Number: 1, StartsAt: tx.Now, PublishedAt: tx.Now, By: "test"}, document))
	})
	if _, err := testdb.Owner(t, w.d).Exec(`INSERT INTO rewards (id, kind, state, price, worth, cost, valid_days, art, created_at, updated_at)
		VALUES ($1, 'product', 'live', 100, 0, 0, 30, 'mug', now(), now())`, mug); err != nil {
		t.Fatal(err)
	}
	return w
}

// fatal is what a test and a property have in common.
type fatal interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

func (w *world) in(t fatal, act func(*db.Tx) error) {
	t.Helper()
	if err := db.InTx(context.Background(), w.d, act); err != nil {
		t.Fatal(err)
	}
}

func (w *world) pair(t fatal) (from, into ids.Member) {
	t.Helper()
	var list []members.Member
	for range 2 {
		w.n++
		list = append(list, members.Member{ID: ids.Member{5, byte(w.n >> 8), byte(w.n)}, Number: fmt.Sprint("n", w.n), InviteCode: fmt.Sprint("i", w.n), FirstName: fmt.Sprint("Ola", w.n),
			Language: "nb", JoinedVia: members.ViaAPI, JoinedAt: day.AddDate(0, 0, -w.n%7), JoinedOn: day.AddDate(0, 0, -w.n%7)})
	}
	from, into = list[0].ID, list[1].ID
	w.in(t, func(tx *db.Tx) error {
		return tx.Apply(context.Background(), members.Insert(list...), ledger.Open(from, into),
			members.InsertContact(members.Contact{Kind: members.Email, Value: fmt.Sprint("ola", w.n, "@example.com"), MemberID: from, AddedAt: tx.Now}))
	})
	return from, into
}

func (w *world) post(t fatal, m ids.Member, postings ...ledger.Posting) (entries []ledger.Entry) {
	t.Helper()
	w.in(t, func(tx *db.Tx) error {
		held, err := ledger.Lock(context.Background(), tx, m)
		if err != nil {
			return err
		}
		if err := held.LoadLots(context.Background(), tx); err != nil {
			return err
		}
		entries, err = ledger.Post(context.Background(), tx, held, postings...)
		return err
	})
	return entries
}

func give(m ids.Member, w ledger.Wallet, amount money.Points, terms *ledger.Terms) ledger.Posting {
	return ledger.Posting{Member: m, Wallet: w, Kind: ledger.Adjustment, Amount: amount, Terms: terms, Source: "test",
		Actor: ledger.Actor{Kind: ledger.BySystem}, Version: 1, HappenedOn: day}
}

// redeem takes the mug for so many points; the answer is its code.
func (w *world) redeem(t fatal, m ids.Member, price money.Points) vouchers.Code {
	t.Helper()
	v := vouchers.Voucher{MemberID: m, RewardID: mug, State: vouchers.Issued, Price: price, IssuedAt: day, ExpiresOn: day.AddDate(0, 1, 0)}
	p := give(m, ledger.Points, -price, nil)
	p.Kind, p.SourceID = ledger.Redemption, uuid.New()
	seq := w.post(t, m, p)[0].Seq
	v.EntrySeq = &seq
	w.in(t, func(tx *db.Tx) error {
		if err := vouchers.Mint(tx, keys, &v); err != nil {
			return err
		}
		return tx.Apply(context.Background(), vouchers.Insert(v)...)
	})
	code, err := keys.Open(v)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func (w *world) sums(t fatal, of ...ids.Member) map[string]int64 {
	t.Helper()
	sums := map[string]int64{}
	for _, m := range of {
		for _, wallet := range []ledger.Wallet{ledger.Points, ledger.Credit, ledger.Debt} {
			lots, err := ledger.Lots(context.Background(), w.d, ledger.Of{Member: m, Wallet: wallet})
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range lots {
				sums[fmt.Sprint(wallet, l.AvailableOn, l.ExpiresOn, l.Graced)] += int64(l.Remaining)
			}
			var balance int64
			if err := w.d.Get(context.Background(), &balance, `SELECT balance FROM wallets WHERE member_id = $1 AND wallet = $2`, m, wallet); err != nil {
				t.Fatal(err)
			}
			sums[string(wallet)] += balance
		}
	}
	for days, n := range sums {
		if n == 0 {
			delete(sums, days)
		}
	}
	return sums
}

func TestWhatTwoHadOneHasUnderTheSameDays(t *testing.T) {
	w := newWorld(t)
	rapid.Check(t, func(rt *rapid.T) {
		from, into := w.pair(rt)
		var codes []vouchers.Code
		for _, m := range []ids.Member{from, into} {
			for range rapid.IntRange(0, 4).Draw(rt, "lots") {
				terms := &ledger.Terms{AvailableOn: day.AddDate(0, 0, rapid.SampledFrom([]int{-9, 0, 5}).Draw(rt, "from")), Graced: rapid.Bool().Draw(rt, "graced")}
				if days := rapid.SampledFrom([]int{0, 3, 40}).Draw(rt, "until"); days > 0 {
					until := day.AddDate(0, 0, days)
					terms.ExpiresOn = &until
				}
				wallet := rapid.SampledFrom([]ledger.Wallet{ledger.Points, ledger.Points, ledger.Credit}).Draw(rt, "wallet")
				w.post(rt, m, give(m, wallet, money.Points(rapid.IntRange(1, 300).Draw(rt, "amount")), terms))
			}
			if rapid.Bool().Draw(rt, "owes") {
				w.post(rt, m, give(m, ledger.Debt, 7, nil))
			}
			have, err := ledger.Balances(context.Background(), w.d, m, day)
			if err != nil {
				rt.Fatal(err)
			}
			for have.Spendable > 40 && rapid.Bool().Draw(rt, "redeems") {
				price := money.Points(rapid.IntRange(1, int(have.Spendable)).Draw(rt, "price"))
				codes = append(codes, w.redeem(rt, m, price))
				have.Spendable -= price
			}
		}
		before := w.sums(rt, from, into)
		cmd := merging.Command{From: from, Into: into, Reason: "one person", Key: uuid.NewString(), Who: by}
		told, err := merging.Preview(context.Background(), w.d, w.deps, cmd)
		if err != nil {
			rt.Fatal(err)
		}
		moved, err := merging.Merge(context.Background(), w.d, w.deps, cmd)
		if err != nil || moved.Points != told.Points || moved.Vouchers != told.Vouchers {
			rt.Fatalf("moved %+v, previewed %+v: %v", moved, told, err)
		}
		if again, err := merging.Merge(context.Background(), w.d, w.deps, cmd); err != nil || !again.At.Equal(moved.At) {
			rt.Fatalf("the repeat: %+v %v", again, err)
		}
		if after := w.sums(rt, into); fmt.Sprint(after) != fmt.Sprint(before) {
			rt.Fatalf("before %v\nafter  %v", before, after)
		}
		for _, code := range codes {
			v, err := vouchers.FindByCode(context.Background(), w.d, keys.Key(code))
			if err != nil || v.MemberID != into || v.State != vouchers.Issued || v.EntrySeq == nil {
				rt.Fatalf("the voucher: %+v %v", v, err)
			}
		}
	})
	if report, err := verifying.Run(t.Context(), w.d); err != nil || report.Wrong != nil {
		t.Fatalf("verify: %v %v", report.Wrong, err)
	}
}

func TestTheOldNumberAndContactLeadToTheNewMember(t *testing.T) {
	w := newWorld(t)
	from, into := w.pair(t)
	_, last := w.pair(t)
	old, err := members.Find(t.Context(), w.d, from)
	if err != nil {
		t.Fatal(err)
	}
	gold := tiers.Standing{MemberID: from, Tier: "gold", Since: day, KeepUntil: &day}
	w.in(t, func(tx *db.Tx) error { return tx.Apply(t.Context(), tiers.Save(gold)) })
	for i, pair := range [][2]ids.Member{{from, into}, {into, last}} {
		if _, err := merging.Merge(t.Context(), w.d, w.deps, merging.Command{From: pair[0], Into: pair[1], Reason: "one person", Key: fmt.Sprint(i), Who: by}); err != nil {
			t.Fatal(err)
		}
	}
	byNumber, err := members.FindByNumber(t.Context(), w.d, old.Number)
	if err != nil || byNumber.ID != last {
		t.Errorf("by the old number: %+v %v", byNumber, err)
	}
	byInvite, err := members.FindByInvite(t.Context(), w.d, old.InviteCode)
	if err != nil || byInvite.ID != last {
		t.Errorf("by the old link: %+v %v", byInvite, err)
	}
	current, err := members.Current(t.Context(), w.d, from)
	if err != nil || current.ID != last {
		t.Errorf("by the old id: %+v %v", current, err)
	}
	standings, err := tiers.LoadStandings(t.Context(), w.d, from, into, last)
	if err != nil || standings[last].Tier != "gold" || standings[from].Tier == "gold" {
		t.Errorf("the tiers: %+v %v", standings, err)
	}
	if contacts, err := members.Contacts(t.Context(), w.d, last); err != nil || len(contacts) != 1 {
		t.Errorf("%d contacts: %v", len(contacts), err)
	}
}

func TestWhatCannotBeMergedIsNot(t *testing.T) {
	w := newWorld(t)
	from, into := w.pair(t)
	merge := func(from, into ids.Member, reason string) error {
		_, err := merging.Merge(t.Context(), w.d, w.deps, merging.Command{From: from, Into: into, Reason: reason, Key: uuid.NewString(), Who: by})
		return err
	}
	if err := merge(from, into, " "); !fault.Is(err, "invalid") {
		t.Errorf("without a reason: %v", err)
	}
	if err := merge(from, from, "x"); !fault.Is(err, "merge_same") {
		t.Errorf("into itself: %v", err)
	}
	w.post(t, from, give(from, ledger.Points, 100, &ledger.Terms{AvailableOn: day}))
	if _, err := testdb.Owner(t, w.d).Exec(`INSERT INTO holds VALUES ($1, 'points', gen_random_uuid(), 10, 'open', $2, $3)`,
		from, w.d.Time(), w.d.Time().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if err := merge(from, into, "x"); !fault.Is(err, "merge_held") {
		t.Errorf("between cart and order: %v", err)
	}
	other, _ := w.pair(t)
	if err := merge(other, into, "x"); err != nil {
		t.Fatal(err)
	}
	if err := merge(other, into, "x"); !fault.Is(err, "merge_closed") {
		t.Errorf("a second time: %v", err)
	}
}
