package closing_test

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"testing"
	"time"

	"fealty/models/catalogue"
	"fealty/models/causes"
	"fealty/models/closing"
	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/giving"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/members"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/redeeming"
	"fealty/models/tiers"
	"fealty/models/vouchers"
)

// world is a club with Alice and Bob, one reward of 60 points, of which there
// are a thousand, and one cause.
type world struct {
	d          *db.DB
	cache      *programme.Cache
	redeem     redeeming.Deps
	give       giving.Deps
	night      closing.Deps
	alice, bob ids.Member
	reward     ids.Reward
	cause      ids.Cause
}

var start = time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC)

func secret(text string) []byte {
	sum := sha256.Sum256([]byte(text))
	return sum[:]
}

func newWorld(t *testing.T) *world {
	t.Helper()
	cache := &programme.Cache{}
	w := &world{d: testdb.Open(t), cache: cache, alice: ids.Member{1}, bob: ids.Member{2}, reward: ids.Reward{1}, cause: ids.Cause{1},
		redeem: redeeming.Deps{Programme: cache, Keys: vouchers.Keyring{Lookup: secret("lookup"), Box: secret("box")}},
		give:   giving.Deps{Programme: cache}, night: closing.Deps{Programme: cache}}
	document, err := json.Marshal(programme.Default(programme.Settings{Currency: "NOK", Languages: []string{"nb"}}))
	if err != nil {
		t.Fatal(err)
	}
	w.in(t, func(ctx context.Context, tx *db.Tx) error {
		first := programme.Published{Number: 1, StartsAt: tx.Now, PublishedAt: tx.Now, By: "test"}
		if err := tx.Apply(ctx, programme.Insert(first, document), ledger.Open(w.alice, w.bob)); err != nil {
			return err
		}
		return w.furnish(ctx, tx)
	})
	return w
}

func (w *world) furnish(ctx context.Context, tx *db.Tx) error {
	for i, m := range []ids.Member{w.alice, w.bob} {
		name := string(rune('a' + i))
		one := members.Member{ID: m, Number: name, InviteCode: name, FirstName: name, Language: "nb", State: members.Active,
			JoinedVia: members.ViaPortal, JoinedAt: tx.Now, JoinedOn: start}
		err := tx.Apply(ctx, members.Insert(one), tiers.Save(tiers.Standing{MemberID: m, Tier: "member", Since: start}),
			members.InsertContact(members.Contact{Kind: members.Email, Value: name + "@example.com", MemberID: m, VerifiedAt: &tx.Now, AddedAt: tx.Now}))
		if err != nil {
			return err
		}
	}
	r := catalogue.Reward{ID: w.reward, Kind: catalogue.Product, State: catalogue.Live, Price: 60, ValidDays: 20, Places: catalogue.Everywhere, Art: "cup"}
	if err := catalogue.Save(ctx, tx, r, []catalogue.Text{{Language: "nb", Name: "Kopp"}}); err != nil {
		return err
	}
	thousand := int64(1000)
	if err := catalogue.SetStock(ctx, tx, r.ID, &thousand, 0); err != nil {
		return err
	}
	return causes.Save(ctx, tx, causes.Cause{ID: w.cause, State: causes.Live, Art: "coast"}, []causes.Text{{Language: "nb", Name: "Kyst"}})
}

// failing is what both *testing.T and *rapid.T can do.
type failing interface {
	Helper()
	Fatalf(format string, args ...any)
}

func (w *world) in(t failing, fn func(ctx context.Context, tx *db.Tx) error) {
	t.Helper()
	ctx := context.Background()
	if err := db.InTx(ctx, w.d, func(tx *db.Tx) error { return fn(ctx, tx) }); err != nil {
		t.Fatalf("%v", err)
	}
}

// award gives points that can be spent from a day on until another.
func (w *world) award(t failing, m ids.Member, points money.Points, from time.Time, until *time.Time) {
	t.Helper()
	w.in(t, func(ctx context.Context, tx *db.Tx) error {
		held, err := ledger.Lock(ctx, tx, m)
		if err != nil {
			return err
		}
		_, err = ledger.Post(ctx, tx, held, ledger.Posting{Member: m, Wallet: ledger.Points, Kind: ledger.Opening, Amount: points,
			Terms: &ledger.Terms{AvailableOn: from, ExpiresOn: until}, Source: "test", Version: 1,
			Actor: ledger.Actor{Kind: ledger.BySystem}, HappenedOn: w.today()})
		return err
	})
}

func (w *world) today() time.Time { return w.d.Time().Truncate(24 * time.Hour) }

func (w *world) totals(t failing, m ids.Member) ledger.Totals {
	t.Helper()
	totals, err := ledger.Balances(context.Background(), w.d, m, w.today())
	if err != nil {
		t.Fatalf("%v", err)
	}
	return totals
}

// count answers how many rows a query counts.
func (w *world) count(t failing, query string, args ...any) int {
	t.Helper()
	var n int
	if err := w.d.Get(context.Background(), &n, query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// adds checks what must hold after every act.
func (w *world) adds(t failing) {
	t.Helper()
	for what, query := range map[string]string{
		"balance = sum of entries = what remains in lots": `SELECT count(*) FROM wallets w WHERE wallet <> 'debt' AND (
			balance <> (SELECT coalesce(sum(amount), 0) FROM entries e WHERE e.member_id = w.member_id AND e.wallet = w.wallet) OR
			balance <> (SELECT coalesce(sum(remaining), 0) FROM lots l WHERE l.member_id = w.member_id AND l.wallet = w.wallet))`,
		"remaining = amount − uses": `SELECT count(*) FROM lots l WHERE remaining <> amount -
			(SELECT coalesce(sum(u.amount), 0) FROM lot_uses u WHERE u.member_id = l.member_id AND u.wallet = l.wallet AND u.lot_seq = l.seq)`,
		"put in − remaining = vouchers out": `SELECT count(*) FROM reward_stock s WHERE put_in - remaining <>
			(SELECT count(*) FROM vouchers v WHERE v.reward_id = s.reward_id AND v.state NOT IN ('returned', 'cancelled'))`,
	} {
		if n := w.count(t, query); n != 0 {
			t.Fatalf("%s: %d wrong", what, n)
		}
	}
}
