-- What the shop has settled with partners and paid to causes, and what partners
-- ask to change about their offers. New tables; donations get an empty column,
-- which takes a lock of an instant.

-- +goose Up
-- A month that is settled stands still: its figures are those of the uses.
CREATE TABLE settlements (
  id         uuid        PRIMARY KEY,
  partner_id uuid        NOT NULL REFERENCES partners (id),
  month      date        NOT NULL CHECK (extract(day FROM month) = 1),
  uses       bigint      NOT NULL CHECK (uses >= 0),
  amount     bigint      NOT NULL CHECK (amount >= 0),
  paid_on    date        NOT NULL,
  reference  text        NOT NULL CHECK (length(reference) BETWEEN 1 AND 200),
  settled_at timestamptz NOT NULL,
  settled_by uuid        NOT NULL,
  UNIQUE (partner_id, month)
);

CREATE TABLE offer_requests (
  id          uuid        PRIMARY KEY,
  partner_id  uuid        NOT NULL REFERENCES partners (id),
  kind        text        NOT NULL CHECK (kind IN ('new', 'pause', 'resume')),
  reward_id   uuid        REFERENCES rewards (id),
  name        text        NOT NULL DEFAULT '' CHECK (length(name) <= 80),
  description text        NOT NULL DEFAULT '' CHECK (length(description) <= 1000),
  hand_over   text        NOT NULL DEFAULT '' CHECK (length(hand_over) <= 300),
  worth       bigint      NOT NULL DEFAULT 0 CHECK (worth >= 0),
  pays        bigint      NOT NULL DEFAULT 0 CHECK (pays >= 0),
  note        text        NOT NULL DEFAULT '' CHECK (length(note) <= 500),
  state       text        NOT NULL CHECK (state IN ('waiting', 'approved', 'refused', 'withdrawn')),
  asked_by    uuid        NOT NULL,
  asked_at    timestamptz NOT NULL,
  decided_by  uuid,
  decided_at  timestamptz,
  answer      text        NOT NULL DEFAULT '' CHECK (length(answer) <= 500),
  CHECK ((kind = 'new') = (name <> '')),
  CHECK (kind = 'new' OR reward_id IS NOT NULL)
);
CREATE INDEX offer_requests_waiting ON offer_requests (id) WHERE state = 'waiting';
CREATE INDEX offer_requests_partner ON offer_requests (partner_id, id DESC);
CREATE UNIQUE INDEX offer_requests_once ON offer_requests (reward_id) WHERE state = 'waiting' AND kind <> 'new';

-- A payout takes every gift to a cause that can't be taken back any more and
-- isn't in another.
CREATE TABLE cause_payouts (
  id          uuid        PRIMARY KEY,
  cause_id    uuid        NOT NULL REFERENCES causes (id),
  gifts       bigint      NOT NULL CHECK (gifts > 0),
  points      bigint      NOT NULL CHECK (points > 0),
  amount      bigint      NOT NULL CHECK (amount >= 0),
  matched     bigint      NOT NULL CHECK (matched >= 0),
  paid_on     date        NOT NULL,
  proof       text        NOT NULL CHECK (length(proof) BETWEEN 1 AND 500),
  did         text        NOT NULL DEFAULT '' CHECK (length(did) <= 500),
  recorded_at timestamptz NOT NULL,
  recorded_by uuid        NOT NULL
);
CREATE INDEX cause_payouts_cause ON cause_payouts (cause_id, paid_on DESC, id DESC);

ALTER TABLE donations ADD COLUMN payout_id uuid;
CREATE INDEX donations_unpaid ON donations (cause_id, given_at) WHERE undone_at IS NULL AND payout_id IS NULL;

-- +goose StatementBegin
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'fealty_app') THEN
    RETURN;
  END IF;
  GRANT SELECT ON settlements, offer_requests, cause_payouts TO fealty_app, fealty_readonly, fealty_backup;
  GRANT INSERT ON settlements, offer_requests, cause_payouts TO fealty_app;
  GRANT UPDATE (state, reward_id, decided_by, decided_at, answer) ON offer_requests TO fealty_app;
  GRANT UPDATE (proof, did) ON cause_payouts TO fealty_app;
  GRANT UPDATE (payout_id) ON donations TO fealty_app;
END
$$;
-- +goose StatementEnd
