package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"fealty/models/audit"
	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/dossiers"
	"fealty/models/erasing"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/members"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/verifying"
	"fealty/models/vouchers"
)

// seeds puts a row about Xaviera into each table of personal, beside those of the book, which posting makes. $1 is her id. A row
// should hold, wherever people or programs can write freely, one of the marks: what is found of them after an erasure is a leak.
var seeds = map[string]string{
	"member_references": `INSERT INTO member_references VALUES ('shop', 'Xaviera-7', $1)`,
	"member_changes": `WITH act AS (INSERT INTO audit (id, at, actor, role, action, object, member_id, detail) VALUES (gen_random_uuid(), now(), 'staff', 'manager', 'member.edit', 'member', $1, '{}') RETURNING id)
		INSERT INTO member_changes SELECT id, $1, 'first_name', 'Xaviera', 'Xaviera Q' FROM act`,
	"reward_waits": `WITH r AS (INSERT INTO rewards (id, kind, state, price, worth, cost, valid_days, art, created_at, updated_at)
			VALUES ('00000000-0000-7000-8000-000000000019', 'product', 'live', 100, 0, 0, 30, 'mug', now(), now()) RETURNING id)
		INSERT INTO reward_waits SELECT id, $1, now() FROM r`,
	"shipments": `INSERT INTO shipments (member_id, voucher_id, reward_id, state, recipient, street, postcode, city, country, tracking, ordered_at)
		VALUES ($1, gen_random_uuid(), gen_random_uuid(), 'ordered', 'Xaviera', 'Xaviera street 1', '1', 'Xaviera', 'NO', 'Xaviera', now())`,
	"stamp_cards": `INSERT INTO stamp_cards VALUES ($1, gen_random_uuid(), 3, 0, now())`,
	"stamp_marks": `INSERT INTO stamp_marks VALUES ($1, '00000000-0000-7000-8000-000000000001', 1, gen_random_uuid(), 1)`,
	"cards": `WITH b AS (INSERT INTO card_batches (id, label, size, created_at, created_by) VALUES ('00000000-0000-7000-8000-000000000006', 'a', 1, now(), gen_random_uuid()) RETURNING id)
		INSERT INTO cards SELECT '123456789012', id, $1, now() FROM b`,
	"consents": `INSERT INTO consents VALUES ($1, 'marketing', 1, true, 'join', 'join-1', now())`,
	"sessions": `INSERT INTO sessions (id_hash, kind, member_id, data, created_at, seen_at, expires_at) VALUES ('\x01', 'member', $1, 'Xaviera', now(), now(), now())`,
	"holds":    `INSERT INTO holds VALUES ($1, 'points', gen_random_uuid(), 5, 'open', now(), now() + interval '1 hour')`,
	"reservations": `INSERT INTO reservations (member_id, id, points, amount, credit, vouchers, total, channel, version, created_at, expires_at)
		VALUES ($1, '00000000-0000-7000-8000-000000000003', 5, 25, 0, '{}', 100, 'web', 1, now(), now() + interval '1 hour')`,
	"reservation_ends":    `INSERT INTO reservation_ends VALUES ($1, '00000000-0000-7000-8000-000000000003', 'released', NULL, now())`,
	"standings":           `INSERT INTO standings (member_id, tier, since, reached_in) VALUES ($1, 'gold', '2026-01-01', '')`,
	"purchase_references": `INSERT INTO purchase_references VALUES ('R-1', '00000000-0000-7000-8000-000000000001', $1, '\x01')`,
	"purchases": `INSERT INTO purchases VALUES ($1, '00000000-0000-7000-8000-000000000001', 'R-1', now(), '2026-03-01', now(), 'web', 'web', 100, 0, 0, 0, 0, 100, 1,
		0, 0, NULL, 100, 0, '[]', '{}', '[]')`,
	"purchase_lines": `INSERT INTO purchase_lines VALUES ($1, '00000000-0000-7000-8000-000000000001', 1, 'S', 'Mug', 'mugs', 'Havn', 1000, 0, 100, 0, 100, 0, 100, 0)`,
	"returns": `INSERT INTO returns (member_id, purchase_id, id, reference, returned_at, recorded_at, amount, due, taken, forgiven, owed, lines)
		VALUES ($1, '00000000-0000-7000-8000-000000000001', gen_random_uuid(), 'B-1', now(), now(), 0, 0, 0, 0, 0, '[]')`,
	"guest_purchases": `INSERT INTO guest_purchases VALUES (gen_random_uuid(), 'G-1', 'email', 'xaviera@erase.example', '{"contact": "xaviera@erase.example"}', now(), now(), $1, now())`,
	"vouchers": `INSERT INTO vouchers (member_id, id, reward_id, state, code_key, code_box, price, worth, issued_at, expires_on)
		VALUES ($1, '00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-000000000009', 'issued', '\x02', NULL, 0, 0, now(), '2027-01-01')`,
	"voucher_codes": `INSERT INTO voucher_codes VALUES ('\x02', $1, '00000000-0000-7000-8000-000000000002')`,
	"voucher_uses": `INSERT INTO voucher_uses (id, member_id, voucher_id, reward_id, place, pays, used_at, undone_at)
		VALUES (gen_random_uuid(), $1, '00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-000000000009', 'counter', 0, now(), now())`,
	"donations": `INSERT INTO donations (member_id, id, cause_id, points, amount, matched, entry_seq, given_at, given_on)
		VALUES ($1, gen_random_uuid(), gen_random_uuid(), 10, 0, 0, 2, now(), '2026-03-01')`,
	"referrals": `INSERT INTO referrals (id, referrer_id, friend_id, state, joined_at, joined_on) VALUES (gen_random_uuid(), $1, gen_random_uuid(), 'waiting', now(), '2026-03-01')`,
	"gifts": `INSERT INTO gifts (id, member_id, voucher_id, token_hash, kept_hash, state, made_at, expires_on)
		VALUES (gen_random_uuid(), $1, gen_random_uuid(), '\x01', '\x02', 'open', now(), '2027-01-01')`,
	"referral_traces":     `INSERT INTO referral_traces VALUES ($1, 'device', '\x01', now())`,
	"referral_milestones": `INSERT INTO referral_milestones VALUES ($1, 3, 100, now())`,
	"messages":            `INSERT INTO messages (id, member_id, channel, recipient, template, language, params, run_at, created_at) VALUES (gen_random_uuid(), $1, 'email', 'xaviera@erase.example', 'welcome', 'en', '{"name": "Xaviera"}', now(), now())`,
	"audit":               `INSERT INTO audit (id, at, actor, role, action, object, member_id, detail, reason) VALUES (gen_random_uuid(), now(), 'staff', 'manager', 'points.adjust', 'member', $1, '{}', 'Xaviera asked')`,
	"adjustments":         `INSERT INTO adjustments (id, member_id, points, reason, state, asked_by, asked_at) VALUES (gen_random_uuid(), $1, 10, 'Xaviera asked', 'waiting', gen_random_uuid(), now())`,
	"field_values": `WITH f AS (INSERT INTO field_definitions (key, kind, access, created_at) VALUES ('dog', 'text', 'edited', now()))
		INSERT INTO field_values VALUES ($1, 'dog', 'Xaviera''s Rex', now())`,
	"signin_codes": `WITH who AS (SELECT cast($1 AS uuid)) INSERT INTO signin_codes (id, purpose, kind, contact, code_hash, form, created_at, expires_at)
		SELECT gen_random_uuid(), 'member', 'phone', '+4799887766', '\x01', '{"name": "Xaviera"}', now(), now() FROM who`,
}

