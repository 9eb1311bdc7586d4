-- The book: wallets, entries, lots, lot uses, holds. Entries and uses are
-- append-only for everyone, the owner too. Wallets keep room in their pages so
-- that updates stay heap-only. No foreign keys here: this is the hot path, and
-- `fealty verify` proves what they would.

-- +goose Up
CREATE TABLE wallets (
  member_id uuid   NOT NULL,
  wallet    text   NOT NULL CHECK (wallet IN ('points', 'credit', 'debt')),
  balance   bigint NOT NULL DEFAULT 0 CHECK (balance >= 0),
  seq       bigint NOT NULL DEFAULT 0 CHECK (seq >= 0),
  head      bytea  NOT NULL DEFAULT ''::bytea,
  active_on date,
  PRIMARY KEY (member_id, wallet)
) WITH (fillfactor = 70);

CREATE TABLE entries (
  member_id   uuid        NOT NULL,
  wallet      text        NOT NULL CHECK (wallet IN ('points', 'credit', 'debt')),
  seq         bigint      NOT NULL CHECK (seq > 0),
  kind        text        NOT NULL,
  amount      bigint      NOT NULL CHECK (amount <> 0),
  balance     bigint      NOT NULL CHECK (balance >= 0),
  source      text        NOT NULL,
  source_id   uuid,
  actor       text        NOT NULL,
  actor_id    uuid,
  undoes      bigint,
  gives_back  bigint,
  version     integer     NOT NULL,
  detail      text        NOT NULL,
  happened_on date        NOT NULL,
  recorded_at timestamptz NOT NULL,
  hash        bytea       NOT NULL,
  PRIMARY KEY (member_id, wallet, seq)
);
CREATE UNIQUE INDEX entries_undone_once ON entries (member_id, wallet, undoes) WHERE undoes IS NOT NULL;
CREATE INDEX entries_given_back ON entries (member_id, wallet, gives_back) WHERE gives_back IS NOT NULL;

CREATE TABLE lots (
  member_id    uuid    NOT NULL,
  wallet       text    NOT NULL CHECK (wallet IN ('points', 'credit')),
  seq          bigint  NOT NULL,
  amount       bigint  NOT NULL CHECK (amount > 0),
  remaining    bigint  NOT NULL CHECK (remaining BETWEEN 0 AND amount),
  available_on date    NOT NULL,
  expires_on   date,
  graced       boolean NOT NULL DEFAULT false,
  open         boolean NOT NULL,
  PRIMARY KEY (member_id, wallet, seq),
  CHECK (open = (remaining > 0))
) WITH (fillfactor = 80);
CREATE INDEX lots_open ON lots (member_id, wallet, expires_on, seq) WHERE open;
CREATE INDEX lots_expiring ON lots (expires_on) WHERE open AND expires_on IS NOT NULL;

-- Which entry took (positive) or gave back (negative) how much of which lot.
CREATE TABLE lot_uses (
  member_id uuid   NOT NULL,
  wallet    text   NOT NULL,
  entry_seq bigint NOT NULL,
  lot_seq   bigint NOT NULL,
  amount    bigint NOT NULL CHECK (amount <> 0),
  PRIMARY KEY (member_id, wallet, entry_seq, lot_seq)
);

-- Points held back between a cart and its order.
CREATE TABLE holds (
  member_id  uuid        NOT NULL,
  wallet     text        NOT NULL CHECK (wallet IN ('points', 'credit')),
  id         uuid        NOT NULL,
  amount     bigint      NOT NULL CHECK (amount > 0),
  state      text        NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'captured', 'released')),
  held_at    timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (member_id, wallet, id)
);
CREATE INDEX holds_open ON holds (member_id, wallet) WHERE state = 'open';

CREATE TRIGGER entries_stay BEFORE UPDATE OR DELETE ON entries FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER entries_stay_whole BEFORE TRUNCATE ON entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER lot_uses_stay BEFORE UPDATE OR DELETE ON lot_uses FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER lot_uses_stay_whole BEFORE TRUNCATE ON lot_uses FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER lots_stay BEFORE DELETE ON lots FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER wallets_stay BEFORE DELETE ON wallets FOR EACH ROW EXECUTE FUNCTION refuse_change();
