package verifying_test

import (
	"context"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/verifying"
)

const (
	aliceID = "01960000-0000-7000-8000-00000000000a"
	bobID   = "01960000-0000-7000-8000-00000000000b"
)

var today = time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC)

// things are the rows around the book that belong to its entries.
const things = `
INSERT INTO members (id, number, language, invite_code, joined_via, joined_at, joined_on) VALUES
	('` + aliceID + `', '1', 'en', 'a', 'demo', '2026-03-10', '2026-03-10'), ('` + bobID + `', '2', 'en', 'b', 'demo', '2026-03-10', '2026-03-10');
INSERT INTO purchases (member_id, id, reference, placed_at, placed_on, recorded_at, channel, shop, total, shipping, discount, tax, paid_otherwise,
		earning_base, version, points, points_returned, entry_seq, tier_spend, tier_points, cells, facts, payments) VALUES
	('` + aliceID + `', '00000000-0000-7000-8000-000000000001', 'A-1', '2026-03-10', '2026-03-10', '2026-03-10', 'web', 'web', 10000, 0, 0, 0, 0,
		10000, 1, 100, 25, 1, 7500, 75, '[{"line": 1, "rule": "base", "points": 60}, {"line": 2, "rule": "base", "points": 40}]', '{}', '[]');
INSERT INTO purchase_lines (member_id, purchase_id, line, sku, name, category, brand, bought, returned, unit_price, discount, amount, tax, base, points) VALUES
	('` + aliceID + `', '00000000-0000-7000-8000-000000000001', 1, 's', 'Tea', 'tea', '', 4000, 1000, 1500, 0, 6000, 0, 6000, 60),
	('` + aliceID + `', '00000000-0000-7000-8000-000000000001', 2, 't', 'Cup', 'cups', '', 1000, 0, 4000, 0, 4000, 0, 4000, 40);
INSERT INTO returns (member_id, purchase_id, id, reference, returned_at, recorded_at, amount, due, taken, forgiven, owed, lines) VALUES
	('` + aliceID + `', '00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002', 'R-1', '2026-03-10', '2026-03-10', 1500,
		25, 20, 0, 5, '[{"line": 1, "quantity": 1000, "due": 25}]');
INSERT INTO rewards (id, kind, state, price, worth, cost, valid_days, art, created_at, updated_at) VALUES
	('00000000-0000-7000-8000-000000000003', 'product', 'live', 60, 500, 300, 30, 'cup', '2026-03-10', '2026-03-10');
INSERT INTO reward_stock (reward_id, shard, put_in, remaining) VALUES ('00000000-0000-7000-8000-000000000003', 0, 10, 9);
INSERT INTO vouchers (member_id, id, reward_id, state, code_key, price, worth, entry_seq, issued_at, expires_on, used_at) VALUES
	('` + aliceID + `', '00000000-0000-7000-8000-000000000004', '00000000-0000-7000-8000-000000000003', 'used', 'k1', 60, 500, 3, '2026-03-10', '2026-04-10', '2026-03-10'),
	('` + aliceID + `', '00000000-0000-7000-8000-000000000005', '00000000-0000-7000-8000-000000000003', 'returned', 'k2', 50, 500, 4, '2026-03-10', '2026-04-10', NULL);
INSERT INTO voucher_codes VALUES ('k1', '` + aliceID + `', '00000000-0000-7000-8000-000000000004'), ('k2', '` + aliceID + `', '00000000-0000-7000-8000-000000000005');
INSERT INTO voucher_uses (id, member_id, voucher_id, reward_id, place, pays, used_at) VALUES
	('00000000-0000-7000-8000-000000000006', '` + aliceID + `', '00000000-0000-7000-8000-000000000004', '00000000-0000-7000-8000-000000000003', 'counter', 0, '2026-03-10');
INSERT INTO donations (member_id, id, cause_id, points, amount, matched, entry_seq, given_at, given_on) VALUES
	('` + aliceID + `', '00000000-0000-7000-8000-000000000007', '00000000-0000-7000-8000-000000000008', 10, 100, 0, 7, '2026-03-10', '2026-03-10');`