// strangers are rows about Xaviera in tables that have no link to her.
var strangers = []string{
	`INSERT INTO limits VALUES ('code:both:xaviera@erase.example 192.0.2.0', now(), 1, now())`,
	`INSERT INTO messages (id, channel, recipient, template, language, params, run_at, created_at) VALUES (gen_random_uuid(), 'sms', '+4799887766', 'signin_code', 'en', '{}', now(), now())`,
	`INSERT INTO guest_purchases VALUES (gen_random_uuid(), 'G-2', 'phone', '+4799887766', '{"name": "Xaviera"}', now(), now())`,
}

// byPosting are tables that joining and posting fill.
var byPosting = []string{"members", "member_contacts", "wallets", "entries", "lots", "lot_uses", "erasures"}

// marks are what nothing may hold any more.
const marks = `xaviera|99887766|1987-06-05`

// TestHouseAnErasureLeavesNothingOfAMember erases somebody of whom there is a row in each table of personal, and looks into every
// table there is. What the export gives and the erasure does must be what personal says.
func TestHouseAnErasureLeavesNothingOfAMember(t *testing.T) {
	d := testdb.Open(t)
	x := testdb.Owner(t, d)
	xaviera := joinXaviera(t, d)
	furnishXaviera(t, x, xaviera)
	exported(t, d, xaviera)
	_, err := erasing.Erase(t.Context(), d, erasing.Deps{Programme: &programme.Cache{}},
		erasing.Command{Member: xaviera, Why: erasing.Self, Who: audit.Act{Actor: ledger.ByMember}})
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range tablesThere(t, x) {
		if n := rowsLike(t, x, table, marks); n > 0 {
			t.Errorf("after an erasure %d row(s) of %s still tell of the member: let its owner forget them, in models/erasing/parts.go", n, table)
		}
	}
	for table, how := range personal {
		left := rowsLike(t, x, table, xaviera.String())
		if strings.HasPrefix(how.erasure, "deleted") && left > 0 {
			t.Errorf("%s should be deleted with the member, and %d row(s) are left", table, left)
		}
		if strings.HasPrefix(how.erasure, "kept") && left == 0 {
			t.Errorf("%s should be kept under the member's id, and is gone", table)
		}
	}
	// The rows were written by hand: only the book itself is whole.
	if report, err := verifying.Run(t.Context(), d); err != nil || (report.Wrong != nil && !report.Wrong.Member.IsZero()) {
		t.Errorf("the book does not add up: %v %v", report.Wrong, err)
	}
}

