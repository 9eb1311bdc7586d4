package db_test

import (
	"slices"
	"strings"
	"testing"

	"fealty/models/db"
	"fealty/models/db/testdb"
)

// book are the tables of which nothing may ever be taken away.
var book = []string{"entries", "lots", "lot_uses", "wallets", "holds", "purchases", "purchase_lines", "purchase_references", "returns",
	"vouchers", "voucher_codes", "voucher_uses", "donations", "programme_versions", "audit", "consents", "members"}

// attempt runs a statement as the app and gives its SQLSTATE, "" when it passed.
func attempt(t *testing.T, d *db.DB, statement string) string {
	t.Helper()
	err := db.InTx(t.Context(), d, func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), statement)
		return err
	})
	if err != nil && db.Code(err) == "" {
		t.Fatalf("%s: %v", statement, err)
	}
	return db.Code(err)
}

func TestTheAppCanTakeNothingFromTheBook(t *testing.T) {
	d := testdb.Open(t)
	tried := 0
	for _, table := range book {
		for _, statement := range []string{"DELETE FROM ", "TRUNCATE ", "DROP TABLE "} {
			tried++
			if code := attempt(t, d, statement+table); code != "42501" {
				t.Errorf("%s%s as the app answers %q instead of insufficient privilege", statement, table, code)
			}
		}
	}
	for _, statement := range []string{
		"UPDATE entries SET amount = amount", "UPDATE audit SET reason = ''", "UPDATE consents SET granted = true",
		"UPDATE lots SET amount = amount", "UPDATE wallets SET member_id = member_id", "UPDATE vouchers SET member_id = member_id",
		"UPDATE purchases SET points = points", "UPDATE programme_versions SET document = document", "UPDATE donations SET amount = amount",
		"UPDATE returns SET reference = reference", "UPDATE goose_db_version SET is_applied = true",
		"ALTER TABLE entries DISABLE TRIGGER ALL", "DROP TRIGGER entries_stay ON entries", "SET session_replication_role = replica",
		"SET ROLE fealty_owner", "SET ROLE postgres", "CREATE TABLE mine (id integer)", "CREATE FUNCTION mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
		"CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
		"ALTER ROLE fealty_app SUPERUSER", "CREATE ROLE mine", "COPY entries TO PROGRAM 'cat'",
		"SELECT pg_read_file('/etc/passwd')",
	} {
		tried++
		if code := attempt(t, d, statement); code != "42501" {
			t.Errorf("%s as the app answers %q instead of insufficient privilege", statement, code)
		}
	}
	t.Logf("tried as the app: %d", tried)
}

// rights lists the tables on which the app has a right that no column bounds.
func rights(t *testing.T, d *db.DB, right string) []string {
	t.Helper()
	var tables []string
	err := d.Select(t.Context(), &tables, `SELECT relname::text FROM pg_class WHERE relkind = 'r'
		AND relnamespace = 'public'::regnamespace AND has_table_privilege('fealty_app', oid, $1) ORDER BY 1`, right)
	if err != nil {
		t.Fatal(err)
	}
	return tables
}

// The app deletes what people write anew (texts, contents, pictures, fields), what
// is used once or soon over (keys, codes of sign-ins, challenges, traces, waits),
// credentials that their people take away, and codes of a pool that nobody drew. It
// updates what staff edit and states of people and things. Nothing of the book is
// in either list.
func TestTheAppsRightsAreTheListedOnes(t *testing.T) {
	d := testdb.Open(t)
	for right, want := range map[string]string{
		"DELETE": "cause_texts club_texts field_texts field_values job_slots jobs limits member_changes member_contacts member_references messages once_keys owner_links pictures " +
			"referral_traces reward_codes reward_contents reward_stock reward_texts reward_waits sessions signin_codes staff_challenges staff_passkeys staff_pins staff_recovery_codes",
		"UPDATE": "api_keys cause_texts causes club club_texts devices field_definitions field_texts field_values job_slots jobs limits member_contacts member_references members messages " +
			"once_keys owner_links partners referrals reward_texts rewards sessions shared_codes shipments shops signin_codes staff staff_pins standings",
		"TRUNCATE": "", "TRIGGER": "", "REFERENCES": "",
	} {
		if got := strings.Join(rights(t, d, right), " "); got != want {
			t.Errorf("the app may %s on\n%s\nand should on\n%s\nEvery right more is one that a hole in the app has too: argue for it here", right, got, want)
		}
	}
	if slices.Contains(rights(t, d, "INSERT"), "goose_db_version") {
		t.Error("the app can write which migrations were applied")
	}
}

func TestTheTablesBelongToARoleThatNobodySignsInAs(t *testing.T) {
	d := testdb.Open(t)
	var owners []string
	err := d.Select(t.Context(), &owners, `SELECT DISTINCT pg_get_userbyid(relowner)::text FROM pg_class
		WHERE relnamespace = 'public'::regnamespace UNION SELECT pg_get_userbyid(proowner)::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace`)
	if err != nil {
		t.Fatal(err)
	}
	if len(owners) != 1 || owners[0] != "fealty_owner" {
		t.Fatalf("tables and functions belong to %v", owners)
	}
	var canLogIn, isSuper bool
	if err := d.Get(t.Context(), &canLogIn, `SELECT rolcanlogin FROM pg_roles WHERE rolname = 'fealty_owner'`); err != nil || canLogIn {
		t.Errorf("fealty_owner can sign in: %v %v", canLogIn, err)
	}
	if err := d.Get(t.Context(), &isSuper, `SELECT rolsuper OR rolcreaterole OR rolbypassrls FROM pg_roles WHERE rolname = 'fealty_owner'`); err != nil || isSuper {
		t.Errorf("fealty_owner has more power than over its tables: %v %v", isSuper, err)
	}
}

func TestTheReadersOfTheDatabaseWriteNothing(t *testing.T) {
	d := testdb.Open(t)
	for _, role := range []string{"fealty_readonly", "fealty_backup"} {
		var can, blind int
		err := d.Get(t.Context(), &can, `SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
			AND has_table_privilege($1, oid, 'INSERT, UPDATE, DELETE, TRUNCATE')`, role)
		if err != nil || can > 0 {
			t.Errorf("%s writes %d tables: %v", role, can, err)
		}
		err = d.Get(t.Context(), &blind, `SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
			AND NOT has_table_privilege($1, oid, 'SELECT')`, role)
		if err != nil || blind > 0 {
			t.Errorf("%s can't read %d tables: %v", role, blind, err)
		}
	}
}
