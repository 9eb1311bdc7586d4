package catalogue

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"

	"fealty/models/db"
	"fealty/models/ids"
)

// A stock is one row, number 0. The first who has to wait for it spreads what is
// left over so many rows, and from then on those who come at once take from
// different ones. Whoever changes the count gathers them again. Row 0 is held by
// whoever spreads or gathers.
const shards = 8

// fewest is how many must be left to be worth spreading.
const fewest = 4 * shards

// took is a row from which one was taken, and what is left in it.
type took struct {
	Shard     int   `db:"shard"`
	Remaining int64 `db:"remaining"`
}

const (
	takeFree = `UPDATE reward_stock SET remaining = remaining - 1 WHERE (reward_id, shard) = (
		SELECT reward_id, shard FROM reward_stock WHERE reward_id = $1 AND remaining > 0
		ORDER BY (shard + $2) % 8 LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING shard, remaining`
	takeWaiting = `UPDATE reward_stock SET remaining = remaining - 1 WHERE (reward_id, shard) = (
		SELECT reward_id, shard FROM reward_stock WHERE reward_id = $1 AND remaining > 0
		ORDER BY (shard + $2) % 8 LIMIT 1 FOR UPDATE) RETURNING shard, remaining`
)

// takeOne takes one from a row that nobody holds; else it waits for one. None is
// left only when no row shows any after a wait: what others have taken and not
// committed may yet come back.
func takeOne(ctx context.Context, tx *db.Tx, id ids.Reward) (bool, error) {
	start, err := anyShard(tx)
	if err != nil {
		return false, err
	}
	if t, err := take(ctx, tx, takeFree, id, start); t != nil || err != nil {
		return t != nil, err
	}
	for {
		var left bool
		err := tx.Get(ctx, &left, `SELECT EXISTS (SELECT FROM reward_stock WHERE reward_id = $1 AND remaining > 0)`, id)
		if err != nil {
			return false, fmt.Errorf("look whether any is left: %w", err)
		}
		if !left {
			return false, nil
		}
		t, err := take(ctx, tx, takeWaiting, id, start)
		if err != nil {
			return false, err
		}
		if t != nil {
			return true, t.spread(ctx, tx, id)
		}
	}
}

func anyShard(tx *db.Tx) (int, error) {
	var b [1]byte
	if _, err := io.ReadFull(tx.Random(), b[:]); err != nil {
		return 0, fmt.Errorf("choose a row of the stock: %w", err)
	}
	return int(b[0]) % shards, nil
}

func take(ctx context.Context, tx *db.Tx, query string, id ids.Reward, start int) (*took, error) {
	var t took
	err := tx.Get(ctx, &t, query, id, start)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("take one from stock: %w", err)
	}
	return &t, nil
}

// spread shares what is left in row 0, which this transaction holds, with rows
// that are not there yet.
func (t *took) spread(ctx context.Context, tx *db.Tx, id ids.Reward) error {
	if t.Shard != 0 || t.Remaining < fewest {
		return nil
	}
	part := t.Remaining / shards
	err := tx.Apply(ctx,
		db.Write{SQL: `INSERT INTO reward_stock (reward_id, shard, put_in, remaining)
			SELECT $1, n, cast($2 AS bigint), cast($2 AS bigint) FROM generate_series(1, cast($3 AS integer) - 1) AS n
			WHERE NOT EXISTS (SELECT FROM reward_stock WHERE reward_id = $1 AND shard > 0)`, Args: []any{id, part, shards}},
		db.Write{SQL: `UPDATE reward_stock SET put_in = put_in - $2, remaining = remaining - $2
			WHERE reward_id = $1 AND shard = 0 AND NOT EXISTS (SELECT FROM reward_stock WHERE reward_id = $1 AND shard > 0)`,
			Args: []any{id, part * (shards - 1)}})
	if err != nil {
		return fmt.Errorf("spread a stock: %w", err)
	}
	return nil
}

// gatherShards puts all that is left back into row 0 and holds it.
func gatherShards(ctx context.Context, tx *db.Tx, id ids.Reward) error {
	if err := LockStock(ctx, tx, id); err != nil {
		return err
	}
	err := tx.Apply(ctx,
		db.Write{SQL: `UPDATE reward_stock s SET put_in = a.put_in, remaining = a.remaining
			FROM (SELECT cast(sum(put_in) AS bigint) AS put_in, cast(sum(remaining) AS bigint) AS remaining FROM reward_stock WHERE reward_id = $1) a
			WHERE s.reward_id = $1 AND s.shard = 0`, Args: []any{id}},
		db.Write{SQL: `DELETE FROM reward_stock WHERE reward_id = $1 AND shard > 0`, Args: []any{id}})
	if err != nil {
		return fmt.Errorf("gather a stock: %w", err)
	}
	return nil
}

// putOne puts one back into a row that has room for it; false when none has.
func putOne(ctx context.Context, tx *db.Tx, id ids.Reward) (bool, error) {
	for {
		n, err := tx.Exec(ctx, `UPDATE reward_stock s SET remaining = remaining + CASE r.codes WHEN 'pool' THEN 0 ELSE 1 END,
				put_in = put_in - CASE r.codes WHEN 'pool' THEN 1 ELSE 0 END
			FROM rewards r WHERE r.id = s.reward_id AND (s.reward_id, s.shard) = (
				SELECT reward_id, shard FROM reward_stock WHERE reward_id = $1 AND remaining < put_in ORDER BY shard LIMIT 1 FOR UPDATE)`, id)
		if n == 1 || err != nil {
			return n == 1, wrapped("put one back into stock", err)
		}
		var room bool
		err = tx.Get(ctx, &room, `SELECT EXISTS (SELECT FROM reward_stock WHERE reward_id = $1 AND remaining < put_in)`, id)
		if !room || err != nil {
			return false, wrapped("look for room in the stock", err)
		}
	}
}
