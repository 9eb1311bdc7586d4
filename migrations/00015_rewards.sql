-- Rewards of every kind: what events, content, early access, stamp cards and
-- gifts need; code pools and shared codes; pictures; what is sent by post; who
-- waits for what is sold out. New tables and columns with constant defaults:
-- the locks on rewards and vouchers last for the catalogue change only.

-- +goose Up
ALTER TABLE rewards DROP CONSTRAINT rewards_kind_check;
ALTER TABLE rewards DROP CONSTRAINT rewards_price_check;
ALTER TABLE rewards
  ADD COLUMN per_period    text        NOT NULL DEFAULT 'ever' CHECK (per_period IN ('ever', 'year', 'month', 'day')),
  ADD COLUMN back_on       date,
  ADD COLUMN picture_id    uuid,
  ADD COLUMN codes         text        NOT NULL DEFAULT 'own' CHECK (codes IN ('own', 'pool')),
  ADD COLUMN by_code       boolean     NOT NULL DEFAULT false,
  ADD COLUMN no_return     boolean     NOT NULL DEFAULT false,
  ADD COLUMN no_gift       boolean     NOT NULL DEFAULT false,
  ADD COLUMN happens_at    timestamptz,
  ADD COLUMN venue         text        NOT NULL DEFAULT '' CHECK (length(venue) <= 200),
  ADD COLUMN opens         text        NOT NULL DEFAULT '' CHECK (length(opens) <= 100),
  ADD COLUMN public_on     date,
  ADD COLUMN stamps        integer     CHECK (stamps BETWEEN 1 AND 100),
  ADD COLUMN stamp_of      text        NOT NULL DEFAULT '' CHECK (length(stamp_of) <= 1000),
  ADD COLUMN granted_from  bigint      CHECK (granted_from >= 0),
  ADD CONSTRAINT rewards_kind_check CHECK (kind IN ('product', 'money_off', 'percent_off', 'free_shipping', 'gift', 'experience',
    'event', 'partner', 'credit', 'content', 'early_access', 'stamp_card', 'physical')),
  ADD CONSTRAINT rewards_price_check CHECK (price >= 0 AND (price > 0) = (NOT by_code AND kind <> 'stamp_card' AND granted_from IS NULL)),
  ADD CONSTRAINT rewards_event_check CHECK (kind <> 'event' OR happens_at IS NOT NULL),
  ADD CONSTRAINT rewards_stamp_card_check CHECK ((kind = 'stamp_card') = (stamps IS NOT NULL)),
  ADD CONSTRAINT rewards_granted_check CHECK (granted_from IS NULL OR kind = 'gift');
-- Every purchase asks for these few, and for nothing else.
CREATE INDEX rewards_by_purchase ON rewards (id) WHERE state = 'live' AND (kind = 'stamp_card' OR granted_from IS NOT NULL);

ALTER TABLE vouchers
  ADD COLUMN granted_by uuid,
  ADD COLUMN shared_id  uuid;
CREATE INDEX vouchers_granted ON vouchers (member_id, granted_by) WHERE granted_by IS NOT NULL;
CREATE INDEX vouchers_shared ON vouchers (shared_id, member_id) WHERE shared_id IS NOT NULL;

-- What only those see who have redeemed: a link or a text.
CREATE TABLE reward_contents (
  reward_id uuid NOT NULL REFERENCES rewards (id),
  language  text NOT NULL,
  body      text NOT NULL CHECK (length(body) BETWEEN 1 AND 4000),
  PRIMARY KEY (reward_id, language)
);

CREATE TABLE reward_waits (
  reward_id uuid        NOT NULL REFERENCES rewards (id),
  member_id uuid        NOT NULL,
  asked_at  timestamptz NOT NULL,
  PRIMARY KEY (reward_id, member_id)
);
CREATE INDEX reward_waits_member ON reward_waits (member_id);

-- A pool: codes of the shop's, a partner's or ours, each handed out once. The
-- hash is as good as random, so a scan begins at a random place of the index.
CREATE TABLE reward_codes (
  id         uuid        PRIMARY KEY,
  reward_id  uuid        NOT NULL REFERENCES rewards (id),
  code_key   bytea       NOT NULL UNIQUE,
  code_box   bytea,
  voucher_id uuid        UNIQUE,
  added_at   timestamptz NOT NULL,
  CHECK ((code_box IS NULL) = (voucher_id IS NOT NULL))
);
CREATE INDEX reward_codes_free ON reward_codes (reward_id, code_key) WHERE voucher_id IS NULL;

