INSERT INTO wallets (member_id, wallet)
SELECT cast('00000000-0000-4000-8000-' || lpad(cast(n AS text), 12, '0') AS uuid), 'points' FROM generate_series(1, $1) AS n
