-- Twelve rewards, and their ids.
WITH r AS (
	INSERT INTO rewards (id, kind, state, price, worth, cost, valid_days, art, position, created_at, updated_at)
	SELECT crowd.id(at, 'reward' || n), 'product', 'live', 100, 500, 200, 30, 'cup', n, at, at
	FROM generate_series(1, 12) AS n, LATERAL (SELECT timestamptz '2020-01-01 00:00:00Z' AS at) a RETURNING id, position),
t AS (
	INSERT INTO reward_texts (reward_id, language, name, description, hand_over)
	SELECT id, 'en', 'Reward ' || position, 'Reward ' || position || ', fresh.', 'One of them.' FROM r)
SELECT array_agg(id ORDER BY position) FROM r
