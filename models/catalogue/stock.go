package catalogue

import (
	"context"
	"fmt"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
)

// LoadStock tells what is left of a reward, over all its shards.
func LoadStock(ctx context.Context, r db.Reader, id ids.Reward) (Stock, error) {
	var row struct {
		PutIn     *int64 `db:"put_in"`
		Remaining *int64 `db:"remaining"`
	}
	err := r.Get(ctx, &row, `SELECT cast(sum(put_in) AS bigint) AS put_in, cast(sum(remaining) AS bigint) AS remaining
		FROM reward_stock WHERE reward_id = $1`, id)
	if err != nil {
		return Stock{}, fmt.Errorf("read stock: %w", err)
	}
	return Card{PutIn: row.PutIn, Remaining: row.Remaining}.Stock(), nil
}

// TakeStock takes one, and answers false when none is left; a reward that
// nobody counts always gives, and keeps a count from beginning until the
// transaction ends. Call it last before the commit: its row is where
// everybody who wants the reward queues; one that is wanted by many at once is
// spread over several rows (shards.go).
func TakeStock(ctx context.Context, tx *db.Tx, id ids.Reward) (bool, error) {
	took, err := takeOne(ctx, tx, id)
	if took || err != nil {
		return took, err
	}
	stock, err := LoadStock(ctx, tx, id)
	if err != nil || !stock.Unlimited {
		return false, err
	}
	if err := holdUncounted(ctx, tx, id); err != nil {
		return false, err
	}
	// Somebody may have begun to count while this waited.
	if took, err = takeOne(ctx, tx, id); took || err != nil {
		return took, err
	}
	stock, err = LoadStock(ctx, tx, id)
	return err == nil && stock.Unlimited, err
}

// holdUncounted and HoldCount keep those who take or give back without a count
// apart from who begins one.
func holdUncounted(ctx context.Context, tx *db.Tx, id ids.Reward) error {
	_, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 7313))`, id.String())
	if err != nil {
		return fmt.Errorf("hold off a count: %w", err)
	}
	return nil
}

// HoldCount waits for everybody who is taking or giving back a reward that nobody
// counts, and lets nobody begin to until the transaction ends. Call it before
// counting what is out for SetStock.
func HoldCount(ctx context.Context, tx *db.Tx, id ids.Reward) error {
	_, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended($1, 7313))`, id.String())
	if err != nil {
		return fmt.Errorf("wait to count: %w", err)
	}
	return nil
}

// PutBackStock gives one back; a pool's code was seen, and does not come back.
// Where the shop has lowered the stock since, it
// can't hold more than was put in, and the rest is let go.
func PutBackStock(ctx context.Context, tx *db.Tx, id ids.Reward) error {
	isBack, err := putOne(ctx, tx, id)
	if isBack || err != nil {
		return err
	}
	if err := holdUncounted(ctx, tx, id); err != nil {
		return err
	}
	_, err = putOne(ctx, tx, id)
	return err
}

// SetStock says how many are left from now on; nil stops the count. Out is how
// many vouchers of the reward are out when counting begins, so that put in −
// remaining = out, always: call HoldCount before counting them.
func SetStock(ctx context.Context, tx *db.Tx, id ids.Reward, remaining *int64, out int64) error {
	if remaining == nil {
		if _, err := tx.Exec(ctx, `DELETE FROM reward_stock WHERE reward_id = $1`, id); err != nil {
			return fmt.Errorf("stop counting stock: %w", err)
		}
		return nil
	}
	if *remaining < 0 || *remaining > MaxStock {
		var wrong fault.Fields
		wrong.Add("stock", "between", fault.Params{"min": 0, "max": int64(MaxStock)})
		return wrong.Err()
	}
	if err := gatherShards(ctx, tx, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO reward_stock AS s (reward_id, shard, put_in, remaining) VALUES ($1, 0, cast($2 AS bigint) + cast($3 AS bigint), $2)
		ON CONFLICT (reward_id, shard) DO UPDATE SET put_in = s.put_in - s.remaining + excluded.remaining,
			remaining = excluded.remaining`, id, *remaining, out)
	if err != nil {
		return fmt.Errorf("set stock: %w", err)
	}
	return nil
}

// LockStock holds a reward's count until the transaction ends, so that nobody
// takes one while its pool is counted.
func LockStock(ctx context.Context, tx *db.Tx, id ids.Reward) error {
	var held []int64
	err := tx.Select(ctx, &held, `SELECT remaining FROM reward_stock WHERE reward_id = $1 ORDER BY shard FOR UPDATE`, id)
	return wrapped("hold the stock", err)
}

// AddStock puts so many more in, and begins to count where nobody did; less than
// nothing takes them out again.
func AddStock(ctx context.Context, tx *db.Tx, id ids.Reward, more int64) error {
	// What an insert would add must be good by itself, so fewer are an update.
	query := `INSERT INTO reward_stock AS s (reward_id, shard, put_in, remaining) VALUES ($1, 0, $2, $2)
		ON CONFLICT (reward_id, shard) DO UPDATE SET put_in = s.put_in + excluded.put_in, remaining = s.remaining + excluded.remaining`
	if more < 0 {
		if err := gatherShards(ctx, tx, id); err != nil {
			return err
		}
		query = `UPDATE reward_stock SET put_in = put_in + $2, remaining = remaining + $2 WHERE reward_id = $1 AND shard = 0`
	}
	if _, err := tx.Exec(ctx, query, id, more); err != nil {
		return fmt.Errorf("add to stock: %w", err)
	}
	return nil
}

// MaxStock bounds what can be put in.
const MaxStock = 1_000_000_000
