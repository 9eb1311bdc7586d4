-- Purchases with their lines and cells, returns, the claimed references, guests'
-- purchases that wait for their member, and returns that came too early.

-- +goose Up
CREATE TABLE purchase_references (
  reference   text  PRIMARY KEY CHECK (length(reference) BETWEEN 1 AND 100),
  purchase_id uuid  NOT NULL UNIQUE,
  member_id   uuid,
  input_hash  bytea NOT NULL
);

CREATE TABLE purchases (
  member_id        uuid        NOT NULL,
  id               uuid        NOT NULL,
  reference        text        NOT NULL,
  placed_at        timestamptz NOT NULL,
  placed_on        date        NOT NULL,
  recorded_at      timestamptz NOT NULL,
  channel          text        NOT NULL,
  shop             text        NOT NULL,
  total            bigint      NOT NULL,
  shipping         bigint      NOT NULL,
  discount         bigint      NOT NULL,
  tax              bigint      NOT NULL,
  paid_otherwise   bigint      NOT NULL,
  earning_base     bigint      NOT NULL,
  version          integer     NOT NULL,
  points           bigint      NOT NULL CHECK (points >= 0),
  points_returned  bigint      NOT NULL DEFAULT 0 CHECK (points_returned BETWEEN 0 AND points),
  entry_seq        bigint,
  tier_spend       bigint      NOT NULL,
  tier_points      bigint      NOT NULL,
  cells            jsonb       NOT NULL,
  facts            jsonb       NOT NULL,
  payments         jsonb       NOT NULL,
  PRIMARY KEY (member_id, id)
) WITH (fillfactor = 90);
CREATE INDEX purchases_window ON purchases (member_id, placed_on);

CREATE TABLE purchase_lines (
  member_id   uuid     NOT NULL,
  purchase_id uuid     NOT NULL,
  line        integer  NOT NULL CHECK (line > 0),
  sku         text     NOT NULL,
  name        text     NOT NULL,
  category    text     NOT NULL,
  brand       text     NOT NULL,
  bought      bigint   NOT NULL CHECK (bought > 0),
  returned    bigint   NOT NULL DEFAULT 0 CHECK (returned >= 0),
  unit_price  bigint   NOT NULL,
  discount    bigint   NOT NULL,
  amount      bigint   NOT NULL,
  tax         bigint   NOT NULL,
  base        bigint   NOT NULL,
  points      bigint   NOT NULL,
  PRIMARY KEY (member_id, purchase_id, line),
  CONSTRAINT returned_at_most_bought CHECK (returned <= bought)
) WITH (fillfactor = 90);

CREATE TABLE return_references (
  reference   text  PRIMARY KEY CHECK (length(reference) BETWEEN 1 AND 100),
  return_id   uuid  NOT NULL UNIQUE,
  purchase_id uuid,
  input_hash  bytea NOT NULL
);

CREATE TABLE returns (
  member_id   uuid        NOT NULL,
  purchase_id uuid        NOT NULL,
  id          uuid        NOT NULL,
  reference   text        NOT NULL,
  returned_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  amount      bigint      NOT NULL,
  due         bigint      NOT NULL CHECK (due >= 0),
  taken       bigint      NOT NULL CHECK (taken >= 0),
  forgiven    bigint      NOT NULL CHECK (forgiven >= 0),
  owed        bigint      NOT NULL CHECK (owed >= 0),
  restored    bigint      NOT NULL DEFAULT 0 CHECK (restored >= 0),
  lines       jsonb       NOT NULL,
  PRIMARY KEY (member_id, purchase_id, id),
  CHECK (due = taken + forgiven + owed)
);

CREATE TABLE guest_purchases (
  id          uuid        PRIMARY KEY,
  reference   text        NOT NULL UNIQUE,
  kind        text        NOT NULL CHECK (kind IN ('email', 'phone')),
  contact     text        NOT NULL,
  body        jsonb       NOT NULL,
  placed_at   timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  member_id   uuid,
  claimed_at  timestamptz
);
CREATE INDEX guest_purchases_waiting ON guest_purchases (kind, contact) WHERE claimed_at IS NULL;

CREATE TABLE parked_returns (
  reference          text        PRIMARY KEY,
  purchase_reference text        NOT NULL,
  body               jsonb       NOT NULL,
  parked_at          timestamptz NOT NULL,
  applied_at         timestamptz
);
CREATE INDEX parked_returns_waiting ON parked_returns (purchase_reference) WHERE applied_at IS NULL;
