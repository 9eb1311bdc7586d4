package db_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"fealty/models/db"
	"fealty/models/db/testdb"
)

func TestAsManyTransactionsAsConnectionsNeverWaitForEachOther(t *testing.T) {
	d := testdb.OpenWith(t, db.Options{Connections: 2})
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	var both, wait sync.WaitGroup
	both.Add(2)
	for i := range 2 {
		wait.Go(func() {
			err := db.InTx(ctx, d, func(tx *db.Tx) error {
				both.Done()
				both.Wait() // now every connection is taken, and each query is new to the pool
				var n int
				return tx.Get(ctx, &n, fmt.Sprintf(`SELECT %d + $1::int`, i), 1)
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
}

func TestAQueryThatATransactionRanIsPreparedForTheNext(t *testing.T) {
	d := testdb.OpenWith(t, db.Options{Connections: 1})
	for range 2 {
		err := db.InTx(t.Context(), d, func(tx *db.Tx) error {
			var n int
			return tx.Get(t.Context(), &n, `SELECT 40 + $1::int`, 2)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	var prepared int
	if err := d.Get(t.Context(), &prepared, `SELECT count(*) FROM pg_prepared_statements WHERE statement = $1`, "SELECT 40 + $1::int"); err != nil || prepared != 1 {
		t.Errorf("%d statements are prepared, %v", prepared, err)
	}
}
