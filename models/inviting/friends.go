package inviting

import (
	"context"
	"fmt"

	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/money"
	"fealty/models/referrals"
)

// Friend is one who joined by a member's link, and how far it has come. Points
// is what the referrer got for them, 0 before.
type Friend struct {
	referrals.Referral
	FirstName string       `db:"first_name"`
	Points    money.Points `db:"points"`
}

// MaxFriends bounds the list.
const MaxFriends = 200

// Friends lists whom a member invited, the latest first.
func Friends(ctx context.Context, r db.Reader, referrer ids.Member) ([]Friend, error) {
	var list []Friend
	err := r.Select(ctx, &list, `SELECT r.id, r.referrer_id, r.friend_id, r.state, r.flags, r.purchase_id, r.joined_at, r.joined_on,
			r.bought_on, r.due_on, r.rewarded_at, r.refusal, r.reviewed_at, m.first_name, coalesce(e.amount, 0) AS points
		FROM referrals r JOIN members m ON m.id = r.friend_id
		LEFT JOIN entries e ON e.member_id = r.referrer_id AND e.wallet = 'points' AND e.kind = 'referral' AND e.source_id = r.id
		WHERE r.referrer_id = $1 ORDER BY r.joined_at DESC, r.id DESC LIMIT $2`, referrer, MaxFriends)
	if err != nil {
		return nil, fmt.Errorf("list friends: %w", err)
	}
	return list, nil
}
