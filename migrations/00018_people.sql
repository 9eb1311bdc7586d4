-- Members as staff care for them: what was changed on whom, points that wait for
-- a second person, fields of the shop's own, and erasure: the list of who was
-- erased, and the way by which the audit forgets what was written about them.
-- New tables, two partial indexes over few rows, and a trigger that is replaced:
-- the audit and the two tables are locked for no longer than that takes.

-- +goose Up
-- Who was erased, so that a restored backup forgets them again (R22).
CREATE TABLE erasures (
  member_id uuid        PRIMARY KEY,
  erased_at timestamptz NOT NULL
);

-- What staff changed on a member. The values stand here and not in the audit,
-- because here they can be erased; the act says who, when and which field.
CREATE TABLE member_changes (
  audit_id  uuid NOT NULL,
  member_id uuid NOT NULL,
  field     text NOT NULL,
  before    text NOT NULL,
  after     text NOT NULL,
  PRIMARY KEY (audit_id, field)
);
CREATE INDEX member_changes_member ON member_changes (member_id);

-- Points that one of the staff wants to move and another must agree to.
CREATE TABLE adjustments (
  id         uuid        PRIMARY KEY,
  member_id  uuid        NOT NULL,
  points     bigint      NOT NULL CHECK (points <> 0),
  reason     text        NOT NULL CHECK (length(reason) <= 300),
  state      text        NOT NULL CHECK (state IN ('waiting', 'approved', 'refused')),
  asked_by   uuid        NOT NULL,
  asked_at   timestamptz NOT NULL,
  decided_by uuid,
  decided_at timestamptz,
  entry_seq  bigint,
  CHECK (decided_by <> asked_by)
);
CREATE INDEX adjustments_waiting ON adjustments (id) WHERE state = 'waiting';
CREATE INDEX adjustments_member ON adjustments (member_id, id);

-- Fields that the shop made up, what each is called, and what members have in them.
CREATE TABLE field_definitions (
  key         text        PRIMARY KEY CHECK (key ~ '^[a-z][a-z0-9_]{0,39}$'),
  kind        text        NOT NULL CHECK (kind IN ('text', 'number', 'date', 'choice', 'yes_no')),
  choices     text[]      NOT NULL DEFAULT '{}',
  access      text        NOT NULL CHECK (access IN ('staff', 'shown', 'edited')),
  position    integer     NOT NULL DEFAULT 0,
  created_at  timestamptz NOT NULL,
  archived_at timestamptz
);

CREATE TABLE field_texts (
  field    text   NOT NULL REFERENCES field_definitions (key),
  language text   NOT NULL,
  label    text   NOT NULL CHECK (length(label) BETWEEN 1 AND 80),
  choices  text[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (field, language)
);

CREATE TABLE field_values (
  member_id  uuid        NOT NULL,
  field      text        NOT NULL,
  value      text        NOT NULL CHECK (length(value) BETWEEN 1 AND 500),
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (member_id, field)
);

CREATE INDEX members_merged ON members (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX guest_purchases_member ON guest_purchases (member_id) WHERE member_id IS NOT NULL;
CREATE INDEX messages_to_strangers ON messages (recipient) WHERE member_id IS NULL;

-- keep_audit says no like refuse_change, but for one thing: the reason of an act
-- on a member who is erased may be emptied. It is the only free text there.
-- +goose StatementBegin
CREATE FUNCTION keep_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.reason = '' AND to_jsonb(NEW) - 'reason' = to_jsonb(OLD) - 'reason'
    AND EXISTS (SELECT FROM public.members WHERE id = OLD.member_id AND state = 'erased') THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
-- +goose StatementEnd
DROP TRIGGER audit_stays ON audit;
CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION keep_audit();

-- forget_reasons runs with the owner's right, so that the app needs none on the
-- audit; the trigger bounds what it can do.
-- +goose StatementBegin
CREATE FUNCTION forget_reasons(people uuid[]) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE audit SET reason = '' WHERE member_id = ANY(people) AND reason <> '';
$$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION forget_reasons(uuid[]) FROM PUBLIC;

-- +goose StatementBegin
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'fealty_app') THEN
    GRANT SELECT ON erasures, member_changes, adjustments, field_definitions, field_texts, field_values
      TO fealty_app, fealty_readonly, fealty_backup;
    GRANT INSERT ON erasures, member_changes, adjustments, field_definitions, field_texts, field_values TO fealty_app;
    GRANT UPDATE (state, reason, decided_by, decided_at, entry_seq) ON adjustments TO fealty_app;
    GRANT UPDATE ON field_definitions, field_texts, field_values TO fealty_app;
    GRANT DELETE ON member_changes, field_texts, field_values TO fealty_app;
    GRANT EXECUTE ON FUNCTION forget_reasons(uuid[]) TO fealty_app;
  END IF;
END
$$;
-- +goose StatementEnd
