package referrals

import (
	"context"
	"fmt"

	"fealty/models/db"
	"fealty/models/ids"
)

// InReview is a referral that staff should look at, with both names.
type InReview struct {
	Referral
	ReferrerName string `db:"referrer_name"`
	FriendName   string `db:"friend_name"`
	// Brought is how many friends the referrer has brought in all.
	Brought int `db:"brought"`
}

// ReviewPage is how many ListReview gives at once.
const ReviewPage = 50

// ListReview gives the referrals that wait for somebody of the staff, the oldest
// first, after the one given (the zero id: from the oldest).
func ListReview(ctx context.Context, r db.Reader, after ids.Referral) ([]InReview, error) {
	var list []InReview
	err := r.Select(ctx, &list, `SELECT r.id, r.referrer_id, r.friend_id, r.state, r.flags, r.purchase_id, r.joined_at, r.joined_on, r.bought_on,
			r.due_on, r.rewarded_at, r.refusal, r.reviewed_at, a.first_name AS referrer_name, b.first_name AS friend_name,
			(SELECT count(*) FROM referrals x WHERE x.referrer_id = r.referrer_id) AS brought
		FROM referrals r JOIN members a ON a.id = r.referrer_id JOIN members b ON b.id = r.friend_id
		WHERE r.state = 'review' AND ($1::uuid IS NULL OR (r.joined_at, r.id) > (SELECT joined_at, id FROM referrals WHERE id = $1))
		ORDER BY r.joined_at, r.id LIMIT $2`, after, ReviewPage)
	if err != nil {
		return nil, fmt.Errorf("list referrals to look at: %w", err)
	}
	return list, nil
}

// CountReview tells how many wait for somebody of the staff.
func CountReview(ctx context.Context, r db.Reader) (int, error) {
	var n int
	if err := r.Get(ctx, &n, `SELECT count(*) FROM referrals WHERE state = 'review'`); err != nil {
		return 0, fmt.Errorf("count referrals to look at: %w", err)
	}
	return n, nil
}
