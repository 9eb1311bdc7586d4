package recording_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/shopspring/decimal"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/earning"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/members"
	"fealty/models/money"
	"fealty/models/once"
	"fealty/models/programme"
	"fealty/models/recording"
	"fealty/models/tiers"
	"fealty/models/vouchers"
)

// world is a shop with a programme: a point per euro, double on coffee, silver
// from 300 points.
type world struct {
	testing.TB
	d       *db.DB
	deps    recording.Deps
	numbers int
}

func newWorld(t testing.TB, change ...func(*programme.Document)) *world {
	t.Helper()
	w := &world{TB: t, d: testdb.Open(t)}
	w.deps = recording.Deps{Programme: &programme.Cache{}, Keys: vouchers.Keyring{Lookup: make([]byte, 32), Box: make([]byte, 32)},
		Queue: recording.NewQueue(w.d, 2)}
	doc := programme.Default(programme.Settings{Currency: "EUR", TimeZone: "Europe/Oslo"})
	doc.Earning.Multipliers = append(doc.Earning.Multipliers, earning.Multiplier{Key: "coffee", Categories: []string{"coffee"}, Factor: decimal.NewFromInt(2)})
	doc.Words.Rules = map[string]map[string]string{"coffee": {"en": "Coffee"}}
	doc.Spending.Paying = nil // no bounds, as in documents of before
	for _, c := range change {
		c(&doc)
	}
	text, err := doc.Canonical()
	w.must(err)
	w.apply(programme.Insert(programme.Published{Number: 1, StartsAt: time.Unix(0, 0), PublishedAt: w.d.Time(), By: "system"}, text))
	return w
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) apply(writes ...db.Write) {
	w.Helper()
	w.must(w.tx(func(tx *db.Tx) error { return tx.Apply(context.Background(), writes...) }))
}

func (w *world) tx(fn func(tx *db.Tx) error) error {
	return db.InTx(context.Background(), w.d, fn)
}

// member makes a member with wallets and, when given, a verified e-mail.
func (w *world) member(email string) ids.Member {
	w.Helper()
	w.numbers++
	var id ids.Member
	w.must(w.tx(func(tx *db.Tx) (err error) {
		id, err = db.ID[ids.Member](tx)
		return err
	}))
	m := members.Member{ID: id, Number: fmt.Sprintf("%010d", w.numbers), FirstName: "Alice", Language: "en", InviteCode: fmt.Sprintf("code%04d", w.numbers),
		State: members.Active, JoinedVia: members.ViaAPI, JoinedAt: w.d.Time(), JoinedOn: db.Today(w.d.Time(), time.UTC)}
	w.apply(members.Insert(m), ledger.Open(id))
	if email != "" {
		at := w.d.Time()
		w.apply(members.InsertContact(members.Contact{Kind: members.Email, Value: email, MemberID: id, VerifiedAt: &at, AddedAt: at}))
	}
	return id
}

// credit gives points or credit outside a purchase.
func (w *world) give(m ids.Member, wallet ledger.Wallet, n money.Points, expires *time.Time) {
	w.Helper()
	w.must(w.tx(func(tx *db.Tx) error {
		held, err := ledger.Lock(context.Background(), tx, m)
		if err != nil {
			return err
		}
		if err := held.LoadLots(context.Background(), tx); err != nil {
			return err
		}
		_, err = ledger.Post(context.Background(), tx, held, ledger.Posting{Member: m, Wallet: wallet, Kind: ledger.Adjustment, Amount: n,
			Terms: &ledger.Terms{AvailableOn: w.today(), ExpiresOn: expires}, Source: "test", Actor: ledger.Actor{Kind: ledger.BySystem}, Version: 1, HappenedOn: w.today()})
		return err
	}))
}

func (w *world) today() time.Time { return db.Today(w.d.Time(), time.UTC) }

// basket is a purchase of one line at a price in euros.
func basket(m ids.Member, reference string, euros money.Amount) recording.Input {
	return recording.Input{Reference: reference, Member: recording.Who{ID: m}, Currency: "EUR", Channel: "web", PricesIncludeTax: true,
		Lines: []recording.Line{{SKU: "A", Name: "Mug", Category: "mugs", Quantity: money.One, UnitPrice: euros * 100}}}
}

func command(key string, in recording.Input) recording.Command {
	return recording.Command{Key: once.Key{Scope: "api:purchases", Key: key}, Actor: ledger.Actor{Kind: ledger.ByAPI}, Input: in}
}

func (w *world) buy(in recording.Input) recording.Receipt {
	w.Helper()
	r, err := recording.Purchase(context.Background(), w.d, w.deps, command("k-"+in.Reference, in))
	w.must(err)
	return r
}

func (w *world) tryBuy(in recording.Input) error {
	_, err := recording.Purchase(context.Background(), w.d, w.deps, command("k-"+in.Reference, in))
	return err
}

func (w *world) giveBack(purchase ids.Purchase, reference string, lines ...recording.Back) recording.ReturnReceipt {
	w.Helper()
	r, err := w.tryReturn(recording.ReturnInput{PurchaseID: purchase, Reference: reference, Lines: lines})
	w.must(err)
	return r
}

func (w *world) tryReturn(in recording.ReturnInput) (recording.ReturnReceipt, error) {
	return recording.Return(context.Background(), w.d, w.deps, recording.ReturnCommand{Key: once.Key{Scope: "api:returns", Key: "k-" + in.Reference},
		Actor: ledger.Actor{Kind: ledger.ByAPI}, Input: in})
}

func (w *world) totals(m ids.Member) ledger.Totals {
	w.Helper()
	t, err := ledger.Balances(context.Background(), w.d, m, w.today())
	w.must(err)
	return t
}

func (w *world) tier(m ids.Member) string {
	w.Helper()
	all, err := tiers.LoadStandings(context.Background(), w.d, m)
	w.must(err)
	return all[m].Tier
}

func (w *world) count(query string, args ...any) int {
	w.Helper()
	var n int
	w.must(w.d.Get(context.Background(), &n, query, args...))
	return n
}

// booksAgree proves balance = sum of entries = what remains in lots.
func (w *world) booksAgree() {
	w.Helper()
	wrong := w.count(`SELECT count(*) FROM wallets w
		WHERE balance <> coalesce((SELECT sum(amount) FROM entries e WHERE e.member_id = w.member_id AND e.wallet = w.wallet), 0)
		OR (wallet <> 'debt' AND balance <> coalesce((SELECT sum(remaining) FROM lots l WHERE l.member_id = w.member_id AND l.wallet = w.wallet), 0))
		OR balance < 0`)
	if wrong != 0 {
		w.Fatalf("%d wallets don't agree with their entries and lots", wrong)
	}
}

func (w *world) wants(what string, got, want any) {
	w.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		w.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func (w *world) refused(err error, kind fault.Kind, key string) {
	w.Helper()
	if fault.KindOf(err) != kind || !fault.Is(err, key) {
		w.Errorf("got %v, want %s", err, key)
	}
}

// paid is a payment.
func paid(p recording.Payment) []recording.Payment { return []recording.Payment{p} }

// statements counts what the app has executed in this database, but for BEGIN
// and COMMIT.
func statements(w *world, owner *sqlx.DB) int {
	w.Helper()
	var n int
	w.must(owner.Get(&n, `SELECT coalesce(sum(calls), 0) FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid JOIN pg_roles r ON r.oid = s.userid
		WHERE d.datname = current_database() AND r.rolname = 'fealty_app' AND query !~* '^(begin|commit|start|rollback)'`))
	return n
}
