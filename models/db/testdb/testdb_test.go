package testdb_test

import (
	"context"
	"testing"
	"time"

	"fealty/models/db"
	"fealty/models/db/testdb"
)

func TestEachTestHasItsOwnEmptyDatabaseAndClock(t *testing.T) {
	a, b := testdb.Open(t), testdb.Open(t)
	testdb.Forward(t, a, time.Hour)
	if !b.Time().Equal(testdb.Start) || !a.Time().Equal(testdb.Start.Add(time.Hour)) {
		t.Errorf("the clocks stand at %v and %v", a.Time(), b.Time())
	}
	if _, err := testdb.Owner(t, a).ExecContext(t.Context(), `CREATE TABLE only_here (n int)`); err != nil {
		t.Fatal(err)
	}
	var there bool
	if err := b.Get(t.Context(), &there, `SELECT to_regclass('only_here') IS NOT NULL`); err != nil || there {
		t.Errorf("one test sees the other's table: %v, %v", there, err)
	}
}

func TestTheAppConnectsAsItsOwnRole(t *testing.T) {
	d := testdb.Open(t)
	var role string
	if err := d.Get(t.Context(), &role, `SELECT current_user`); err != nil || role != "fealty_app" {
		t.Errorf("connected as %q, %v", role, err)
	}
	var super bool
	if err := testdb.Owner(t, d).GetContext(t.Context(), &super, `SELECT rolsuper FROM pg_roles WHERE rolname = current_user`); err != nil || !super {
		t.Errorf("the owner is a superuser: %v, %v", super, err)
	}
}

func TestTheTransactionTakesTheStandingClock(t *testing.T) {
	d := testdb.Open(t)
	err := db.InTx(context.Background(), d, func(tx *db.Tx) error {
		if !tx.Now.Equal(testdb.Start) {
			t.Errorf("the transaction's time is %v", tx.Now)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
