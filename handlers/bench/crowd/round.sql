-- The $1-th entry of members $2 to $3 of $4, up to ten weeks before $5, with all
-- that belongs to it. Rewards are $6. In order: welcome, two purchases, the
-- welcome points for a reward, two purchases, what is left of the first purchase
-- expires, two purchases, the points of the second for a reward.
WITH x AS MATERIALIZED (
	SELECT y.*, h.balance + y.amount AS balance, coalesce(h.head, ''::bytea) AS head, crowd.id(y.at, 'x' || y.m || '-' || y.k) AS thing,
		(cast($6 AS uuid[]))[1 + (y.m + y.k) % array_length(cast($6 AS uuid[]), 1)] AS reward,
		CASE kind WHEN 'welcome' THEN 'member' WHEN 'purchase' THEN 'purchase' WHEN 'expired' THEN 'night' ELSE 'voucher' END AS source,
		CASE kind WHEN 'purchase' THEN 'api' WHEN 'redemption' THEN 'member' ELSE 'system' END AS actor
	FROM (SELECT p.m, p.id, k, day, (day + time '12:00') AT TIME ZONE 'UTC' AS at,
			CASE k WHEN 1 THEN 'welcome' WHEN 4 THEN 'redemption' WHEN 7 THEN 'expired' WHEN 10 THEN 'redemption' ELSE 'purchase' END AS kind,
			CASE k WHEN 1 THEN 100 WHEN 4 THEN -100 WHEN 7 THEN -(20 + abs(hashint8extended(p.m, 2)) % 80) WHEN 10 THEN -(20 + abs(hashint8extended(p.m, 3)) % 80)
				ELSE 20 + abs(hashint8extended(p.m, k)) % 80 END AS amount
		FROM crowd.people p, LATERAL (SELECT cast($1 AS integer) AS k) r, LATERAL (SELECT cast($5 AS date) - 70 * (11 - k)
			+ cast(cast(p.m AS bigint) * 70 / (cast($4 AS bigint) + 1) AS integer) AS day) d
		WHERE p.m BETWEEN $2 AND $3) y
	LEFT JOIN crowd.heads g ON g.k = y.k - 1 AND g.m = y.m, LATERAL (SELECT coalesce(g.balance, 0) AS balance, g.head AS head) h
	ORDER BY y.m),
hashed AS MATERIALIZED (
	SELECT m, balance, sha256(head || crowd.text('fealty entry v1') || uuid_send(id) || crowd.text('points') || int8send(k) || crowd.text(kind)
		|| int8send(amount) || int8send(balance) || crowd.text(source)
		|| CASE kind WHEN 'expired' THEN uuid_send('00000000-0000-0000-0000-000000000000') WHEN 'welcome' THEN uuid_send(id) ELSE uuid_send(thing) END
		|| crowd.text(actor) || CASE actor WHEN 'member' THEN uuid_send(id) ELSE uuid_send('00000000-0000-0000-0000-000000000000') END
		|| int8send(0) || int8send(0) || int8send(1) || crowd.text('{}') || crowd.text(cast(day AS text))
		|| int8send(cast(extract(epoch FROM at) * 1000000 AS bigint))) AS head FROM x),
heads AS (INSERT INTO crowd.heads (k, m, head, balance) SELECT $1, m, head, balance FROM hashed),
entries AS (INSERT INTO entries (member_id, wallet, seq, kind, amount, balance, source, source_id, actor, actor_id, version, detail, happened_on, recorded_at, hash)
	SELECT x.id, 'points', x.k, x.kind, x.amount, x.balance, x.source,
		CASE x.kind WHEN 'expired' THEN NULL WHEN 'welcome' THEN x.id ELSE x.thing END,
		x.actor, CASE x.actor WHEN 'member' THEN x.id END, 1, '{}', x.day, x.at, h.head FROM x JOIN hashed h USING (m)),
-- What a later entry takes whole of a lot is taken here already: nobody looks meanwhile.
lots AS (INSERT INTO lots (member_id, wallet, seq, amount, remaining, available_on, expires_on, open)
	SELECT id, 'points', k, amount, CASE WHEN k <= 3 THEN 0 ELSE amount END, day, CASE k WHEN 2 THEN day + 350 ELSE day + 730 END, k > 3 FROM x WHERE amount > 0),
uses AS (INSERT INTO lot_uses (member_id, wallet, entry_seq, lot_seq, amount)
	SELECT id, 'points', k, CASE k WHEN 4 THEN 1 WHEN 7 THEN 2 ELSE 3 END, -amount FROM x WHERE amount < 0),
claimed AS (INSERT INTO purchase_references (reference, purchase_id, member_id, input_hash)
	SELECT 'C-' || m || '-' || k, thing, id, sha256(uuid_send(thing)) FROM x WHERE kind = 'purchase'),
bought AS (INSERT INTO purchases (member_id, id, reference, placed_at, placed_on, recorded_at, channel, shop, total, shipping, discount, tax, paid_otherwise,
		earning_base, version, points, entry_seq, tier_spend, tier_points, cells, facts, payments)
	SELECT id, thing, 'C-' || m || '-' || k, at, day, at, 'counter', 'havn-1', amount * 100, 0, 0, 0, 0, amount * 100, 1, amount, k, amount * 100, amount,
		jsonb_build_array(jsonb_build_object('line', 1, 'rule', 'base', 'points', amount)), jsonb_build_array('member', day - 30, 0, 0, day),
		jsonb_build_array(jsonb_build_object('kind', 'money', 'amount', amount * 100)) FROM x WHERE kind = 'purchase'),
lines AS (INSERT INTO purchase_lines (member_id, purchase_id, line, sku, name, category, brand, bought, unit_price, discount, amount, tax, base, points)
	SELECT id, thing, 1, 'ESP-250', 'Espresso beans', 'coffee', '', 1000, amount * 100, 0, amount * 100, 0, amount * 100, amount FROM x WHERE kind = 'purchase'),
got AS (INSERT INTO vouchers (member_id, id, reward_id, state, code_key, price, worth, entry_seq, issued_at, expires_on, used_at)
	SELECT id, thing, reward, 'used', sha256(uuid_send(thing)), -amount, 500, k, at, day + 30, at + interval '2 days' FROM x WHERE kind = 'redemption'),
codes AS (INSERT INTO voucher_codes (code_key, member_id, voucher_id) SELECT sha256(uuid_send(thing)), id, thing FROM x WHERE kind = 'redemption'),
used AS (INSERT INTO voucher_uses (id, member_id, voucher_id, reward_id, place, pays, used_at)
	SELECT crowd.id(at, 'u' || m || '-' || k), id, thing, reward, 'havn-1', 0, at + interval '2 days' FROM x WHERE kind = 'redemption'),
told AS (INSERT INTO messages (id, member_id, channel, recipient, template, language, params, state, run_at, created_at, sent_at)
	SELECT gen_random_uuid(), id, 'email', 'member' || m || '@example.com', 'points_earned', 'en', jsonb_build_object('points', amount, 'spendable', balance),
		'sent', at, at, at + interval '1 minute' FROM x WHERE k = 9)
SELECT 1
