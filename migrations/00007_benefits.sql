-- Rewards with their texts and stock, vouchers and their uses, causes and
-- donations, referrals. New tables only.

-- +goose Up
CREATE TABLE rewards (
  id           uuid        PRIMARY KEY,
  kind         text        NOT NULL CHECK (kind IN ('product', 'money_off', 'percent_off', 'free_shipping', 'experience', 'partner')),
  state        text        NOT NULL CHECK (state IN ('draft', 'live', 'paused', 'archived')),
  price        bigint      NOT NULL CHECK (price > 0),
  worth        bigint      NOT NULL CHECK (worth >= 0),
  cost         bigint      NOT NULL CHECK (cost >= 0),
  percent      integer     CHECK (percent BETWEEN 1 AND 100),
  partner_id   uuid        REFERENCES partners (id),
  partner_pays bigint      NOT NULL DEFAULT 0 CHECK (partner_pays >= 0),
  tier         text        NOT NULL DEFAULT '',
  starts_on    date,
  ends_on      date,
  valid_days   integer     NOT NULL CHECK (valid_days BETWEEN 1 AND 1095),
  per_member   integer     CHECK (per_member > 0),
  places       text        NOT NULL DEFAULT 'all' CHECK (places IN ('all', 'counter', 'web', 'partner')),
  art          text        NOT NULL,
  position     integer     NOT NULL DEFAULT 0,
  created_at   timestamptz NOT NULL,
  updated_at   timestamptz NOT NULL,
  CHECK (starts_on IS NULL OR ends_on IS NULL OR starts_on <= ends_on),
  CHECK ((kind = 'partner') = (partner_id IS NOT NULL))
);
CREATE INDEX rewards_live ON rewards (position, id) WHERE state = 'live';

CREATE TABLE reward_texts (
  reward_id   uuid NOT NULL REFERENCES rewards (id),
  language    text NOT NULL,
  name        text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  description text NOT NULL DEFAULT '' CHECK (length(description) <= 1000),
  hand_over   text NOT NULL DEFAULT '' CHECK (length(hand_over) <= 300),
  PRIMARY KEY (reward_id, language)
);

-- No row: as many as are wanted. A hot reward may spread over several shards.
CREATE TABLE reward_stock (
  reward_id uuid     NOT NULL REFERENCES rewards (id),
  shard     smallint NOT NULL DEFAULT 0,
  put_in    bigint   NOT NULL CHECK (put_in >= 0),
  remaining bigint   NOT NULL CHECK (remaining BETWEEN 0 AND put_in),
  PRIMARY KEY (reward_id, shard)
) WITH (fillfactor = 50);

CREATE TABLE vouchers (
  member_id  uuid        NOT NULL,
  id         uuid        NOT NULL,
  reward_id  uuid        NOT NULL,
  partner_id uuid,
  state      text        NOT NULL CHECK (state IN ('issued', 'reserved', 'used', 'returned', 'cancelled', 'expired')),
  code_key   bytea       NOT NULL,
  code_box   bytea,
  price      bigint      NOT NULL CHECK (price >= 0),
  worth      bigint      NOT NULL,
  pays       bigint      NOT NULL DEFAULT 0,
  entry_seq  bigint,
  issued_at  timestamptz NOT NULL,
  expires_on date        NOT NULL,
  used_at    timestamptz,
  returned_at timestamptz,
  PRIMARY KEY (member_id, id)
) WITH (fillfactor = 90);
CREATE INDEX vouchers_reward ON vouchers (reward_id);
CREATE INDEX vouchers_expiring ON vouchers (expires_on) WHERE state = 'issued';
CREATE INDEX vouchers_to_wipe ON vouchers (used_at) WHERE state = 'used' AND code_box IS NOT NULL;

-- The code is unique everywhere, so it is claimed in a table of its own.
CREATE TABLE voucher_codes (
  code_key   bytea PRIMARY KEY,
  member_id  uuid  NOT NULL,
  voucher_id uuid  NOT NULL UNIQUE
);

CREATE TABLE voucher_uses (
  id         uuid        PRIMARY KEY,
  member_id  uuid        NOT NULL,
  voucher_id uuid        NOT NULL,
  reward_id  uuid        NOT NULL,
  partner_id uuid,
  staff_id   uuid,
  place      text        NOT NULL,
  pays       bigint      NOT NULL CHECK (pays >= 0),
  used_at    timestamptz NOT NULL,
  undone_at  timestamptz,
  undone_by  uuid
);
CREATE UNIQUE INDEX voucher_used_once ON voucher_uses (voucher_id) WHERE undone_at IS NULL;
CREATE INDEX voucher_uses_partner ON voucher_uses (partner_id, used_at DESC, id DESC) WHERE partner_id IS NOT NULL;

CREATE TABLE causes (
  id            uuid        PRIMARY KEY,
  state         text        NOT NULL CHECK (state IN ('live', 'paused', 'archived')),
  art           text        NOT NULL,
  goal          bigint      NOT NULL CHECK (goal >= 0),
  match_percent integer     NOT NULL DEFAULT 0 CHECK (match_percent BETWEEN 0 AND 1000),
  position      integer     NOT NULL DEFAULT 0,
  created_at    timestamptz NOT NULL
);

CREATE TABLE cause_texts (
  cause_id    uuid NOT NULL REFERENCES causes (id),
  language    text NOT NULL,
  name        text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  description text NOT NULL DEFAULT '' CHECK (length(description) <= 1000),
  PRIMARY KEY (cause_id, language)
);

CREATE TABLE donations (
  member_id uuid        NOT NULL,
  id        uuid        NOT NULL,
  cause_id  uuid        NOT NULL,
  points    bigint      NOT NULL CHECK (points > 0),
  amount    bigint      NOT NULL CHECK (amount >= 0),
  matched   bigint      NOT NULL CHECK (matched >= 0),
  entry_seq bigint      NOT NULL,
  given_at  timestamptz NOT NULL,
  given_on  date        NOT NULL,
  undone_at timestamptz,
  PRIMARY KEY (member_id, id)
);
CREATE INDEX donations_cause ON donations (cause_id, given_on) WHERE undone_at IS NULL;

CREATE TABLE referrals (
  id          uuid        PRIMARY KEY,
  referrer_id uuid        NOT NULL,
  friend_id   uuid        NOT NULL UNIQUE,
  state       text        NOT NULL CHECK (state IN ('joined', 'waiting', 'rewarded', 'lapsed', 'review', 'blocked')),
  flags       text        NOT NULL DEFAULT '',
  purchase_id uuid,
  joined_at   timestamptz NOT NULL,
  joined_on   date        NOT NULL,
  bought_on   date,
  due_on      date,
  rewarded_at timestamptz,
  CHECK (referrer_id <> friend_id)
);
CREATE INDEX referrals_referrer ON referrals (referrer_id, joined_at DESC);
CREATE INDEX referrals_due ON referrals (due_on) WHERE state = 'waiting';
