package catalogue_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/db/testdb"
)

var errUndone = errors.New("undone")

// T1 and G5: many take at once from a stock that spreads, some of them roll back, and exactly what was put in is given away.
func TestAStockThatManyWantIsSpreadAndNeverOversold(t *testing.T) {
	d := testdb.Open(t)
	r, texts := good()
	save(t, d, r, texts...)
	hundred := int64(100)
	within(t, d, func(ctx context.Context, tx *db.Tx) error { return catalogue.SetStock(ctx, tx, r.ID, &hundred, 0) })
	var got, refused, undone atomic.Int64
	var wait sync.WaitGroup
	for i := range 160 {
		wait.Go(func() {
			err := db.InTx(t.Context(), d, func(tx *db.Tx) error {
				ok, err := catalogue.TakeStock(t.Context(), tx, r.ID)
				switch {
				case err != nil:
					return err
				case !ok:
					refused.Add(1)
				case i%8 == 0:
					undone.Add(1)
					time.Sleep(time.Millisecond)
					return errUndone
				default:
					time.Sleep(time.Millisecond)
					got.Add(1)
				}
				return nil
			})
			if err != nil && !errors.Is(err, errUndone) {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	var rows int
	if err := d.Get(t.Context(), &rows, `SELECT count(*) FROM reward_stock`); err != nil || rows != 8 {
		t.Errorf("%d rows of stock, %v", rows, err)
	}
	stock, err := catalogue.LoadStock(t.Context(), d, r.ID)
	if err != nil || got.Load() != 100 || stock != (catalogue.Stock{PutIn: 100}) {
		t.Errorf("%d got one, %d undone, %d refused; left %+v, %v", got.Load(), undone.Load(), refused.Load(), stock, err)
	}
	backAndSet(t, d, r)
}

// backAndSet gives ten back and counts anew: the rows are one again.
func backAndSet(t *testing.T, d *db.DB, r catalogue.Reward) {
	t.Helper()
	var wait sync.WaitGroup
	for range 10 {
		wait.Go(func() {
			within(t, d, func(ctx context.Context, tx *db.Tx) error { return catalogue.PutBackStock(ctx, tx, r.ID) })
		})
	}
	wait.Wait()
	if stock, err := catalogue.LoadStock(t.Context(), d, r.ID); err != nil || stock != (catalogue.Stock{PutIn: 100, Remaining: 10}) {
		t.Errorf("ten came back, and the stock is %+v, %v", stock, err)
	}
	five := int64(5)
	within(t, d, func(ctx context.Context, tx *db.Tx) error { return catalogue.SetStock(ctx, tx, r.ID, &five, 0) })
	if stock, err := catalogue.LoadStock(t.Context(), d, r.ID); err != nil || stock != (catalogue.Stock{PutIn: 95, Remaining: 5}) {
		t.Errorf("five are left, and the stock is %+v, %v", stock, err)
	}
	var rows int
	if err := d.Get(t.Context(), &rows, `SELECT count(*) FROM reward_stock`); err != nil || rows != 1 {
		t.Errorf("%d rows of stock, %v", rows, err)
	}
}
