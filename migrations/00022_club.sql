-- What a shop sets for itself beside the rules of its programme: colours, texts,
-- which features are on, limits for its staff, and whether the club is open; and
-- the link by which the first owner comes in. New tables only, no lock on others.
--
-- No row in club means the usual colours, everything on, and open: so it is with
-- a club that ran before this table was there. A fresh database is given a row
-- that is not open yet.

-- +goose Up
CREATE TABLE club (
  id             smallint    PRIMARY KEY CHECK (id = 1),
  revision       bigint      NOT NULL CHECK (revision > 0),
  opened_at      timestamptz,
  template       text        NOT NULL DEFAULT '',
  steps          text[]      NOT NULL DEFAULT '{}',
  turned_off     text[]      NOT NULL DEFAULT '{}',
  brand          text        NOT NULL CHECK (brand ~ '^#[0-9a-f]{6}$'),
  accent         text        NOT NULL CHECK (accent ~ '^#[0-9a-f]{6}$'),
  neutral        text        NOT NULL CHECK (neutral ~ '^#[0-9a-f]{6}$'),
  action         text        NOT NULL DEFAULT '' CHECK (action ~ '^(#[0-9a-f]{6})?$'),
  radius         integer     NOT NULL CHECK (radius BETWEEN 0 AND 32),
  font           text        NOT NULL,
  display        text        NOT NULL DEFAULT '',
  logo_id        uuid,
  help           text        NOT NULL DEFAULT '' CHECK (length(help) <= 200),
  complaints     text        NOT NULL DEFAULT '' CHECK (length(complaints) <= 200),
  sms            boolean     NOT NULL DEFAULT true,
  points_per_act bigint      NOT NULL CHECK (points_per_act > 0),
  points_per_day bigint      NOT NULL CHECK (points_per_day > 0),
  approve_above  bigint      NOT NULL CHECK (approve_above >= 0),
  updated_at     timestamptz NOT NULL
);

CREATE TABLE club_texts (
  language text PRIMARY KEY,
  heading  text NOT NULL DEFAULT '' CHECK (length(heading) <= 120),
  lead     text NOT NULL DEFAULT '' CHECK (length(lead) <= 600)
);

-- Only the hash of a link's token is kept; one use ends it.
CREATE TABLE owner_links (
  token_hash bytea       PRIMARY KEY,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz
);

-- +goose StatementBegin
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'fealty_app') THEN
    RETURN;
  END IF;
  GRANT SELECT ON club, club_texts, owner_links TO fealty_app, fealty_readonly, fealty_backup;
  GRANT INSERT, UPDATE ON club, club_texts, owner_links TO fealty_app;
  GRANT DELETE ON club_texts, owner_links TO fealty_app;
END
$$;
-- +goose StatementEnd
