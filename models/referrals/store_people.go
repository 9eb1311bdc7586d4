package referrals

import (
	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/ids"
)

// Erase ends what people were still waiting for as referrers, and the invitations
// of friends who never bought. Who brought whom stays, under ids that say
// nothing: a referrer keeps what a friend's purchase earned.
func Erase(people []ids.Member) []db.Write {
	return []db.Write{{SQL: `DELETE FROM referral_traces WHERE member_id = ANY($1)`, Args: []any{pq.Array(people)}},
		{SQL: `UPDATE referrals SET state = 'lapsed' WHERE (referrer_id = ANY($1) AND state IN ('joined', 'waiting', 'review'))
		OR (friend_id = ANY($1) AND state = 'joined')`, Args: []any{pq.Array(people)}}}
}

// Hand gives the friends of one member to another, into whom they are merged,
// and how the one was brought if the other came alone. Those who brought each
// other are one person, and have nothing to wait for.
func Hand(from, to ids.Member) []db.Write {
	return []db.Write{
		{SQL: `INSERT INTO referral_milestones (member_id, friends, points, reached_at)
			SELECT $2, friends, points, reached_at FROM referral_milestones WHERE member_id = $1 ON CONFLICT DO NOTHING`, Args: []any{from, to}},
		{SQL: `UPDATE referrals SET
				referrer_id = CASE WHEN referrer_id = $1 AND friend_id <> $2 THEN $2 ELSE referrer_id END,
				friend_id = CASE WHEN friend_id = $1 AND referrer_id <> $2
					AND NOT EXISTS (SELECT FROM referrals WHERE friend_id = $2) THEN $2 ELSE friend_id END,
				state = CASE WHEN (referrer_id, friend_id) IN (($1, $2), ($2, $1)) AND state <> 'rewarded' THEN 'blocked' ELSE state END
			WHERE referrer_id = $1 OR friend_id = $1`, Args: []any{from, to}},
	}
}
