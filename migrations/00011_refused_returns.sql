-- A return that came before its purchase and asks for what was never bought:
-- when it was refused and why. Columns that may be empty only: the table is
-- locked for no longer than it takes to note them.

-- +goose Up
ALTER TABLE parked_returns ADD COLUMN refused_at timestamptz, ADD COLUMN refusal jsonb;

-- +goose StatementBegin
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'fealty_app') THEN
    GRANT UPDATE (refused_at, refusal) ON parked_returns TO fealty_app;
  END IF;
END
$$;
-- +goose StatementEnd
