-- Members $1 to $2 of $3, joined over ten weeks until 630 days before $4, with a
-- verified e-mail each and a phone for every third.
WITH p AS MATERIALIZED (
	SELECT m, crowd.id(at, 'm' || m) AS id, at, 100000000 + cast(m AS bigint) * 811 AS number,
		(ARRAY['Ingrid', 'Ola', 'Kari', 'Nora', 'Emil', 'Piotr', 'Agnieszka', 'Bence', 'Zsofia', 'Mei', 'Wei', 'Liam', 'Olivia', 'Jakob', 'Maja', 'Henrik',
			'Astrid', 'Lukas', 'Hanna', 'Tomasz'])[1 + abs(hashint8extended(m, 1)) % 20] || ' '
		|| (ARRAY['Hansen', 'Nowak', 'Nagy', 'Chen', 'Smith', 'Berg', 'Lund', 'Kowalska', 'Toth', 'Lin', 'Brown', 'Dahl', 'Moen', 'Szabo', 'Wang', 'Taylor',
			'Haugen', 'Zielinski', 'Kiss', 'Lee'])[1 + abs(hashint8extended(m, 2)) % 20] || ' ' || m AS name
	FROM (SELECT m, cast($4 AS date) - 700 + cast(cast(m AS bigint) * 70 / (cast($3 AS bigint) + 1) AS integer) AS day
		FROM generate_series(cast($1 AS integer), cast($2 AS integer)) AS m) d,
		LATERAL (SELECT (day + time '10:00') AT TIME ZONE 'UTC' AS at) a),
k AS (INSERT INTO crowd.people (m, id, joined_at) SELECT m, id, at FROM p),
o AS (INSERT INTO members (id, number, first_name, name_folded, language, birthday, invite_code, joined_via, joined_at, joined_on)
	SELECT id, number || crowd.luhn(number), name, lower(name), (ARRAY['en', 'nb', 'pl', 'hu', 'zh-Hant'])[1 + m % 5],
		date '1960-01-01' + m % 16000, 'x' || lpad(to_hex(m), 7, '0'), 'portal', at, cast(at AS date) FROM p),
e AS (INSERT INTO member_contacts (kind, value, member_id, verified_at, added_at) SELECT 'email', 'member' || m || '@example.com', id, at, at FROM p),
f AS (INSERT INTO member_contacts (kind, value, member_id, verified_at, added_at) SELECT 'phone', '+474' || lpad(cast(m AS text), 7, '0'), id, at, at FROM p WHERE m % 3 = 0),
c AS (INSERT INTO consents (member_id, purpose, seq, granted, source, wording, given_at)
	SELECT id, 'marketing', 1, m % 5 < 2, 'join', '2026-01', at FROM p),
s AS (INSERT INTO standings (member_id, tier, since, keep_until)
	SELECT id, CASE WHEN m % 10 < 7 THEN 'member' WHEN m % 10 < 9 THEN 'silver' ELSE 'gold' END, cast(at AS date),
		CASE WHEN m % 10 >= 7 THEN date '9999-12-31' END FROM p)
SELECT 1
