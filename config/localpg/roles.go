package localpg

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/lib/pq"
)

// roles are made once per cluster. The app may only what migrations grant it; nobody logs in as the owner.
const roles = `
DO $do$
DECLARE wanted text;
BEGIN
	FOREACH wanted IN ARRAY ARRAY['fealty_owner', 'fealty_app', 'fealty_readonly', 'fealty_backup'] LOOP
		IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
			EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
		END IF;
	END LOOP;
	GRANT pg_read_all_data TO fealty_backup;
END $do$`

// ready waits until the server answers: one that was joined may still be recovering from a crash.
func (s *Server) ready(ctx context.Context) error {
	deadline := time.Now().Add(5 * time.Minute)
	for {
		err := s.asOwner(func(d *sql.DB) error { return d.PingContext(ctx) })
		var refused *pq.Error
		starting := errors.As(err, &refused) && refused.Code == "57P03"
		if err == nil || !starting || time.Now().After(deadline) {
			return err
		}
		if err := pause(ctx, 100*time.Millisecond); err != nil {
			return err
		}
	}
}

func (s *Server) ensureRoles(ctx context.Context) error {
	return s.asOwner(func(d *sql.DB) error {
		var done bool
		if err := d.QueryRowContext(ctx, `SELECT count(*) = 4 FROM pg_roles WHERE rolname = ANY($1) AND (rolcanlogin OR rolname <> 'fealty_app')`,
			pq.Array([]string{"fealty_owner", "fealty_app", "fealty_readonly", "fealty_backup"})).Scan(&done); err != nil {
			return fmt.Errorf("look for the roles: %w", err)
		}
		if done {
			return nil
		}
		if _, err := d.ExecContext(ctx, roles); err != nil {
			return fmt.Errorf("make the roles: %w", err)
		}
		if _, err := d.ExecContext(ctx, `ALTER ROLE fealty_app LOGIN PASSWORD `+pq.QuoteLiteral(s.passwords.App)); err != nil {
			return fmt.Errorf("let the app's role in: %w", err)
		}
		return nil
	})
}

// EnsureDatabase makes the database unless it is there. It belongs to fealty_owner.
func (s *Server) EnsureDatabase(ctx context.Context, name string) error {
	return s.asOwner(func(d *sql.DB) error {
		var there bool
		if err := d.QueryRowContext(ctx, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`, name).Scan(&there); err != nil {
			return fmt.Errorf("look for the database %s: %w", name, err)
		}
		if there {
			return nil
		}
		_, err := d.ExecContext(ctx, `CREATE DATABASE `+pq.QuoteIdentifier(name)+` OWNER fealty_owner`)
		var refused *pq.Error
		if errors.As(err, &refused) && (refused.Code == "42P04" || refused.Code == "23505") { // another process was quicker
			return nil
		}
		if err != nil {
			return fmt.Errorf("make the database %s: %w", name, err)
		}
		return nil
	})
}

// asOwner lends one connection as the superuser.
func (s *Server) asOwner(use func(*sql.DB) error) error {
	d, err := sql.Open("postgres", s.OwnerURL("postgres"))
	if err != nil {
		return fmt.Errorf("connect to the private PostgreSQL: %w", err)
	}
	d.SetMaxOpenConns(1)
	return errors.Join(use(d), d.Close())
}
