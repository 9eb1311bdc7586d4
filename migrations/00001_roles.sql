-- The roles of the database: owner (migrations), app, read-only and backup.
-- Where the server does not let us make roles, the triggers still guard the
-- book and `fealty doctor` says so. Locks nothing; takes no time.

-- +goose Up
-- +goose StatementBegin
DO $$
DECLARE
  role text;
BEGIN
  FOREACH role IN ARRAY ARRAY['fealty_owner', 'fealty_app', 'fealty_readonly', 'fealty_backup'] LOOP
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = role) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', role);
    END IF;
  END LOOP;
EXCEPTION
  WHEN insufficient_privilege THEN
    RAISE NOTICE 'roles can not be made here; the triggers guard the book';
  WHEN unique_violation OR duplicate_object THEN
    RAISE NOTICE 'another instance made the roles';
END
$$;
-- +goose StatementEnd

-- refuse_change is the one trigger that says no: what is written stays.
-- +goose StatementBegin
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
-- +goose StatementEnd