// world is a database whose book and things agree.
type world struct {
	*testing.T
	d     *db.DB
	owner *sqlx.DB
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{T: t, d: testdb.Open(t)}
	w.owner = testdb.Owner(t, w.d)
	w.owner.SetMaxOpenConns(1) // what a session sets stays
	alice, bob := id(aliceID), id(bobID)
	week := today.AddDate(0, 0, 7)
	terms := &ledger.Terms{AvailableOn: today, ExpiresOn: &week}
	w.post([]ids.Member{alice, bob},
		ledger.Posting{Member: alice, Kind: ledger.Purchase, Amount: 100, Terms: terms}, // 1
		ledger.Posting{Member: bob, Kind: ledger.Welcome, Amount: 35, Terms: terms},
		ledger.Posting{Member: alice, Kind: ledger.Welcome, Amount: 50, Terms: &ledger.Terms{AvailableOn: today}}, // 2
		ledger.Posting{Member: alice, Kind: ledger.Redemption, Amount: -60},                                       // 3
		ledger.Posting{Member: alice, Kind: ledger.Redemption, Amount: -50},                                       // 4: 40 of lot 1, 10 of lot 2
	)
	w.post(nil,
		ledger.Posting{Member: alice, Kind: ledger.VoucherReturned, Amount: 50, GivesBack: 4, Undoes: 4},    // 5
		ledger.Posting{Member: alice, Kind: ledger.Reversal, Amount: -20, Draw: ledger.TakingBack, From: 1}, // 6
		ledger.Posting{Member: alice, Wallet: ledger.Debt, Kind: ledger.Owed, Amount: 5},
		ledger.Posting{Member: alice, Kind: ledger.Donation, Amount: -10}, // 7
		ledger.Posting{Member: alice, Kind: ledger.Purchase, Wallet: ledger.Credit, Amount: 900, Terms: terms},
		ledger.Posting{Member: bob, Kind: ledger.Redemption, Amount: -5},
	)
	w.tamper(things)
	return w
}

func id(s string) ids.Member {
	m, _ := ids.Parse[struct{}](s)
	return ids.Member(m)
}

// post makes the new members' wallets and posts.
func (w *world) post(fresh []ids.Member, postings ...ledger.Posting) {
	w.Helper()
	ctx := context.Background()
	for i := range postings {
		p := &postings[i]
		p.Source, p.Actor, p.Version = "test", ledger.Actor{Kind: ledger.BySystem}, 1
		if p.HappenedOn.IsZero() {
			p.HappenedOn = today
		}
		if p.Wallet == "" {
			p.Wallet = ledger.Points
		}
	}
	err := db.InTx(ctx, w.d, func(tx *db.Tx) error {
		if err := tx.Apply(ctx, ledger.Open(fresh...)); err != nil {
			return err
		}
		h, err := ledger.Lock(ctx, tx, id(aliceID), id(bobID))
		if err != nil {
			return err
		}
		if err := h.LoadLots(ctx, tx); err != nil {
			return err
		}
		if err := h.LoadUses(ctx, tx, ledger.Of{Member: id(aliceID), Wallet: ledger.Points}, 3, 4); err != nil {
			return err
		}
		_, err = ledger.Post(ctx, tx, h, postings...)
		return err
	})
	if err != nil {
		w.Fatal(err)
	}
}

// tamper does as a superuser can: without triggers.
func (w *world) tamper(statements string) {
	w.Helper()
	if _, err := w.owner.Exec(`SET session_replication_role = replica; ` + statements); err != nil {
		w.Fatalf("%s: %v", statements, err)
	}
}

var tables = []string{"members", "wallets", "entries", "lots", "lot_uses", "purchases", "purchase_lines", "returns", "reward_stock",
	"vouchers", "voucher_codes", "voucher_uses", "donations"}

// keep copies the tables aside; mend puts them back.
func (w *world) keep() {
	w.Helper()
	for _, table := range tables {
		w.tamper(`CREATE TABLE kept_` + table + ` AS TABLE ` + table)
	}
}

func (w *world) mend() {
	w.Helper()
	for _, table := range tables {
		w.tamper(`DELETE FROM ` + table + `; INSERT INTO ` + table + ` TABLE kept_` + table)
	}
}

func (w *world) verify() verifying.Report {
	w.Helper()
	report, err := verifying.Run(w.Context(), w.d)
	if err != nil {
		w.Fatal(err)
	}
	return report
}
