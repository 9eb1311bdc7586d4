package ledger

import (
	"context"
	"fmt"
	"testing"
	"time"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/ids"
	"fealty/models/money"
)

// tb is what the helpers ask of a test, one of rapid's too.
type tb interface {
	Helper()
	Error(args ...any)
	Fatal(args ...any)
}

// The day that the tests' clock stands at, and days after it.
func day(n int) time.Time { return time.Date(2026, 3, 10+n, 0, 0, 0, 0, time.UTC) }

func until(n int) *time.Time { d := day(n); return &d }

// member gives the n-th member's id.
func member(n int) ids.Member {
	id, _ := ids.Parse[struct{}](fmt.Sprintf("01960000-0000-7000-8000-%012d", n))
	return ids.Member(id)
}

func post(m ids.Member, kind Kind, amount money.Points) Posting {
	return Posting{Member: m, Wallet: Points, Kind: kind, Amount: amount, Source: "test", Actor: Actor{Kind: BySystem}, Version: 1, HappenedOn: day(0)}
}

// award makes a lot that can be spent at once.
func award(m ids.Member, amount money.Points, expires *time.Time) Posting {
	p := post(m, Purchase, amount)
	p.Terms = &Terms{AvailableOn: day(0), ExpiresOn: expires}
	return p
}

func spend(m ids.Member, amount money.Points) Posting { return post(m, Redemption, -amount) }

func takeBack(m ids.Member, amount money.Points, from int64) Posting {
	p := post(m, Reversal, -amount)
	p.Draw, p.From = TakingBack, from
	return p
}

func giveBack(m ids.Member, amount money.Points, entry int64) Posting {
	p := post(m, VoucherReturned, amount)
	p.GivesBack = entry
	return p
}

func debt(m ids.Member, amount money.Points) Posting {
	p := post(m, Owed, amount)
	p.Wallet = Debt
	return p
}

// fresh holds new members without a database.
func fresh(members ...ids.Member) *Held {
	h := newHeld(testdb.Start)
	h.Open(members...)
	return h
}

func mustCompose(t *testing.T, h *Held, postings ...Posting) *Batch {
	t.Helper()
	b, err := Compose(h, postings...)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// on composes, as if it were written, and remembers what was taken as LoadUses
// would read it.
func on(t *testing.T, h *Held, postings ...Posting) *Batch {
	t.Helper()
	b := mustCompose(t, h, postings...)
	h.Advance(b)
	for _, u := range b.uses {
		w := h.wallets[Of{u.Member, u.Wallet}]
		if u.Amount < 0 {
			continue
		}
		if w.uses[u.Entry] == nil {
			w.putUses([]int64{u.Entry}, nil)
		}
		w.uses[u.Entry].taken[u.Lot] += u.Amount
	}
	return b
}

// left tells what remains in each lot of the points wallet, by seq.
func left(h *Held, m ids.Member) map[int64]money.Points {
	out := map[int64]money.Points{}
	for _, l := range h.Lots(m, Points) {
		out[l.Seq] = l.Remaining
	}
	return out
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// inTx runs one act on a locked member of the database, with lots loaded.
func inTx(t tb, d *db.DB, m ids.Member, act func(ctx context.Context, tx *db.Tx, h *Held) error) error {
	t.Helper()
	ctx := context.Background()
	return db.InTx(ctx, d, func(tx *db.Tx) error {
		h, err := Lock(ctx, tx, m)
		if err != nil {
			return err
		}
		if err := h.LoadLots(ctx, tx); err != nil {
			return err
		}
		return act(ctx, tx, h)
	})
}

func posting(t tb, d *db.DB, m ids.Member, postings ...Posting) error {
	t.Helper()
	return inTx(t, d, m, func(ctx context.Context, tx *db.Tx, h *Held) error {
		_, err := Post(ctx, tx, h, postings...)
		return err
	})
}

func mustPost(t tb, d *db.DB, m ids.Member, postings ...Posting) {
	t.Helper()
	if err := posting(t, d, m, postings...); err != nil {
		t.Fatal(err)
	}
}

func open(t tb, d *db.DB, members ...ids.Member) {
	t.Helper()
	err := db.InTx(context.Background(), d, func(tx *db.Tx) error { return tx.Apply(context.Background(), Open(members...)) })
	if err != nil {
		t.Fatal(err)
	}
}

// balanced fails unless balance = sum of entries = what remains in lots, for
// every wallet with lots.
func balanced(t tb, d *db.DB) {
	t.Helper()
	var wrong []string
	err := d.Select(context.Background(), &wrong, `SELECT member_id || ' ' || wallet || ': balance ' || balance || ', entries ' || e || ', lots ' || l
		FROM wallets w,
			LATERAL (SELECT coalesce(sum(amount), 0) AS e FROM entries x WHERE x.member_id = w.member_id AND x.wallet = w.wallet) AS es,
			LATERAL (SELECT coalesce(sum(remaining), 0) AS l FROM lots x WHERE x.member_id = w.member_id AND x.wallet = w.wallet) AS ls
		WHERE balance <> e OR (wallet <> 'debt' AND balance <> l)`)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range wrong {
		t.Error(line)
	}
}
