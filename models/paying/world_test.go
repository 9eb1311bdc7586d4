package paying_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/members"
	"fealty/models/money"
	"fealty/models/once"
	"fealty/models/paying"
	"fealty/models/programme"
	"fealty/models/purchases"
	"fealty/models/recording"
	"fealty/models/reservations"
	"fealty/models/spending"
	"fealty/models/vouchers"
)

// world is a shop where a hundred points pay five euros, half of a basket, a hundred at a time.
type world struct {
	*testing.T
	d     *db.DB
	deps  paying.Deps
	count int
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{T: t, d: testdb.Open(t)}
	w.deps = paying.Deps{Programme: &programme.Cache{}, Keys: vouchers.Keyring{Lookup: make([]byte, 32), Box: make([]byte, 32)}}
	w.publish(1, programme.Default(programme.Settings{Currency: "EUR", TimeZone: "Europe/Oslo"}))
	return w
}

func (w *world) publish(number int, doc programme.Document) {
	w.Helper()
	text, err := doc.Canonical()
	w.must(err)
	w.apply(programme.Insert(programme.Published{Number: number, StartsAt: time.Unix(int64(number), 0), PublishedAt: w.d.Time(), By: "system"}, text))
	w.deps.Programme.Forget()
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) tx(fn func(tx *db.Tx) error) {
	w.Helper()
	w.must(db.InTx(context.Background(), w.d, fn))
}

func (w *world) apply(writes ...db.Write) {
	w.Helper()
	w.tx(func(tx *db.Tx) error { return tx.Apply(context.Background(), writes...) })
}

// member makes one who has points that never end.
func (w *world) member(points money.Points) ids.Member {
	w.Helper()
	var m members.Member
	w.count++
	w.tx(func(tx *db.Tx) (err error) {
		m.ID, err = db.ID[ids.Member](tx)
		return err
	})
	m.Number, m.FirstName, m.Language, m.InviteCode = fmt.Sprintf("%010d", w.count), "Alice", "en", fmt.Sprintf("code%04d", w.count)
	m.State, m.JoinedVia, m.JoinedAt, m.JoinedOn = members.Active, members.ViaAPI, w.d.Time(), w.today()
	w.apply(members.Insert(m), ledger.Open(m.ID))
	w.give(m.ID, ledger.Points, points, nil)
	return m.ID
}

func (w *world) today() time.Time {
	zone, err := time.LoadLocation("Europe/Oslo")
	w.must(err)
	return db.Today(w.d.Time(), zone)
}

func (w *world) give(m ids.Member, wallet ledger.Wallet, n money.Points, until *time.Time) {
	w.Helper()
	if n == 0 {
		return
	}
	w.tx(func(tx *db.Tx) error {
		held, err := ledger.Lock(context.Background(), tx, m)
		w.must(err)
		_, err = ledger.Post(context.Background(), tx, held, ledger.Posting{Member: m, Wallet: wallet, Kind: ledger.Adjustment, Amount: n,
			Terms: &ledger.Terms{AvailableOn: w.today(), ExpiresOn: until}, Source: "test", Actor: ledger.Actor{Kind: ledger.BySystem}, Version: 1, HappenedOn: w.today()})
		return err
	})
}

// voucher issues one of five euros off.
func (w *world) voucher(m ids.Member) (v vouchers.Voucher, code vouchers.Code) {
	w.Helper()
	ctx := context.Background()
	w.tx(func(tx *db.Tx) (err error) {
		reward := catalogue.Reward{Kind: catalogue.MoneyOff, State: catalogue.Live, Price: 100, Worth: 500, ValidDays: 30, Places: catalogue.Everywhere, Art: "cup"}
		if reward.ID, err = db.ID[ids.Reward](tx); err != nil {
			return err
		}
		w.must(catalogue.Save(ctx, tx, reward, []catalogue.Text{{Language: "en", Name: "Five off"}}))
		v = vouchers.Voucher{MemberID: m, RewardID: reward.ID, State: vouchers.Issued, Price: 100, Worth: 500, IssuedAt: tx.Now, ExpiresOn: w.today().AddDate(0, 0, 30)}
		w.must(vouchers.Mint(tx, w.deps.Keys, &v))
		code, err = w.deps.Keys.Open(v)
		w.must(err)
		return tx.Apply(ctx, vouchers.Insert(v)...)
	})
	return v, code
}

func (w *world) voucherState(v vouchers.Voucher) vouchers.State {
	w.Helper()
	now, err := vouchers.Find(context.Background(), w.d, v.MemberID, v.ID)
	w.must(err)
	return now.State
}

func basket(m ids.Member, reference string, euros money.Amount) recording.Input {
	return recording.Input{Reference: reference, Member: recording.Who{ID: m}, Currency: "EUR", Channel: "web", PricesIncludeTax: true,
		Lines: []recording.Line{{SKU: "A", Name: "Mug", Category: "mugs", Quantity: money.One, UnitPrice: euros * 100}}}
}

func (w *world) key(act string) once.Key {
	w.count++
	return once.Key{Scope: "api:" + act, Key: fmt.Sprint("k-", w.count)}
}

func (w *world) try(in recording.Input, ask spending.Ask) (reservations.Reservation, error) {
	return paying.Reserve(context.Background(), w.d, w.deps, paying.Asking{Key: w.key("reservations"), Input: in, Ask: ask})
}

func (w *world) reserve(in recording.Input, ask spending.Ask) reservations.Reservation {
	w.Helper()
	r, err := w.try(in, ask)
	w.must(err)
	return r
}

func (w *world) capture(r reservations.Reservation, in recording.Input) (recording.Receipt, error) {
	in.Reservation = r.ID
	return recording.Purchase(context.Background(), w.d, w.deps, recording.Command{Key: once.Key{Scope: "api:captures", Key: in.Reference}, Actor: ledger.Actor{Kind: ledger.ByAPI}, Input: in})
}

func (w *world) release(r reservations.Reservation) error {
	_, err := paying.Release(context.Background(), w.d, paying.Releasing{Key: w.key("releases"), ID: r.ID})
	return err
}

func (w *world) state(r reservations.Reservation) reservations.State {
	w.Helper()
	now, err := reservations.Find(context.Background(), w.d, r.ID)
	w.must(err)
	return now.StateAt(w.d.Time())
}

func (w *world) totals(m ids.Member) ledger.Totals {
	w.Helper()
	t, err := ledger.Balances(context.Background(), w.d, m, w.today())
	w.must(err)
	return t
}

func (w *world) rows(query string, args ...any) (n int) {
	w.Helper()
	w.must(w.d.Get(context.Background(), &n, query, args...))
	return n
}

func (w *world) wants(what string, got, want any) {
	w.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		w.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func (w *world) refused(err error, key string) {
	w.Helper()
	if fault.KindOf(err) != fault.Refused || !fault.Is(err, key) {
		w.Errorf("got %v, want %s", err, key)
	}
}

func paysWith(code vouchers.Code) []recording.Payment {
	return []recording.Payment{{Kind: purchases.PaidVoucher, Code: code}}
}
