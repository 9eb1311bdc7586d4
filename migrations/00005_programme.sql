-- The programme document's published versions, and each member's standing.
-- Versions are append-only.

-- +goose Up
CREATE TABLE programme_versions (
  version      integer     PRIMARY KEY CHECK (version > 0),
  document     text        NOT NULL,
  starts_at    timestamptz NOT NULL,
  published_at timestamptz NOT NULL,
  published_by text        NOT NULL,
  note         text        NOT NULL DEFAULT ''
);
CREATE TRIGGER programme_versions_stay BEFORE UPDATE OR DELETE ON programme_versions FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER programme_versions_stay_whole BEFORE TRUNCATE ON programme_versions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE standings (
  member_id  uuid PRIMARY KEY,
  tier       text NOT NULL,
  since      date NOT NULL,
  keep_until date,
  reached_in text NOT NULL DEFAULT ''
) WITH (fillfactor = 80);
CREATE INDEX standings_tier ON standings (tier);
CREATE INDEX standings_keep ON standings (keep_until) WHERE keep_until IS NOT NULL;
