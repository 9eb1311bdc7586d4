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
// nobody counts always gives. Call it last before the commit: its row is where
// everybody who wants the reward queues (PERFORMANCE, what was found, 6).
func TakeStock(ctx context.Context, tx *db.Tx, id ids.Reward) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE reward_stock SET remaining = remaining - 1
		WHERE reward_id = $1 AND shard = 0 AND remaining > 0`, id)
	if err != nil {
		return false, fmt.Errorf("take one from stock: %w", err)
	}
	if n == 1 {
		return true, nil
	}
	stock, err := LoadStock(ctx, tx, id)
	return err == nil && stock.Unlimited, err
}

// PutBackStock gives one back. Where the shop has lowered the stock since, it
// can't hold more than was put in, and the rest is let go.
func PutBackStock(ctx context.Context, tx *db.Tx, id ids.Reward) error {
	_, err := tx.Exec(ctx, `UPDATE reward_stock SET remaining = remaining + 1
		WHERE reward_id = $1 AND shard = 0 AND remaining < put_in`, id)
	if err != nil {
		return fmt.Errorf("put one back into stock: %w", err)
	}
	return nil
}

// SetStock says how many are left from now on; nil stops the count. Out is how
// many vouchers of the reward are out when counting begins, so that put in −
// remaining = out, always.
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
	_, err := tx.Exec(ctx, `INSERT INTO reward_stock AS s (reward_id, shard, put_in, remaining) VALUES ($1, 0, cast($2 AS bigint) + cast($3 AS bigint), $2)
		ON CONFLICT (reward_id, shard) DO UPDATE SET put_in = s.put_in - s.remaining + excluded.remaining,
			remaining = excluded.remaining`, id, *remaining, out)
	if err != nil {
		return fmt.Errorf("set stock: %w", err)
	}
	return nil
}

// MaxStock bounds what can be put in.
const MaxStock = 1_000_000_000
