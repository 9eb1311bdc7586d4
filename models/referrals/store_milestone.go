package referrals

import (
	"context"
	"fmt"
	"time"

	"fealty/models/db"
	"fealty/models/ids"
)

// InsertMilestone keeps that a member has reached one; each only once
// (referral_milestones_pkey).
func InsertMilestone(member ids.Member, m Milestone, at time.Time) db.Write {
	return db.Write{SQL: `INSERT INTO referral_milestones (member_id, friends, points, reached_at) VALUES ($1, $2, $3, $4)`,
		Args: []any{member, m.Friends, m.Points, at}}
}

// Milestones lists by number of friends what a member has reached.
func Milestones(ctx context.Context, r db.Reader, member ids.Member) ([]int, error) {
	var list []int
	err := r.Select(ctx, &list, `SELECT friends FROM referral_milestones WHERE member_id = $1 ORDER BY friends`, member)
	if err != nil {
		return nil, fmt.Errorf("list a member's milestones: %w", err)
	}
	return list, nil
}

// CountRewarded tells how many friends have brought a member something.
func CountRewarded(ctx context.Context, r db.Reader, referrer ids.Member) (int, error) {
	var n int
	err := r.Get(ctx, &n, `SELECT count(*) FROM referrals WHERE referrer_id = $1 AND state = 'rewarded'`, referrer)
	if err != nil {
		return 0, fmt.Errorf("count a member's rewarded friends: %w", err)
	}
	return n, nil
}
