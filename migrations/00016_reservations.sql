-- What a member has set aside for a cart: points, credit and vouchers, until it
-- is ordered, released, or over. How a reservation ended is a row of its own, so
-- that it ends once. New tables only.

-- +goose Up
CREATE TABLE reservations (
  member_id  uuid        NOT NULL,
  id         uuid        NOT NULL,
  points     bigint      NOT NULL CHECK (points >= 0),
  amount     bigint      NOT NULL CHECK (amount >= 0),
  credit     bigint      NOT NULL CHECK (credit >= 0),
  vouchers   uuid[]      NOT NULL,
  total      bigint      NOT NULL CHECK (total >= 0),
  channel    text        NOT NULL,
  version    integer     NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL CHECK (expires_at > created_at),
  open       boolean     NOT NULL DEFAULT true,
  PRIMARY KEY (member_id, id),
  CHECK ((points = 0) = (amount = 0)),
  CHECK (points > 0 OR credit > 0 OR cardinality(vouchers) > 0)
) WITH (fillfactor = 90);
CREATE INDEX reservations_id ON reservations (id);
CREATE INDEX reservations_due ON reservations (expires_at) WHERE open;

CREATE TABLE reservation_ends (
  member_id   uuid        NOT NULL,
  id          uuid        NOT NULL,
  kind        text        NOT NULL CHECK (kind IN ('captured', 'released', 'expired')),
  purchase_id uuid,
  ended_at    timestamptz NOT NULL,
  PRIMARY KEY (member_id, id),
  CHECK ((kind = 'captured') = (purchase_id IS NOT NULL))
);

-- +goose StatementBegin
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'fealty_app') THEN
    RETURN;
  END IF;
  GRANT SELECT ON reservations, reservation_ends TO fealty_app, fealty_readonly, fealty_backup;
  GRANT INSERT ON reservations, reservation_ends TO fealty_app;
  GRANT UPDATE (open) ON reservations TO fealty_app;
END
$$;
-- +goose StatementEnd
