-- What an import remembers of its source: by how many weeks its dates were
-- moved at the first run, so that a second one does not differ. A new table
-- only: nothing is locked.

-- +goose Up
CREATE TABLE import_sources (
  source       text        PRIMARY KEY CHECK (length(source) BETWEEN 1 AND 40),
  weeks        integer     NOT NULL,
  first_run_at timestamptz NOT NULL
);

-- +goose StatementBegin
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'fealty_app') THEN
    GRANT SELECT ON import_sources TO fealty_app, fealty_readonly, fealty_backup;
    GRANT INSERT ON import_sources TO fealty_app;
  END IF;
END
$$;
-- +goose StatementEnd
