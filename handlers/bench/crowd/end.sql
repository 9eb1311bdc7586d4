-- The wallets as the $1-th entries leave them, friends brought, and a log.
INSERT INTO wallets (member_id, wallet, balance, seq, head, active_on)
	SELECT p.id, 'points', h.balance, $1, h.head, e.happened_on FROM crowd.heads h JOIN crowd.people p USING (m)
	JOIN entries e ON e.member_id = p.id AND e.wallet = 'points' AND e.seq = $1 WHERE h.k = $1 ORDER BY p.m
