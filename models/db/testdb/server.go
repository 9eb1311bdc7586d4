package testdb

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/lib/pq"

	"fealty/config/localpg"
	"fealty/migrations"
	"fealty/models/db"
)

// server is the PostgreSQL of this test process, with its migrated template.
type server struct {
	owner, app string // addresses whose database is replaced
	template   string
}

// shared starts or joins the server once per test process.
var shared = sync.OnceValues(func() (*server, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	s, err := connect(ctx)
	if err != nil {
		return nil, err
	}
	return s, s.makeTemplate(ctx)
})

func connect(ctx context.Context) (*server, error) {
	s := &server{owner: os.Getenv("FEALTY_TEST_PG"), app: os.Getenv("FEALTY_TEST_PG_APP")}
	if s.owner != "" && s.app != "" {
		return s, nil
	}
	root, err := moduleRoot()
	if err != nil {
		return nil, err
	}
	pg, err := localpg.Start(ctx, localpg.Options{DataDir: filepath.Join(root, "var", "test"), Fast: true})
	if err != nil {
		return nil, err
	}
	s.owner, s.app = pg.OwnerURL("postgres"), pg.AppURL("postgres")
	return s, nil
}

// moduleRoot is the nearest directory above with a go.mod.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find the module: %w", err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
	}
	return "", errors.New("find the module: no go.mod above the test")
}

func (s *server) ownerURL(name string) string { return withDatabase(s.owner, name) }
func (s *server) appURL(name string) string   { return withDatabase(s.app, name) }

func withDatabase(address, name string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address // the driver says what is wrong with it
	}
	u.Path = "/" + name
	return u.String()
}

// makeTemplate migrates a template named after the migrations, unless another process did. A session's advisory lock keeps the
// others waiting; a template half made by a killed process bears another name and is made anew.
func (s *server) makeTemplate(ctx context.Context) error {
	sum, err := fingerprint()
	if err != nil {
		return err
	}
	s.template = "template_" + sum
	return s.with(ctx, "postgres", func(x *sql.Conn) error {
		if _, err := x.ExecContext(ctx, `SELECT pg_advisory_lock(7307)`); err != nil {
			return err
		}
		var there bool
		if err := x.QueryRowContext(ctx, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`, s.template).Scan(&there); err != nil || there {
			return err
		}
		return s.buildTemplate(ctx, x)
	})
}

func (s *server) buildTemplate(ctx context.Context, x *sql.Conn) error {
	half := s.template + "_half"
	for _, statement := range []string{
		`DROP DATABASE IF EXISTS ` + pq.QuoteIdentifier(half) + ` WITH (FORCE)`,
		// As in a real house, the tables belong to a role that nobody signs in as.
		`DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'fealty_owner') THEN CREATE ROLE fealty_owner NOLOGIN; END IF; END $$`,
		`CREATE DATABASE ` + pq.QuoteIdentifier(half) + ` OWNER fealty_owner`,
	} {
		if _, err := x.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	owner, err := db.AsOwnerRole(s.ownerURL(half))
	if err != nil {
		return err
	}
	if err := db.Migrate(ctx, owner); err != nil {
		return err
	}
	if err := s.sweep(ctx, x); err != nil {
		return err
	}
	_, err = x.ExecContext(ctx, `ALTER DATABASE `+pq.QuoteIdentifier(half)+` RENAME TO `+pq.QuoteIdentifier(s.template))
	return err
}

// sweep drops what killed test processes left behind: databases of tests older than two hours.
func (s *server) sweep(ctx context.Context, x *sql.Conn) error {
	var old []string
	err := x.QueryRowContext(ctx, `SELECT coalesce(array_agg(datname::text), '{}') FROM pg_database
		WHERE datname ~ '^test_[0-9]+_[0-9]+_[0-9]+$' AND split_part(datname, '_', 2)::bigint < extract(epoch FROM now()) - 7200`).Scan(pq.Array(&old))
	if err != nil {
		return err
	}
	for _, name := range old {
		if _, err := x.ExecContext(ctx, `DROP DATABASE IF EXISTS `+pq.QuoteIdentifier(name)+` WITH (FORCE)`); err != nil {
			return err
		}
	}
	return nil
}

// fingerprint names the migrations by their content.
func fingerprint() (string, error) {
	h := sha256.New()
	_, _ = h.Write([]byte("as fealty_owner\n")) // a hash never fails
	err := fs.WalkDir(migrations.Files, ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := fs.ReadFile(migrations.Files, path)
		_, _ = fmt.Fprintf(h, "%s %d\n%s", path, len(text), text) // a hash never fails
		return err
	})
	if err != nil {
		return "", fmt.Errorf("read the migrations: %w", err)
	}
	return fmt.Sprintf("%x", h.Sum(nil)[:8]), nil
}

// clone copies files: without fsync that takes half the time of copying through the log.
func (s *server) clone(ctx context.Context, name string) error {
	return s.exec(ctx, `CREATE DATABASE `+pq.QuoteIdentifier(name)+` TEMPLATE `+pq.QuoteIdentifier(s.template)+` STRATEGY file_copy`)
}

// with lends one superuser's connection to a database.
func (s *server) with(ctx context.Context, name string, use func(*sql.Conn) error) error {
	d, err := sql.Open("postgres", s.ownerURL(name))
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	x, err := d.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = x.Close() }()
	return use(x)
}
