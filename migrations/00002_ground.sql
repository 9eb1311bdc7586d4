-- What every flow stands on: idempotency keys, limits, the queue of jobs and
-- the slots of the clock. New tables, no locks on old ones.

-- +goose Up
CREATE TABLE once_keys (
  scope      text        NOT NULL,
  key        text        NOT NULL,
  input_hash bytea       NOT NULL,
  outcome    text,
  refused    boolean     NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (scope, key)
);
CREATE INDEX once_keys_age ON once_keys (created_at);

CREATE TABLE limits (
  key        text        NOT NULL,
  starts_at  timestamptz NOT NULL,
  count      integer     NOT NULL CHECK (count >= 0),
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (key, starts_at)
);
CREATE INDEX limits_age ON limits (expires_at);

CREATE TABLE jobs (
  id           uuid        PRIMARY KEY,
  kind         text        NOT NULL,
  payload      jsonb       NOT NULL,
  run_at       timestamptz NOT NULL,
  attempts     integer     NOT NULL DEFAULT 0,
  leased_until timestamptz,
  last_error   text,
  done_at      timestamptz,
  dead_at      timestamptz,
  created_at   timestamptz NOT NULL
);
CREATE INDEX jobs_due ON jobs (run_at) WHERE done_at IS NULL AND dead_at IS NULL;
CREATE INDEX jobs_dead ON jobs (dead_at) WHERE dead_at IS NOT NULL;

CREATE TABLE job_slots (
  task        text        NOT NULL,
  slot        timestamptz NOT NULL,
  claimed_at  timestamptz NOT NULL,
  finished_at timestamptz,
  last_error  text,
  PRIMARY KEY (task, slot)
);
