-- Vouchers that a member sends to a friend by a link, and what inviting friends
-- has come to: reviews with their reasons, traces that tell one device or address
-- from another, milestones. New tables; referrals get two columns with constant
-- defaults, which takes a lock of an instant.

-- +goose Up
-- member_id is who gives, friend_id the member who has it now, if one has: before,
-- the voucher lies under the gift's own id. Tokens are kept as digests.
CREATE TABLE gifts (
  id         uuid        PRIMARY KEY,
  member_id  uuid        NOT NULL,
  voucher_id uuid        NOT NULL,
  token_hash bytea       NOT NULL UNIQUE,
  kept_hash  bytea       NOT NULL UNIQUE,
  state      text        NOT NULL CHECK (state IN ('open', 'accepted', 'taken_back', 'expired')),
  made_at    timestamptz NOT NULL,
  expires_on date        NOT NULL,
  ended_at   timestamptz,
  friend_id  uuid,
  given_id   uuid,
  CHECK ((state = 'open') = (ended_at IS NULL)),
  CHECK ((state = 'accepted') = (given_id IS NOT NULL))
);
CREATE UNIQUE INDEX gifts_once ON gifts (voucher_id) WHERE state IN ('open', 'accepted');
CREATE INDEX gifts_voucher ON gifts (voucher_id, made_at DESC);
CREATE INDEX gifts_given ON gifts (given_id) WHERE given_id IS NOT NULL;
CREATE INDEX gifts_member ON gifts (member_id);
CREATE INDEX gifts_friend ON gifts (friend_id) WHERE friend_id IS NOT NULL;
CREATE INDEX gifts_due ON gifts (expires_on) WHERE state = 'open';

ALTER TABLE referrals
  ADD COLUMN refusal     text NOT NULL DEFAULT '',
  ADD COLUMN reviewed_at timestamptz;
CREATE INDEX referrals_review ON referrals (joined_at, id) WHERE state = 'review';

-- Where a member who invites or joins was lately, as keyed digests that tell
-- only whether two are alike. They live for a month.
CREATE TABLE referral_traces (
  member_id uuid        NOT NULL,
  kind      text        NOT NULL CHECK (kind IN ('device', 'address')),
  key       bytea       NOT NULL,
  seen_at   timestamptz NOT NULL,
  PRIMARY KEY (member_id, kind, key)
);
CREATE INDEX referral_traces_seen ON referral_traces (seen_at);

CREATE TABLE referral_milestones (
  member_id  uuid        NOT NULL,
  friends    integer     NOT NULL CHECK (friends > 0),
  points     bigint      NOT NULL CHECK (points >= 0),
  reached_at timestamptz NOT NULL,
  PRIMARY KEY (member_id, friends)
);

-- +goose StatementBegin
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'fealty_app') THEN
    RETURN;
  END IF;
  GRANT SELECT ON gifts, referral_traces, referral_milestones TO fealty_app, fealty_readonly, fealty_backup;
  GRANT INSERT ON gifts, referral_traces, referral_milestones TO fealty_app;
  GRANT UPDATE (member_id, state, ended_at, friend_id, given_id) ON gifts TO fealty_app;
  GRANT UPDATE (seen_at) ON referral_traces TO fealty_app;
  GRANT DELETE ON referral_traces TO fealty_app;
END
$$;
-- +goose StatementEnd
