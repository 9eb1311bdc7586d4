package catalogue

import (
	"context"
	"fmt"

	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/ids"
)

// MaxTold bounds how many who wait are told at once.
const MaxTold = 5000

// Wait remembers that a member wants to be told when a reward is back.
func Wait(ctx context.Context, tx *db.Tx, id ids.Reward, member ids.Member) error {
	_, err := tx.Exec(ctx, `INSERT INTO reward_waits (reward_id, member_id, asked_at) VALUES ($1, $2, $3)
		ON CONFLICT DO NOTHING`, id, member, tx.Now)
	if err != nil {
		return fmt.Errorf("wait for a reward: %w", err)
	}
	return nil
}

// StopWaiting forgets it.
func StopWaiting(ctx context.Context, tx *db.Tx, id ids.Reward, member ids.Member) error {
	if _, err := tx.Exec(ctx, `DELETE FROM reward_waits WHERE reward_id = $1 AND member_id = $2`, id, member); err != nil {
		return fmt.Errorf("stop waiting for a reward: %w", err)
	}
	return nil
}

// IsWaiting tells whether a member waits for a reward.
func IsWaiting(ctx context.Context, r db.Reader, id ids.Reward, member ids.Member) (bool, error) {
	var is bool
	err := r.Get(ctx, &is, `SELECT EXISTS (SELECT FROM reward_waits WHERE reward_id = $1 AND member_id = $2)`, id, member)
	return is, wrapped("look who waits", err)
}

// CountWaiting tells how many wait for a reward.
func CountWaiting(ctx context.Context, r db.Reader, id ids.Reward) (int, error) {
	var n int
	err := r.Get(ctx, &n, `SELECT count(*) FROM reward_waits WHERE reward_id = $1`, id)
	return n, wrapped("count who waits", err)
}

// TakeWaiting gives who has waited longest, and forgets them.
func TakeWaiting(ctx context.Context, tx *db.Tx, id ids.Reward) ([]ids.Member, error) {
	var list []ids.Member
	err := tx.Select(ctx, &list, `WITH due AS (SELECT member_id FROM reward_waits WHERE reward_id = $1 ORDER BY asked_at LIMIT $2)
		DELETE FROM reward_waits w USING due WHERE w.reward_id = $1 AND w.member_id = due.member_id RETURNING w.member_id`, id, MaxTold)
	return list, wrapped("take who waits", err)
}

// Erase forgets what people wait for.
func Erase(people []ids.Member) []db.Write {
	return []db.Write{{SQL: `DELETE FROM reward_waits WHERE member_id = ANY($1)`, Args: []any{pq.Array(people)}}}
}
