package referrals

import (
	"context"
	"fmt"
	"time"

	"fealty/models/db"
	"fealty/models/ids"
)

const columns = `id, referrer_id, friend_id, state, flags, purchase_id, joined_at, joined_on, bought_on, due_on, rewarded_at, refusal, reviewed_at`

// Insert is the row of a new referral. A friend has at most one
// (referrals_friend_id_key).
func Insert(r Referral) db.Write {
	return db.Write{
		SQL: `INSERT INTO referrals (` + columns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		Args: []any{r.ID, r.ReferrerID, r.FriendID, string(r.State), r.Flags, r.PurchaseID, r.JoinedAt, r.JoinedOn,
			r.BoughtOn, r.DueOn, r.RewardedAt, r.Refusal, r.ReviewedAt},
	}
}

// Update writes what a decision changed.
func Update(r Referral) db.Write {
	return db.Write{
		SQL: `UPDATE referrals SET state = $2, flags = $3, purchase_id = $4, bought_on = $5, due_on = $6, rewarded_at = $7,
			refusal = $8, reviewed_at = $9 WHERE id = $1`,
		Args: []any{r.ID, string(r.State), r.Flags, r.PurchaseID, r.BoughtOn, r.DueOn, r.RewardedAt, r.Refusal, r.ReviewedAt},
	}
}

// FindByFriend gives the referral that brought a member; nil when none did.
func FindByFriend(ctx context.Context, r db.Reader, friend ids.Member) (*Referral, error) {
	var rows []Referral
	if err := r.Select(ctx, &rows, `SELECT `+columns+` FROM referrals WHERE friend_id = $1`, friend); err != nil {
		return nil, fmt.Errorf("find a friend's referral: %w", err)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	return &rows[0], nil
}

// Find gives one referral; fault.NotFound when there is none.
func Find(ctx context.Context, r db.Reader, id ids.Referral) (Referral, error) {
	var found Referral
	err := r.Get(ctx, &found, `SELECT `+columns+` FROM referrals WHERE id = $1`, id)
	return found, db.Found(err, "not_found", "find a referral")
}

// Lock reads a referral for a change, in a transaction; nil when there is none.
func Lock(ctx context.Context, tx *db.Tx, id ids.Referral) (*Referral, error) {
	var rows []Referral
	if err := tx.Select(ctx, &rows, `SELECT `+columns+` FROM referrals WHERE id = $1 FOR UPDATE`, id); err != nil {
		return nil, fmt.Errorf("lock a referral: %w", err)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	return &rows[0], nil
}

// ListByReferrer gives the latest friends a member brought, the latest first.
func ListByReferrer(ctx context.Context, r db.Reader, referrer ids.Member, limit int) ([]Referral, error) {
	var rows []Referral
	err := r.Select(ctx, &rows, `
		SELECT `+columns+` FROM referrals WHERE referrer_id = $1
		ORDER BY joined_at DESC, id DESC LIMIT $2`, referrer, limit)
	if err != nil {
		return nil, fmt.Errorf("list a member's friends: %w", err)
	}
	return rows, nil
}

// CountSince tells how many friends a member brought since an instant.
func CountSince(ctx context.Context, r db.Reader, referrer ids.Member, since time.Time) (int, error) {
	var n int
	err := r.Get(ctx, &n, `SELECT count(*) FROM referrals WHERE referrer_id = $1 AND joined_at >= $2`, referrer, since)
	if err != nil {
		return 0, fmt.Errorf("count a member's friends: %w", err)
	}
	return n, nil
}

// Due lists the referrals whose wait has ended by a day, in id order after the
// given one.
func Due(ctx context.Context, r db.Reader, day time.Time, after ids.Referral, limit int) ([]Referral, error) {
	var rows []Referral
	err := r.Select(ctx, &rows, `
		SELECT `+columns+` FROM referrals
		WHERE state = 'waiting' AND due_on <= $1 AND ($2::uuid IS NULL OR id > $2)
		ORDER BY id LIMIT $3`, day, after, limit)
	if err != nil {
		return nil, fmt.Errorf("list referrals that are due: %w", err)
	}
	return rows, nil
}
