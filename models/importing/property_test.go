package importing_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"fealty/models/closing"
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
)

// event is an act of a made-up history.
type event struct {
	at    time.Time
	lines []recording.Line
	// of is which purchase of the history comes back; back is by line.
	of   int
	back map[int]int
}

// drawEvents makes a history of one customer, in the order of time. What comes
// back may be more than was bought: then neither way records it.
func drawEvents(t *rapid.T) []event {
	at := time.Date(2011, 1, 1, 9, 0, 0, 0, time.UTC)
	var all []event
	var bought []int
	for range rapid.IntRange(1, 10).Draw(t, "acts") {
		at = at.Add(time.Duration(rapid.IntRange(1, 60*24).Draw(t, "hours")) * time.Hour)
		if len(bought) > 0 && rapid.IntRange(0, 2).Draw(t, "what") == 0 {
			of := rapid.SampledFrom(bought).Draw(t, "of")
			back := map[int]int{}
			for i := range all[of].lines {
				if n := rapid.IntRange(0, 3).Draw(t, "back"); n > 0 {
					back[i+1] = n
				}
			}
			if len(back) > 0 {
				all = append(all, event{at: at, of: of, back: back})
			}
			continue
		}
		e := event{at: at}
		for range rapid.IntRange(1, 4).Draw(t, "lines") {
			price := rapid.IntRange(1, 40000).Draw(t, "price")
			e.lines = append(e.lines, recording.Line{SKU: rapid.SampledFrom([]string{"A", "B", "C"}).Draw(t, "sku"),
				Category: rapid.SampledFrom([]string{"", "coffee"}).Draw(t, "category"), UnitPrice: money.Amount(price),
				Quantity: money.Quantity(rapid.IntRange(1, 4).Draw(t, "quantity")) * money.One, Discount: money.Amount(rapid.IntRange(0, price).Draw(t, "discount"))})
		}
		bought = append(bought, len(all))
		all = append(all, e)
	}
	return all
}

// csv writes the history in our own format.
func csv(events []event, customer int) string {
	var b strings.Builder
	b.WriteString("kind,reference,of,customer,placed_at,line,sku,category,quantity,unit_price,line_discount\n")
	for i, e := range events {
		at := e.at.Format(time.RFC3339)
		for _, l := range e.lines {
			fmt.Fprintf(&b, "purchase,%d-%d,,%d,%s,,%s,%s,%s,%d.%02d,%d.%02d\n", customer, i, customer, at, l.SKU, l.Category, l.Quantity,
				l.UnitPrice/100, l.UnitPrice%100, l.Discount/100, l.Discount%100)
		}
		for line := 1; line <= 4; line++ {
			if n := e.back[line]; n > 0 {
				fmt.Fprintf(&b, "return,%d-%d,%d-%d,,%s,%d,,,%d,,\n", customer, i, customer, e.of, at, line, n)
			}
		}
	}
	return b.String()
}

// live records the history act by act, as it happens, with the nights between.
func (w *world) live(events []event, customer int) {
	deps := recording.Deps{Programme: w.deps.Programme}
	member := w.join(customer, events[0].at)
	for i, e := range events {
		w.sleep(member, e.at)
		testdb.At(w, w.d, e.at)
		reference := fmt.Sprintf("%d-%d", customer, i)
		if len(e.lines) > 0 {
			_, err := recording.Purchase(w.Context(), w.d, deps, recording.Command{Key: once.Key{Scope: "test", Key: reference}, Actor: ledger.Actor{Kind: ledger.ByImport}, Quiet: true,
				Input: recording.Input{Reference: reference, Member: recording.Who{ID: member}, Currency: "GBP", PricesIncludeTax: true, Lines: e.lines}})
			w.must(err)
			continue
		}
		in := recording.ReturnInput{Reference: reference, PurchaseReference: fmt.Sprintf("%d-%d", customer, e.of)}
		for line := 1; line <= 4; line++ {
			if n := e.back[line]; n > 0 {
				in.Lines = append(in.Lines, recording.Back{Line: line, Quantity: money.Quantity(n) * money.One})
			}
		}
		_, err := recording.Return(w.Context(), w.d, deps, recording.ReturnCommand{Key: once.Key{Scope: "test", Key: reference}, Actor: ledger.Actor{Kind: ledger.ByImport}, Quiet: true, Input: in})
		if err != nil && !fault.Is(err, "return_too_much") {
			w.must(err)
		}
	}
}

func (w *world) join(customer int, at time.Time) ids.Member {
	var id ids.Member
	w.must(db.InTx(w.Context(), w.d, func(tx *db.Tx) (err error) {
		if id, err = db.ID[ids.Member](tx); err != nil {
			return err
		}
		m := members.Member{ID: id, Number: fmt.Sprint(customer), Language: "en", InviteCode: fmt.Sprint(customer), State: members.Active,
			JoinedVia: members.ViaImport, JoinedAt: at, JoinedOn: db.Today(at, time.UTC)}
		version, err := w.deps.Programme.InForce(w.Context(), tx)
		if err != nil {
			return err
		}
		return tx.Apply(w.Context(), members.Insert(m), ledger.Open(id), tiers.Save(tiers.Start(version.Document.Tiers, id, m.JoinedOn)),
			members.InsertReference(members.Reference{Source: "fealty", Reference: fmt.Sprint(customer), MemberID: id}))
	}))
	return id
}

