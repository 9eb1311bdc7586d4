-- The till: devices that are paired once with a shop, the PINs by which people
-- stand at them, and printed cards that are handed out before anybody joins.
-- The tables are new; on shops, guest_purchases and audit the locks last for as
-- long as it takes to read them once.

-- +goose Up
ALTER TABLE shops ADD COLUMN archived_at timestamptz,
  ADD COLUMN lock_minutes integer NOT NULL DEFAULT 5 CHECK (lock_minutes BETWEEN 1 AND 240);

CREATE TABLE devices (
  id          uuid        PRIMARY KEY,
  shop_id     uuid        NOT NULL REFERENCES shops (id),
  name        text        NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  key_hash    bytea       UNIQUE,
  pair_until  timestamptz,
  staff_id    uuid        REFERENCES staff (id),
  active_at   timestamptz,
  created_at  timestamptz NOT NULL,
  paired_at   timestamptz,
  revoked_at  timestamptz
);
CREATE INDEX devices_shop ON devices (shop_id);
CREATE INDEX devices_pairing ON devices (pair_until) WHERE pair_until IS NOT NULL;

CREATE TABLE staff_pins (
  staff_id uuid        PRIMARY KEY REFERENCES staff (id),
  hash     text        NOT NULL,
  set_at   timestamptz NOT NULL,
  set_by   uuid        NOT NULL
);

CREATE TABLE card_batches (
  id         uuid        PRIMARY KEY,
  label      text        NOT NULL CHECK (length(label) BETWEEN 1 AND 80),
  size       integer     NOT NULL CHECK (size BETWEEN 1 AND 1000),
  created_at timestamptz NOT NULL,
  created_by uuid        NOT NULL
);
CREATE TABLE cards (
  number     text        PRIMARY KEY CHECK (number ~ '^[0-9]{12}$'),
  batch_id   uuid        NOT NULL REFERENCES card_batches (id),
  member_id  uuid,
  claimed_at timestamptz,
  CHECK ((member_id IS NULL) = (claimed_at IS NULL))
);
CREATE INDEX cards_batch ON cards (batch_id, number);
CREATE INDEX cards_member ON cards (member_id) WHERE member_id IS NOT NULL;

ALTER TABLE guest_purchases DROP CONSTRAINT guest_purchases_kind_check,
  ADD CONSTRAINT guest_purchases_kind_check CHECK (kind IN ('email', 'phone', 'card'));

CREATE INDEX audit_shop ON audit ((detail ->> 'shop'), at DESC) WHERE detail ->> 'shop' IS NOT NULL;

-- +goose StatementBegin
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'fealty_app') THEN
    GRANT SELECT ON devices, staff_pins, card_batches, cards TO fealty_app, fealty_readonly, fealty_backup;
    GRANT INSERT ON devices, staff_pins, card_batches, cards TO fealty_app;
    GRANT UPDATE ON devices, staff_pins TO fealty_app;
    GRANT DELETE ON staff_pins TO fealty_app;
    GRANT UPDATE (member_id, claimed_at) ON cards TO fealty_app;
  END IF;
END
$$;
-- +goose StatementEnd
