-- Messages out (the outbox of mail and SMS) and the audit of staff's acts.

-- +goose Up
CREATE TABLE messages (
  id         uuid        PRIMARY KEY,
  member_id  uuid,
  channel    text        NOT NULL CHECK (channel IN ('email', 'sms')),
  recipient  text        NOT NULL,
  template   text        NOT NULL,
  language   text        NOT NULL,
  params     jsonb       NOT NULL,
  state      text        NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'kept', 'dead')),
  attempts   integer     NOT NULL DEFAULT 0,
  run_at     timestamptz NOT NULL,
  leased_until timestamptz,
  last_error text,
  created_at timestamptz NOT NULL,
  sent_at    timestamptz
);
CREATE INDEX messages_due ON messages (run_at) WHERE state = 'waiting';
CREATE INDEX messages_listed ON messages (created_at DESC, id DESC);
CREATE INDEX messages_member ON messages (member_id) WHERE member_id IS NOT NULL;

CREATE TABLE audit (
  id         uuid        PRIMARY KEY,
  at         timestamptz NOT NULL,
  actor      text        NOT NULL,
  actor_id   uuid,
  role       text        NOT NULL,
  action     text        NOT NULL,
  object     text        NOT NULL,
  object_id  uuid,
  member_id  uuid,
  detail     jsonb       NOT NULL,
  reason     text        NOT NULL DEFAULT '',
  address    text        NOT NULL DEFAULT '',
  request_id text        NOT NULL DEFAULT ''
);
CREATE INDEX audit_listed ON audit (at DESC, id DESC);
CREATE INDEX audit_member ON audit (member_id, at DESC) WHERE member_id IS NOT NULL;
CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_stays_whole BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER consents_stay BEFORE UPDATE OR DELETE ON consents FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER consents_stay_whole BEFORE TRUNCATE ON consents FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
