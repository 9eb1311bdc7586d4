-- What loading needs: the book's encoding (models/ledger/doc.go) and ids made of
-- a text, so that the same members come out each time.
CREATE SCHEMA IF NOT EXISTS crowd;
CREATE FUNCTION crowd.text(t text) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE
	AS $$ SELECT int4send(octet_length(t)) || convert_to(t, 'UTF8') $$;
CREATE FUNCTION crowd.id(at timestamptz, seed text) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
	AS $$ SELECT cast(lpad(to_hex(cast(extract(epoch FROM at) * 1000 AS bigint)), 12, '0') || '7' || substr(md5(seed), 1, 3)
		|| '8' || substr(md5(seed), 4, 15) AS uuid) $$;
-- Luhn's check digit of nine digits.
CREATE FUNCTION crowd.luhn(n bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
	AS $$ SELECT cast((10 - sum(x / 10 + x % 10) % 10) % 10 AS text) FROM (
		SELECT (n / cast(power(10, i) AS bigint)) % 10 * CASE WHEN i % 2 = 0 THEN 2 ELSE 1 END AS x FROM generate_series(0, 8) AS i) AS d $$;
CREATE UNLOGGED TABLE crowd.people (m integer PRIMARY KEY, id uuid NOT NULL, joined_at timestamptz NOT NULL);
CREATE UNLOGGED TABLE crowd.heads (k integer, m integer, head bytea NOT NULL, balance bigint NOT NULL, PRIMARY KEY (k, m));
-- Gives the first member a long history: so many times ten points come and go.
CREATE FUNCTION crowd.eager(times integer, today date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	w wallets; at timestamptz := (today + time '00:00') AT TIME ZONE 'UTC'; amount bigint; 
	nobody bytea := uuid_send('00000000-0000-0000-0000-000000000000');
BEGIN
	SELECT x.* INTO w FROM wallets x JOIN crowd.people p ON p.id = x.member_id WHERE p.m = 1 AND x.wallet = 'points';
	FOR i IN 1 .. times * 2 LOOP
		amount := CASE WHEN i % 2 = 1 THEN 10 ELSE -10 END;
		w.seq := w.seq + 1; w.balance := w.balance + amount;
		w.head := sha256(w.head || crowd.text('fealty entry v1') || uuid_send(w.member_id) || crowd.text('points') || int8send(w.seq) || crowd.text('adjustment')
			|| int8send(amount) || int8send(w.balance) || crowd.text('crowd') || nobody || crowd.text('system') || nobody
			|| int8send(0) || int8send(0) || int8send(1) || crowd.text('{}') || crowd.text(cast(today AS text))
			|| int8send(cast(extract(epoch FROM at) * 1000000 AS bigint)));
		INSERT INTO entries (member_id, wallet, seq, kind, amount, balance, source, actor, version, detail, happened_on, recorded_at, hash)
			VALUES (w.member_id, 'points', w.seq, 'adjustment', amount, w.balance, 'crowd', 'system', 1, '{}', today, at, w.head);
		IF amount > 0 THEN
			INSERT INTO lots (member_id, wallet, seq, amount, remaining, available_on, expires_on, open) VALUES (w.member_id, 'points', w.seq, 10, 0, today, today, false);
		ELSE
			INSERT INTO lot_uses (member_id, wallet, entry_seq, lot_seq, amount) VALUES (w.member_id, 'points', w.seq, w.seq - 1, 10);
		END IF;
	END LOOP;
	UPDATE wallets SET balance = w.balance, seq = w.seq, head = w.head WHERE member_id = w.member_id AND wallet = 'points';
END $$;