// sleep closes the days on which the member's promise ended.
func (w *world) sleep(m ids.Member, until time.Time) {
	for {
		var ends []time.Time
		w.must(w.d.Select(w.Context(), &ends, `SELECT keep_until FROM standings WHERE member_id = $1 AND keep_until < $2`, m, db.Today(until, time.UTC)))
		if len(ends) == 0 {
			return
		}
		testdb.At(w, w.d, ends[0].AddDate(0, 0, 1).Add(time.Hour))
		_, err := closing.Night(w.Context(), w.d, closing.Deps{Programme: w.deps.Programme}, db.Today(ends[0], time.UTC))
		w.must(err)
	}
}

// of gives what stands about a customer in the end.
func (w *world) of(customer int) string {
	var out []string
	for _, query := range []string{
		`SELECT concat_ws('|', s.tier, s.since, s.keep_until, s.reached_in, p.balance, d.balance, p.active_on)
			FROM member_references x LEFT JOIN standings s ON s.member_id = x.member_id
			JOIN wallets p ON p.member_id = x.member_id AND p.wallet = 'points' JOIN wallets d ON d.member_id = x.member_id AND d.wallet = 'debt' WHERE x.reference = $1`,
		`SELECT concat_ws('|', p.reference, placed_at, placed_on, total, earning_base, points, points_returned, entry_seq, tier_spend, tier_points, cells,
			facts - 5) FROM purchases p JOIN member_references x ON x.member_id = p.member_id WHERE x.reference = $1 ORDER BY 1`,
		`SELECT concat_ws('|', l.line, l.sku, l.bought, l.returned, l.amount, l.base, l.points, p.reference) FROM purchase_lines l
			JOIN purchases p ON p.member_id = l.member_id AND p.id = l.purchase_id JOIN member_references x ON x.member_id = p.member_id WHERE x.reference = $1 ORDER BY 1`,
		`SELECT concat_ws('|', r.reference, r.returned_at, r.amount, r.due, r.taken, r.forgiven, r.owed, r.lines) FROM returns r
			JOIN member_references x ON x.member_id = r.member_id WHERE x.reference = $1 ORDER BY 1`,
		`SELECT concat_ws('|', e.wallet, e.seq, e.kind, e.amount, e.balance, e.source, e.actor, e.version, e.happened_on) FROM entries e
			JOIN member_references x ON x.member_id = e.member_id WHERE x.reference = $1 ORDER BY 1`,
		`SELECT concat_ws('|', l.seq, l.amount, l.remaining, l.available_on, l.expires_on) FROM lots l
			JOIN member_references x ON x.member_id = l.member_id WHERE x.reference = $1 ORDER BY 1`,
		`SELECT concat_ws('|', u.entry_seq, u.lot_seq, u.amount) FROM lot_uses u
			JOIN member_references x ON x.member_id = u.member_id WHERE x.reference = $1 ORDER BY 1`,
	} {
		var rows []string
		w.must(w.d.Select(w.Context(), &rows, query, fmt.Sprint(customer)))
		out = append(out, strings.Join(rows, "\n"))
	}
	return strings.Join(out, "\n\n")
}

// lively is a programme in which much happens in a year.
func lively(d *programme.Document) {
	d.Club.TimeZone = "UTC"
	d.Earning.Multipliers = append(d.Earning.Multipliers, earning.Multiplier{Key: "coffee", Categories: []string{"coffee"}, Factor: decimal.RequireFromString("1.7")})
	d.Tiers.Window, d.Tiers.Months, d.Tiers.Keep.Kind, d.Tiers.Keep.Months, d.Tiers.Downgrade = "rolling", 4, "months", 2, "one_step"
	d.Earning.Expiry = earning.Expiry{Kind: earning.Never}
}

func TestAnImportedHistoryIsTheSameAsOneThatWasLived(t *testing.T) {
	for name, change := range map[string]func(*programme.Document){
		"owed": func(d *programme.Document) { lively(d) },
		"forgiven": func(d *programme.Document) {
			lively(d)
			d.Spending.Debt = programme.Forgive
			d.Tiers.Window = "calendar"
			d.Tiers.Keep.Kind = "rest_of_next_year"
		},
	} {
		t.Run(name, func(t *testing.T) {
			lived, imported := newWorld(t, change), newWorld(t, change)
			customer := 0
			rapid.Check(t, func(rt *rapid.T) {
				events := drawEvents(rt)
				customer++
				lived.live(events, customer)
				testdb.At(t, imported.d, now.AddDate(5, 0, 0))
				imported.fealty(csv(events, customer))
				if a, b := lived.of(customer), imported.of(customer); a != b {
					rt.Fatalf("lived:\n%s\n\nimported:\n%s", a, b)
				}
			})
			imported.addsUp()
			lived.addsUp()
		})
	}
}
