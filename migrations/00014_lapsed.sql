-- What of a returned purchase's points had expired unused before it came back:
-- that part is neither taken again nor owed, and no later return may count it
-- twice. It is a part of what is forgiven.
--
-- A column with a constant default is added without rewriting the table; the
-- checks read its rows once. Returns wait for it, nothing else does.

-- +goose Up
ALTER TABLE returns
  ADD COLUMN lapsed bigint NOT NULL DEFAULT 0,
  ADD CONSTRAINT returns_lapsed CHECK (lapsed >= 0 AND lapsed <= forgiven);
