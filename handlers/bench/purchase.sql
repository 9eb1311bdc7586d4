\set m random(1, {members})
\set r random(1, 9000000000000000)
WITH me AS (
	SELECT cast('00000000-0000-4000-8000-' || lpad(cast(:m AS text), 12, '0') AS uuid) AS id, gen_random_uuid() AS purchase,
		'P-' || cast(:r AS text) AS reference, clock_timestamp() AS at),
w AS (
	UPDATE wallets SET balance = balance + 24, seq = seq + 1, head = sha256(head), active_on = cast(me.at AS date)
	FROM me WHERE member_id = me.id AND wallet = 'points' RETURNING member_id, seq, balance, head),
e AS (
	INSERT INTO entries (member_id, wallet, seq, kind, amount, balance, source, source_id, actor, actor_id, undoes, gives_back,
		version, detail, happened_on, recorded_at, hash)
	SELECT w.member_id, 'points', w.seq, 'purchase', 24, w.balance, 'purchase', me.purchase, 'api', me.id, NULL, NULL,
		1, {detail}, cast(me.at AS date), me.at, w.head FROM w, me),
l AS (
	INSERT INTO lots (member_id, wallet, seq, amount, remaining, available_on, expires_on, open)
	SELECT w.member_id, 'points', w.seq, 24, 24, cast(me.at AS date), cast(me.at AS date) + 730, true FROM w, me),
o AS (
	INSERT INTO once_keys (id, input_hash, outcome, refused, created_at)
	SELECT gen_random_uuid(), sha256(cast(me.reference AS bytea)), {outcome}, false, me.at FROM me),
r AS (
	INSERT INTO purchase_references (reference, purchase_id, member_id, input_hash)
	SELECT me.reference, me.purchase, me.id, sha256(cast(me.reference AS bytea)) FROM me),
p AS (
	INSERT INTO purchases (member_id, id, reference, placed_at, placed_on, recorded_at, channel, shop, total, shipping, discount, tax,
		paid_otherwise, earning_base, version, points, entry_seq, tier_spend, tier_points, cells, facts, payments)
	SELECT me.id, me.purchase, me.reference, me.at, cast(me.at AS date), me.at, 'counter', 'havn-1', 2450, 0, 0, 0,
		0, 2450, 1, 24, w.seq, 2450, 24, {cells}, {facts}, {payments} FROM w, me),
pl AS (
	INSERT INTO purchase_lines (member_id, purchase_id, line, sku, name, category, brand, bought, unit_price, discount, amount, tax, base, points)
	SELECT me.id, me.purchase, 1, 'ESP-250', 'Espresso beans', 'coffee', '', 1000, 2450, 0, 2450, 0, 2450, 24 FROM me),
n AS (
	INSERT INTO messages (id, member_id, channel, recipient, template, language, params, run_at, created_at)
	SELECT gen_random_uuid(), me.id, 'email', 'member' || cast(:m AS text) || '@example.com', 'points_earned', 'en', {params}, me.at, me.at FROM me)
SELECT 1;