CREATE TABLE shared_codes (
  id           uuid        PRIMARY KEY,
  reward_id    uuid        NOT NULL REFERENCES rewards (id),
  code         text        NOT NULL CHECK (length(code) BETWEEN 4 AND 40),
  code_key     bytea       NOT NULL UNIQUE,
  limit_total  bigint      CHECK (limit_total > 0),
  limit_member integer     NOT NULL DEFAULT 1 CHECK (limit_member > 0),
  starts_on    date,
  ends_on      date,
  taken        bigint      NOT NULL DEFAULT 0,
  closed_at    timestamptz,
  created_at   timestamptz NOT NULL,
  CHECK (taken >= 0 AND (limit_total IS NULL OR taken <= limit_total)),
  CHECK (starts_on IS NULL OR ends_on IS NULL OR starts_on <= ends_on)
);
CREATE INDEX shared_codes_reward ON shared_codes (reward_id);

-- Re-encoded by us, in two sizes; in the database, so that a backup holds them.
CREATE TABLE pictures (
  id       uuid        PRIMARY KEY,
  small    bytea       NOT NULL,
  large    bytea       NOT NULL,
  added_at timestamptz NOT NULL
);

-- What goes by post. The address is emptied at erasure, and some time after it
-- has served.
CREATE TABLE shipments (
  member_id  uuid        NOT NULL,
  voucher_id uuid        NOT NULL,
  reward_id  uuid        NOT NULL,
  state      text        NOT NULL CHECK (state IN ('ordered', 'packed', 'sent', 'delivered', 'cancelled')),
  recipient  text        NOT NULL,
  street     text        NOT NULL,
  postcode   text        NOT NULL,
  city       text        NOT NULL,
  country    text        NOT NULL,
  tracking   text        NOT NULL DEFAULT '' CHECK (length(tracking) <= 300),
  ordered_at timestamptz NOT NULL,
  packed_at  timestamptz,
  sent_at    timestamptz,
  ended_at   timestamptz,
  PRIMARY KEY (member_id, voucher_id)
);
CREATE INDEX shipments_queue ON shipments (state, ordered_at, voucher_id);
CREATE INDEX shipments_to_wipe ON shipments (ended_at) WHERE ended_at IS NOT NULL AND recipient <> '';

-- A stamp card: what was collected less what full cards took. It may fall below
-- nothing when goods come back after the voucher was used.
CREATE TABLE stamp_cards (
  member_id  uuid        NOT NULL,
  reward_id  uuid        NOT NULL,
  collected  bigint      NOT NULL CHECK (collected >= 0),
  spent      bigint      NOT NULL CHECK (spent >= 0),
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (member_id, reward_id)
) WITH (fillfactor = 80);

CREATE TABLE stamp_marks (
  member_id   uuid    NOT NULL,
  purchase_id uuid    NOT NULL,
  line        integer NOT NULL,
  reward_id   uuid    NOT NULL,
  stamps      bigint  NOT NULL CHECK (stamps > 0),
  taken_back  bigint  NOT NULL DEFAULT 0 CHECK (taken_back BETWEEN 0 AND stamps),
  PRIMARY KEY (member_id, purchase_id, line, reward_id)
);

-- +goose StatementBegin
DO $$
DECLARE
  name text;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'fealty_app') THEN
    RETURN;
  END IF;
  FOREACH name IN ARRAY ARRAY['reward_contents', 'reward_waits', 'reward_codes', 'shared_codes', 'pictures', 'shipments',
    'stamp_cards', 'stamp_marks'] LOOP
    EXECUTE format('GRANT SELECT ON %I TO fealty_app, fealty_readonly, fealty_backup', name);
    EXECUTE format('GRANT INSERT ON %I TO fealty_app', name);
  END LOOP;
  GRANT DELETE ON reward_contents, reward_waits, reward_codes, pictures TO fealty_app;
  GRANT UPDATE (code_box, voucher_id) ON reward_codes TO fealty_app;
  GRANT UPDATE ON shared_codes, shipments TO fealty_app;
  GRANT UPDATE (collected, spent, updated_at) ON stamp_cards TO fealty_app;
  GRANT UPDATE (taken_back) ON stamp_marks TO fealty_app;
END
$$;
-- +goose StatementEnd
