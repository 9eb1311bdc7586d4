-- Members and how they are reached, their consents, staff, partners, shops,
-- sessions, sign-in codes and API keys. New tables only.

-- +goose Up
CREATE TABLE members (
  id          uuid        PRIMARY KEY,
  number      text        NOT NULL UNIQUE,
  first_name  text        NOT NULL DEFAULT '' CHECK (length(first_name) <= 80),
  name_folded text        NOT NULL DEFAULT '',
  language    text        NOT NULL,
  birthday    date,
  invite_code text        NOT NULL UNIQUE,
  state       text        NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'merged', 'erased')),
  merged_into uuid,
  joined_via  text        NOT NULL CHECK (joined_via IN ('portal', 'api', 'till', 'import', 'demo')),
  joined_at   timestamptz NOT NULL,
  joined_on   date        NOT NULL
);
CREATE INDEX members_name ON members (name_folded text_pattern_ops);
CREATE INDEX members_joined ON members (joined_at DESC, id DESC);

-- One contact belongs to one member; what must be unique everywhere is claimed here.
CREATE TABLE member_contacts (
  kind        text        NOT NULL CHECK (kind IN ('email', 'phone')),
  value       text        NOT NULL,
  member_id   uuid        NOT NULL,
  verified_at timestamptz,
  added_at    timestamptz NOT NULL,
  PRIMARY KEY (kind, value)
);
CREATE INDEX member_contacts_member ON member_contacts (member_id);

-- What another system calls this member: a customer number of an import.
CREATE TABLE member_references (
  source    text NOT NULL,
  reference text NOT NULL,
  member_id uuid NOT NULL,
  PRIMARY KEY (source, reference)
);
CREATE INDEX member_references_member ON member_references (member_id);

CREATE TABLE consents (
  member_id uuid        NOT NULL,
  purpose   text        NOT NULL CHECK (purpose IN ('marketing', 'profiling', 'personalised_marketing')),
  seq       integer     NOT NULL CHECK (seq > 0),
  granted   boolean     NOT NULL,
  source    text        NOT NULL,
  wording   text        NOT NULL,
  given_at  timestamptz NOT NULL,
  PRIMARY KEY (member_id, purpose, seq)
);

CREATE TABLE partners (
  id         uuid        PRIMARY KEY,
  name       text        NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  about      text        NOT NULL DEFAULT '' CHECK (length(about) <= 500),
  email      text        NOT NULL DEFAULT '',
  state      text        NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'archived')),
  created_at timestamptz NOT NULL
);

CREATE TABLE shops (
  id         uuid        PRIMARY KEY,
  key        text        NOT NULL UNIQUE,
  name       text        NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  kind       text        NOT NULL CHECK (kind IN ('counter', 'web')),
  created_at timestamptz NOT NULL
);

CREATE TABLE staff (
  id            uuid        PRIMARY KEY,
  email         text        NOT NULL UNIQUE,
  name          text        NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  role          text        NOT NULL CHECK (role IN ('owner', 'manager', 'marketing', 'clerk', 'accountant', 'partner_manager', 'partner_clerk')),
  partner_id    uuid        REFERENCES partners (id),
  language      text        NOT NULL,
  password_hash text        NOT NULL DEFAULT '',
  totp_secret   bytea,
  totp_step     bigint      NOT NULL DEFAULT 0,
  disabled_at   timestamptz,
  created_at    timestamptz NOT NULL,
  CHECK ((role IN ('partner_manager', 'partner_clerk')) = (partner_id IS NOT NULL))
);

CREATE TABLE sessions (
  id_hash    bytea       PRIMARY KEY,
  kind       text        NOT NULL CHECK (kind IN ('member', 'staff')),
  member_id  uuid,
  staff_id   uuid,
  data       bytea       NOT NULL DEFAULT ''::bytea,
  created_at timestamptz NOT NULL,
  seen_at    timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  CHECK ((kind = 'member') = (member_id IS NOT NULL)),
  CHECK ((kind = 'staff') = (staff_id IS NOT NULL))
);
CREATE INDEX sessions_member ON sessions (member_id) WHERE member_id IS NOT NULL;
CREATE INDEX sessions_staff ON sessions (staff_id) WHERE staff_id IS NOT NULL;
CREATE INDEX sessions_age ON sessions (expires_at);

-- A six-digit code, bound to the request that asked for it (R11).
CREATE TABLE signin_codes (
  id         uuid        PRIMARY KEY,
  purpose    text        NOT NULL CHECK (purpose IN ('member', 'contact')),
  kind       text        NOT NULL CHECK (kind IN ('email', 'phone')),
  contact    text        NOT NULL,
  code_hash  bytea       NOT NULL,
  link_hash  bytea,
  form       jsonb       NOT NULL,
  tries      integer     NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 5),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz
);
CREATE INDEX signin_codes_contact ON signin_codes (kind, contact, created_at DESC);

CREATE TABLE api_keys (
  id         uuid        PRIMARY KEY,
  name       text        NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  prefix     text        NOT NULL,
  key_hash   bytea       NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  revoked_at timestamptz,
  used_on    date
);
