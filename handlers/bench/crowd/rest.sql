INSERT INTO wallets (member_id, wallet) SELECT id, w FROM crowd.people, unnest(ARRAY['credit', 'debt']) AS w ORDER BY m;
INSERT INTO referrals (id, referrer_id, friend_id, state, joined_at, joined_on, bought_on, due_on, rewarded_at)
	SELECT crowd.id(f.joined_at, 'r' || f.m), r.id, f.id, 'rewarded', f.joined_at, cast(f.joined_at AS date), cast(f.joined_at AS date) + 70,
		cast(f.joined_at AS date) + 84, f.joined_at + interval '84 days'
	FROM crowd.people f JOIN crowd.people r ON r.m = f.m / 2 + 1 AND r.m <> f.m WHERE f.m % 10 = 0;
INSERT INTO audit (id, at, actor, role, action, object, member_id, detail)
	SELECT crowd.id(joined_at, 'a' || m), joined_at + interval '1 year', 'staff', 'manager', 'points.adjust', 'member', id, '{}' FROM crowd.people WHERE m % 10 = 3;
SELECT crowd.eager(10000, current_date)