// joinXaviera makes her, with points of which some are spent.
func joinXaviera(t *testing.T, d *db.DB) ids.Member {
	t.Helper()
	id, day := ids.Member{0x7a, 1}, time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	birthday := time.Date(1987, 6, 5, 0, 0, 0, 0, time.UTC)
	document, err := json.Marshal(programme.Default(programme.Settings{Currency: "NOK", Languages: []string{"en"}}))
	if err != nil {
		t.Fatal(err)
	}
	post := func(amount money.Points, kind ledger.Kind, terms *ledger.Terms) ledger.Posting {
		return ledger.Posting{Member: id, Wallet: ledger.Points, Kind: kind, Amount: amount, Terms: terms, Source: "test",
			Actor: ledger.Actor{Kind: ledger.BySystem}, Version: 1, HappenedOn: day}
	}
	err = db.InTx(t.Context(), d, func(tx *db.Tx) error {
		ctx := context.Background()
		m := members.Member{ID: id, Number: "1234567897", FirstName: "Xaviera", Language: "en", Birthday: &birthday, InviteCode: "xav", JoinedVia: members.ViaPortal, JoinedAt: tx.Now, JoinedOn: day}
		err := tx.Apply(ctx, programme.Insert(programme.Published{Number: 1, StartsAt: tx.Now, PublishedAt: tx.Now, By: "test"}, document), members.Insert(m), ledger.Open(id),
			members.InsertContact(members.Contact{Kind: members.Email, Value: "xaviera@erase.example", MemberID: id, VerifiedAt: &tx.Now, AddedAt: tx.Now},
				members.Contact{Kind: members.Phone, Value: "+4799887766", MemberID: id, AddedAt: tx.Now}))
		if err != nil {
			return err
		}
		held, err := ledger.Lock(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := held.LoadLots(ctx, tx); err != nil {
			return err
		}
		_, err = ledger.Post(ctx, tx, held, post(500, ledger.Welcome, &ledger.Terms{AvailableOn: day}), post(-10, ledger.Donation, nil))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func furnishXaviera(t *testing.T, x *sqlx.DB, id ids.Member) {
	t.Helper()
	for table := range personal {
		sql, seeded := seeds[table]
		if !seeded && !slices.Contains(byPosting, table) {
			t.Errorf("main_erasure_test.go has no row of the table %s to erase: give seeds one, with the marks in it", table)
			continue
		}
		if !seeded {
			continue
		}
		if _, err := x.ExecContext(t.Context(), sql, id); err != nil {
			t.Errorf("the row of %s: %v", table, err)
		}
	}
	for _, sql := range strangers {
		if _, err := x.ExecContext(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
}

// exported looks whether the export names every table that personal says it gives, and finds something in each of its parts.
func exported(t *testing.T, d *db.DB, id ids.Member) {
	t.Helper()
	for table, how := range personal {
		if given := slices.Contains(dossiers.Tables(), table); given == strings.HasPrefix(how.export, "nothing") {
			t.Errorf("main_schema_test.go says of the export of %s %q; models/dossiers/parts.go differs", table, how.export)
		}
	}
	dossier, err := dossiers.Read(t.Context(), d, vouchers.Keyring{}, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range dossier.Parts {
		if len(part.Rows) == 0 && part.Name != "voucher_codes" {
			t.Errorf("the export has nothing under %s, and there is something", part.Name)
		}
	}
}

func tablesThere(t *testing.T, x *sqlx.DB) (tables []string) {
	t.Helper()
	if err := x.SelectContext(t.Context(), &tables, `SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`); err != nil {
		t.Fatal(err)
	}
	return tables
}

func rowsLike(t *testing.T, x *sqlx.DB, table, pattern string) (n int) {
	t.Helper()
	if err := x.GetContext(t.Context(), &n, fmt.Sprintf(`SELECT count(*) FROM %s t WHERE cast(t AS text) ~* $1`, table), pattern); err != nil {
		t.Fatal(err)
	}
	return n
}
