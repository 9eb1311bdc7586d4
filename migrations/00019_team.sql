-- Second factors beyond the app's code, when a session last proved one, and when
-- credentials last changed. New columns are nullable or have a constant default,
-- so each ALTER is a catalogue change that locks for a moment; new tables only
-- besides.

-- +goose Up
ALTER TABLE staff
  ADD COLUMN credentials_at timestamptz,
  ADD COLUMN invited_at     timestamptz;

-- What a session list shows, and the latest proof of presence (R11).
ALTER TABLE sessions
  ADD COLUMN proved_at timestamptz,
  ADD COLUMN device    text NOT NULL DEFAULT '' CHECK (length(device) <= 80),
  ADD COLUMN address   text NOT NULL DEFAULT '' CHECK (length(address) <= 80);

-- A code may also prove that a signed-in member is there.
ALTER TABLE signin_codes DROP CONSTRAINT signin_codes_purpose_check;
ALTER TABLE signin_codes ADD CONSTRAINT signin_codes_purpose_check CHECK (purpose IN ('member', 'contact', 'proof')) NOT VALID;

CREATE TABLE staff_passkeys (
  id         bytea       PRIMARY KEY,
  staff_id   uuid        NOT NULL REFERENCES staff (id),
  name       text        NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  credential jsonb       NOT NULL,
  created_at timestamptz NOT NULL,
  used_at    timestamptz
);
CREATE INDEX staff_passkeys_staff ON staff_passkeys (staff_id, created_at);

-- A challenge that was answered once; the rest of it is signed, not stored.
CREATE TABLE staff_challenges (
  challenge bytea       PRIMARY KEY,
  used_at   timestamptz NOT NULL
);
CREATE INDEX staff_challenges_age ON staff_challenges (used_at);

CREATE TABLE staff_recovery_codes (
  staff_id  uuid        NOT NULL REFERENCES staff (id),
  code_hash bytea       NOT NULL,
  used_at   timestamptz,
  PRIMARY KEY (staff_id, code_hash)
);

-- +goose StatementBegin
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'fealty_app') THEN
    RETURN;
  END IF;
  GRANT SELECT ON staff_passkeys, staff_challenges, staff_recovery_codes TO fealty_app, fealty_readonly, fealty_backup;
  GRANT INSERT, DELETE ON staff_passkeys, staff_challenges, staff_recovery_codes TO fealty_app;
  GRANT UPDATE (name, credential, used_at) ON staff_passkeys TO fealty_app;
  GRANT UPDATE (used_at) ON staff_recovery_codes TO fealty_app;
END
$$;
-- +goose StatementEnd
