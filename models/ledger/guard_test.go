package ledger

import (
	"errors"
	"fmt"
	"testing"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"fealty/models/db/testdb"
)

// What the app's role may update; everything else of the book is refused.
var updatable = map[string][]string{
	"wallets":  {"balance", "seq", "head", "active_on"},
	"entries":  {},
	"lots":     {"remaining", "open"},
	"lot_uses": {},
	"holds":    {"state"},
}

const refusedRight, refusedByTrigger = "42501", "23001"

// code runs a statement that must not stay and gives its SQLSTATE, "" for none.
func code(t *testing.T, x *sqlx.DB, statement string) string {
	t.Helper()
	tx, err := x.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	if _, err = tx.ExecContext(t.Context(), statement); err == nil {
		return ""
	}
	pqErr, ok := errors.AsType[*pq.Error](err)
	if !ok {
		t.Fatal(err)
	}
	return string(pqErr.Code)
}

func TestTheAppMayChangeOnlyTheNamedColumnsOfTheBook(t *testing.T) {
	d := testdb.Open(t)
	open(t, d, alice)
	mustPost(t, d, alice, award(alice, 10, nil), spend(alice, 3))
	app, err := sqlx.ConnectContext(t.Context(), "postgres", testdb.AppURL(t, d))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = app.Close() }()
	for table, allowed := range updatable {
		for _, verb := range []string{"DELETE FROM ", "TRUNCATE "} {
			same(t, verb+table, code(t, app, verb+table), refusedRight)
		}
		may := map[string]bool{}
		for _, column := range allowed {
			may[column] = true
		}
		var columns []string
		if err := app.Select(&columns, `SELECT attname FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0`, table); err != nil {
			t.Fatal(err)
		}
		for _, column := range columns {
			got := code(t, app, fmt.Sprintf("UPDATE %s SET %s = %s", table, column, column))
			if may[column] != (got == "") || (!may[column] && got != refusedRight) {
				t.Errorf("the app updates %s.%s: %q", table, column, got)
			}
		}
	}
	for _, statement := range []string{"ALTER TABLE entries DISABLE TRIGGER ALL", "DROP TRIGGER entries_stay ON entries", "CREATE TABLE mine (n int)"} {
		if got := code(t, app, statement); got != refusedRight {
			t.Errorf("the app did %s: %q", statement, got)
		}
	}
}

func TestTheTriggersRefuseTheOwnerToo(t *testing.T) {
	d := testdb.Open(t)
	open(t, d, alice)
	mustPost(t, d, alice, award(alice, 10, nil), spend(alice, 3))
	owner := testdb.Owner(t, d)
	for _, statement := range []string{
		"UPDATE entries SET detail = detail", "DELETE FROM entries", "TRUNCATE entries",
		"UPDATE lot_uses SET amount = amount", "DELETE FROM lot_uses", "TRUNCATE lot_uses",
		"DELETE FROM lots", "DELETE FROM wallets",
	} {
		same(t, statement, code(t, owner, statement), refusedByTrigger)
	}
}

func TestTheConstraintsAreTheLastTruth(t *testing.T) {
	d := testdb.Open(t)
	open(t, d, alice)
	mustPost(t, d, alice, award(alice, 10, nil), spend(alice, 3))
	owner := testdb.Owner(t, d)
	for _, statement := range []string{
		"UPDATE wallets SET balance = -1", "UPDATE wallets SET seq = -1", "UPDATE lots SET remaining = -1",
		"UPDATE lots SET remaining = amount + 1", "UPDATE lots SET open = false", "UPDATE lots SET remaining = 0",
	} {
		same(t, statement, code(t, owner, statement), "23514")
	}
}
