-- Fewer bytes in the log for each purchase. A key is kept as a digest of its scope
-- and text, so row and index are half as long.
--
-- Locks once_keys while it is rewritten: a second or so for each hundred thousand
-- keys of the last month; writes wait.

-- +goose Up
ALTER TABLE once_keys ADD COLUMN id uuid;
UPDATE once_keys SET id = cast(encode(substring(sha256(convert_to(scope || E'\n' || key, 'UTF8')) FOR 16), 'hex') AS uuid);
ALTER TABLE once_keys DROP CONSTRAINT once_keys_pkey;
ALTER TABLE once_keys ADD CONSTRAINT once_keys_pkey PRIMARY KEY (id);
ALTER TABLE once_keys DROP COLUMN scope, DROP COLUMN key;
