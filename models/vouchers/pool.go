package vouchers

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/ids"
)

// MaxPool bounds how many codes come in at once.
const MaxPool = 10_000

// pooled is a free code of a pool.
type pooled struct {
	ID      ids.Voucher `db:"id"`
	CodeKey []byte      `db:"code_key"`
	CodeBox []byte      `db:"code_box"`
}

// AddToPool puts codes into a reward's pool and answers the places, from 0, of
// those that are somewhere already. The caller has made sure that none of them
// comes twice in the list.
func AddToPool(ctx context.Context, tx *db.Tx, keys Keyring, reward ids.Reward, codes []Code) ([]int, error) {
	var rows struct {
		id          []string
		key, sealed [][]byte
	}
	for _, code := range codes {
		id, err := db.ID[ids.Voucher](tx)
		if err != nil {
			return nil, err
		}
		box, err := keys.Seal(tx.Random(), id, code)
		if err != nil {
			return nil, err
		}
		rows.id, rows.key, rows.sealed = append(rows.id, id.String()), append(rows.key, keys.Key(code)), append(rows.sealed, box)
	}
	var kept [][]byte
	err := tx.Select(ctx, &kept, `INSERT INTO reward_codes (id, reward_id, code_key, code_box, added_at)
		SELECT i, $1, k, b, $5 FROM unnest($2::uuid[], $3::bytea[], $4::bytea[]) AS t (i, k, b)
		WHERE NOT EXISTS (SELECT FROM voucher_codes v WHERE v.code_key = t.k) AND NOT EXISTS (SELECT FROM shared_codes s WHERE s.code_key = t.k)
		ON CONFLICT (code_key) DO NOTHING RETURNING code_key`,
		reward, pq.Array(rows.id), pq.ByteaArray(rows.key), pq.ByteaArray(rows.sealed), tx.Now)
	if err != nil {
		return nil, fmt.Errorf("add codes to a pool: %w", err)
	}
	return missing(rows.key, kept), nil
}

func missing(all, kept [][]byte) []int {
	is := map[string]bool{}
	for _, key := range kept {
		is[string(key)] = true
	}
	var places []int
	for i, key := range all {
		if !is[string(key)] {
			places = append(places, i)
		}
	}
	return places
}

// MintFromPool gives a voucher a new id and a free code of its reward's pool,
// and answers false when none is free. The search begins at a random place, so
// that callers at once don't stand in each other's way. The write takes the code
// out of the pool.
func MintFromPool(ctx context.Context, tx *db.Tx, keys Keyring, v *Voucher) (db.Write, bool, error) {
	from := make([]byte, 32)
	if _, err := io.ReadFull(tx.Random(), from); err != nil {
		return db.Write{}, false, fmt.Errorf("draw a place in the pool: %w", err)
	}
	p, err := freeCode(ctx, tx, v.RewardID, from)
	if errors.Is(err, sql.ErrNoRows) {
		p, err = freeCode(ctx, tx, v.RewardID, []byte{})
	}
	if errors.Is(err, sql.ErrNoRows) {
		return db.Write{}, false, nil
	}
	if err != nil {
		return db.Write{}, false, fmt.Errorf("take a code from a pool: %w", err)
	}
	code, err := keys.Open(Voucher{ID: p.ID, CodeBox: p.CodeBox})
	if err != nil {
		return db.Write{}, false, err
	}
	if v.ID, err = db.ID[ids.Voucher](tx); err != nil {
		return db.Write{}, false, err
	}
	v.CodeKey = p.CodeKey
	if v.CodeBox, err = keys.Seal(tx.Random(), v.ID, code); err != nil {
		return db.Write{}, false, err
	}
	return db.Write{SQL: `UPDATE reward_codes SET voucher_id = $2, code_box = NULL WHERE id = $1 AND voucher_id IS NULL`, Args: []any{p.ID, v.ID}}, true, nil
}

func freeCode(ctx context.Context, tx *db.Tx, reward ids.Reward, from []byte) (pooled, error) {
	var p pooled
	err := tx.Get(ctx, &p, `SELECT id, code_key, code_box FROM reward_codes
		WHERE reward_id = $1 AND voucher_id IS NULL AND code_key >= $2 ORDER BY code_key LIMIT 1 FOR UPDATE SKIP LOCKED`, reward, from)
	return p, err
}

// Pool counts a reward's codes.
type Pool struct {
	Free int64 `db:"free"`
	Out  int64 `db:"out"`
	// LastAt is when codes came in last; nil when none ever did.
	LastAt *time.Time `db:"last_at"`
}

// CountPool counts a reward's codes.
func CountPool(ctx context.Context, r db.Reader, reward ids.Reward) (Pool, error) {
	var p Pool
	err := r.Get(ctx, &p, `SELECT count(*) FILTER (WHERE voucher_id IS NULL) AS free, count(voucher_id) AS out, max(added_at) AS last_at
		FROM reward_codes WHERE reward_id = $1`, reward)
	if err != nil {
		return p, fmt.Errorf("count a pool: %w", err)
	}
	return p, nil
}

// FreeCodes shows the codes that are still in a pool, for whoever must know them
// elsewhere; up to MaxPool.
func FreeCodes(ctx context.Context, r db.Reader, keys Keyring, reward ids.Reward) ([]Code, error) {
	var rows []pooled
	err := r.Select(ctx, &rows, `SELECT id, code_key, code_box FROM reward_codes
		WHERE reward_id = $1 AND voucher_id IS NULL ORDER BY added_at, id LIMIT $2`, reward, MaxPool)
	if err != nil {
		return nil, fmt.Errorf("read a pool: %w", err)
	}
	codes := make([]Code, len(rows))
	for i, p := range rows {
		if codes[i], err = keys.Open(Voucher{ID: p.ID, CodeBox: p.CodeBox}); err != nil {
			return nil, err
		}
	}
	return codes, nil
}

// EmptyPool takes all free codes out of a reward's pool and answers how many.
func EmptyPool(ctx context.Context, tx *db.Tx, reward ids.Reward) (int64, error) {
	n, err := tx.Exec(ctx, `DELETE FROM reward_codes WHERE reward_id = $1 AND voucher_id IS NULL`, reward)
	if err != nil {
		return 0, fmt.Errorf("empty a pool: %w", err)
	}
	return n, nil
}
