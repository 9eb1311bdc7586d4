package enrolling_test

import (
	"context"
	"testing"
	"time"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/enrolling"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/members"
	"fealty/models/messages"
	"fealty/models/money"
	"fealty/models/once"
	"fealty/models/programme"
	"fealty/models/recording"
	"fealty/models/sessions"
	"fealty/models/vouchers"
)

// world is a club without members: 100 welcome points, an invitation on top.
type world struct {
	testing.TB
	d    *db.DB
	deps enrolling.Deps
}

func newWorld(t testing.TB, change ...func(*programme.Document)) *world {
	t.Helper()
	w := &world{TB: t, d: testdb.OpenWith(t, db.Options{Connections: 12})}
	w.deps = enrolling.Deps{Programme: &programme.Cache{}, CodeKey: sessions.CodeKey("a key for tests"),
		Keys: vouchers.Keyring{Lookup: make([]byte, 32), Box: make([]byte, 32)}}
	doc := programme.Default(programme.Settings{Currency: "EUR", TimeZone: "Europe/Oslo", Country: "NO", Languages: []string{"en", "nb"}})
	for _, c := range change {
		c(&doc)
	}
	text, err := doc.Canonical()
	w.must(err)
	w.must(db.InTx(t.Context(), w.d, func(tx *db.Tx) error {
		return tx.Apply(t.Context(), programme.Insert(programme.Published{Number: 1, StartsAt: time.Unix(0, 0), PublishedAt: tx.Now, By: "system"}, text))
	}))
	return w
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) ask(contact, name string) enrolling.Asked {
	w.Helper()
	asked, err := enrolling.RequestCode(context.Background(), w.d, w.deps, enrolling.Ask{Contact: contact, Language: "en",
		IsJoining: name != "", Form: enrolling.Form{FirstName: name}})
	w.must(err)
	return asked
}

// proof reads the code from the outbox, as its reader would.
func (w *world) proof(asked enrolling.Asked) sessions.Proof {
	w.Helper()
	digits, err := enrolling.DemoCode(context.Background(), w.d, asked.ID)
	w.must(err)
	return sessions.Proof{ID: asked.ID, Digits: digits}
}

func (w *world) confirm(c enrolling.Confirmation) enrolling.Confirmed {
	w.Helper()
	done, err := enrolling.Confirm(context.Background(), w.d, w.deps, c)
	w.must(err)
	return done
}

// join makes a member through a code.
func (w *world) join(contact, name string) enrolling.Confirmed {
	w.Helper()
	return w.confirm(enrolling.Confirmation{Proof: w.proof(w.ask(contact, name))})
}

func (w *world) spendable(m ids.Member) money.Points {
	w.Helper()
	totals, err := ledger.Balances(context.Background(), w.d, m, db.Today(w.d.Time(), time.UTC))
	w.must(err)
	return totals.Spendable
}

func (w *world) outbox(template string) []messages.Message {
	w.Helper()
	all, err := messages.List(context.Background(), w.d, ids.Message{})
	w.must(err)
	var out []messages.Message
	for _, m := range all {
		if m.Template == template {
			out = append(out, m)
		}
	}
	return out
}

func (w *world) count(query string) (n int) {
	w.Helper()
	w.must(w.d.Get(context.Background(), &n, query))
	return n
}

func (w *world) buy(reference string, contact members.Contact) recording.Receipt {
	w.Helper()
	input := recording.Input{Reference: reference, Member: recording.Who{Contact: contact}, Currency: "EUR", Channel: "web", PricesIncludeTax: true,
		Lines: []recording.Line{{SKU: "C", Name: "Coffee", Category: "coffee", Quantity: money.One, UnitPrice: 2000}}}
	receipt, err := recording.Purchase(context.Background(), w.d, recording.Deps{Programme: w.deps.Programme, Keys: w.deps.Keys},
		recording.Command{Key: once.Key{Scope: "test", Key: reference}, Actor: ledger.Actor{Kind: ledger.ByAPI}, Input: input})
	w.must(err)
	return receipt
}
