package importing_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/importing"
	"fealty/models/ledger"
	"fealty/models/members"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/verifying"
)

// now is when the imports of these tests run.
var now = time.Date(2012, 1, 10, 12, 0, 0, 0, time.UTC)

// world is a shop in pounds: a point per pound, silver from 300 points, gold
// from 1,000.
type world struct {
	testing.TB
	d    *db.DB
	deps importing.Deps
}

func newWorld(t testing.TB, change ...func(*programme.Document)) *world {
	t.Helper()
	w := &world{TB: t, d: testdb.Open(t), deps: importing.Deps{Programme: &programme.Cache{}}}
	testdb.At(t, w.d, now)
	doc := programme.Default(programme.Settings{Currency: "GBP", TimeZone: "Europe/London"})
	for _, c := range change {
		c(&doc)
	}
	text, err := doc.Canonical()
	w.must(err)
	w.must(db.InTx(t.Context(), w.d, func(tx *db.Tx) error {
		return tx.Apply(t.Context(), programme.Insert(programme.Published{Number: 1, StartsAt: time.Unix(0, 0), PublishedAt: now, By: "system"}, text))
	}))
	return w
}

func (w *world) must(err error) {
	w.Helper()
	var f *fault.Error
	if errors.As(err, &f) {
		w.Fatalf("%v: %s %v %v", err, f.Key, f.Params, f.Fields)
	}
	if err != nil {
		w.Fatal(err)
	}
}

// retail imports rows of the data set.
func (w *world) retail(rows string, change ...func(*importing.Command)) importing.Report {
	w.Helper()
	r, err := w.try(importing.FormatRetail, retailHeader+rows, change...)
	w.must(err)
	return r
}

const retailHeader = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"

// fealty imports our own format.
func (w *world) fealty(text string, change ...func(*importing.Command)) importing.Report {
	w.Helper()
	r, err := w.try(importing.FormatFealty, text, change...)
	for _, bad := range r.Bad {
		w.Logf("line %d, %s: %s %v", bad.Line, bad.Column, bad.Why.Key, bad.Why.Params)
	}
	w.must(err)
	return r
}

func (w *world) try(format, text string, change ...func(*importing.Command)) (importing.Report, error) {
	w.Helper()
	cmd := importing.Command{File: strings.NewReader(text), Format: format}
	for _, c := range change {
		c(&cmd)
	}
	return importing.Run(context.Background(), w.d, w.deps, cmd)
}

func dry(c *importing.Command) { c.DryRun = true }

// rows proves how many rows are in each class; every other class is empty.
func (w *world) rows(r importing.Report, want map[importing.Class]int) {
	w.Helper()
	for _, class := range importing.Classes() {
		if r.Rows[class] != want[class] {
			w.Errorf("class %d holds %d rows, not %d", class, r.Rows[class], want[class])
		}
	}
}

func (w *world) count(query string, args ...any) int {
	w.Helper()
	var n int
	w.must(w.d.Get(w.Context(), &n, query, args...))
	return n
}

func (w *world) wants(what string, got, want any) {
	w.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		w.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// balance is the points of the customer with a number.
func (w *world) balance(customer string) int {
	w.Helper()
	return w.count(`SELECT balance FROM wallets WHERE wallet = 'points'
		AND member_id = (SELECT member_id FROM member_references WHERE reference = $1)`, customer)
}

// adds up proves the whole book.
func (w *world) addsUp() {
	w.Helper()
	report, err := verifying.Run(w.Context(), w.d)
	w.must(err)
	if report.Wrong != nil {
		w.Errorf("the book: %v", report.Wrong)
	}
}

// all gives everything that an import writes, but for what is drawn by chance.
func (w *world) all() string {
	w.Helper()
	var out []string
	for _, query := range []string{
		`SELECT concat_ws('|', x.reference, m.joined_on, s.tier, s.since, s.keep_until, p.balance, d.balance, p.seq)
			FROM member_references x JOIN members m ON m.id = x.member_id JOIN standings s ON s.member_id = m.id
			JOIN wallets p ON p.member_id = m.id AND p.wallet = 'points' JOIN wallets d ON d.member_id = m.id AND d.wallet = 'debt' ORDER BY 1`,
		`SELECT concat_ws('|', reference, placed_at, total, discount, points, points_returned, entry_seq, tier_spend, tier_points, cells) FROM purchases ORDER BY 1`,
		`SELECT concat_ws('|', p.reference, l.line, l.sku, l.bought, l.returned, l.amount, l.points) FROM purchase_lines l
			JOIN purchases p ON p.member_id = l.member_id AND p.id = l.purchase_id ORDER BY 1`,
		`SELECT concat_ws('|', reference, returned_at, amount, due, taken, forgiven, owed, lines) FROM returns ORDER BY 1`,
		`SELECT concat_ws('|', x.reference, e.wallet, e.seq, e.kind, e.amount, e.balance, e.happened_on) FROM entries e
			JOIN member_references x ON x.member_id = e.member_id ORDER BY 1`,
		`SELECT concat_ws('|', x.reference, l.seq, l.amount, l.remaining, l.available_on, l.expires_on) FROM lots l
			JOIN member_references x ON x.member_id = l.member_id ORDER BY 1`,
		`SELECT concat_ws('|', reference, (SELECT count(*) FROM return_references)) FROM purchase_references ORDER BY 1`,
	} {
		var rows []string
		w.must(w.d.Select(w.Context(), &rows, query))
		out = append(out, strings.Join(rows, "\n"))
	}
	return strings.Join(out, "\n\n")
}

// spend takes points as staff might.
func (w *world) spend(customer string, n money.Points) {
	w.Helper()
	w.must(db.InTx(w.Context(), w.d, func(tx *db.Tx) error {
		m, err := members.FindByReference(w.Context(), tx, importing.FormatRetail, customer)
		if err != nil {
			return err
		}
		held, err := ledger.Lock(w.Context(), tx, m.ID)
		if err != nil {
			return err
		}
		if err := held.LoadLots(w.Context(), tx); err != nil {
			return err
		}
		_, err = ledger.Post(w.Context(), tx, held, ledger.Posting{Member: m.ID, Wallet: ledger.Points, Kind: ledger.Adjustment, Amount: -n,
			Source: "test", Actor: ledger.Actor{Kind: ledger.BySystem}, Version: 1, HappenedOn: time.Date(2011, 3, 15, 0, 0, 0, 0, time.UTC)})
		return err
	}))
}
