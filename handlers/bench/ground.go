package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"path/filepath"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/lib/pq"

	"fealty/config"
	"fealty/config/localpg"
	"fealty/handlers"
	"fealty/handlers/web"
	"fealty/models/apikeys"
	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/programme"
	"fealty/models/publishing"
)

const dataDir = "var/bench"

// ground is what both sides stand on.
type ground struct {
	server   *localpg.Server
	database string
	owner    *sql.DB
	deps     web.Deps
	app      *fiber.App
	address  string
	key      string
	members  []ids.Member
	// eager is the member with the longest history.
	eager  ids.Member
	served chan error
	drives int
}

// open starts PostgreSQL and the app over a fresh database with members who buy.
func open(ctx context.Context, members int) (*ground, error) {
	g, err := openDatabase(ctx, "bench", true)
	if err != nil {
		return nil, err
	}
	if err := g.fill(ctx, members); err != nil {
		return nil, errors.Join(err, g.close())
	}
	return g, nil
}

// openDatabase starts PostgreSQL and the app over a database, made anew when
// isFresh.
func openDatabase(ctx context.Context, name string, isFresh bool) (g *ground, err error) {
	g = &ground{served: make(chan error, 1), database: name}
	if g.server, err = localpg.Start(ctx, localpg.Options{DataDir: filepath.FromSlash(dataDir)}); err != nil {
		return nil, err
	}
	steps := []func(context.Context) error{g.migrate, g.wire, g.serve}
	if isFresh {
		steps = append([]func(context.Context) error{g.drop}, steps...)
	}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return nil, errors.Join(err, g.close())
		}
	}
	return g, nil
}

// drop forgets the database; nothing in var/bench is worth keeping.
func (g *ground) drop(ctx context.Context) error {
	ruler, err := sql.Open("postgres", g.server.OwnerURL("postgres"))
	if err != nil {
		return fmt.Errorf("connect as the owner: %w", err)
	}
	defer func() { _ = ruler.Close() }()
	if _, err := ruler.ExecContext(ctx, `DROP DATABASE IF EXISTS `+pq.QuoteIdentifier(g.database)+` WITH (FORCE)`); err != nil {
		return fmt.Errorf("drop the old database: %w", err)
	}
	return nil
}

// migrate makes the database if it isn't there, and brings it up to date.
func (g *ground) migrate(ctx context.Context) error {
	if err := g.server.EnsureDatabase(ctx, g.database); err != nil {
		return err
	}
	address, err := asOwner(g.server.OwnerURL(g.database))
	if err != nil {
		return err
	}
	if err := db.Migrate(ctx, address); err != nil {
		return err
	}
	g.owner, err = sql.Open("postgres", g.server.OwnerURL(g.database))
	return err
}

// asOwner makes migrations act as the role that owns the tables.
func asOwner(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", fmt.Errorf("read the owner's address: %w", err)
	}
	q := u.Query()
	q.Set("options", "-c role=fealty_owner")
	u.RawQuery = q.Encode()
	return u.String(), nil
}

// wire makes the app as serve does, but for where it logs to.
func (g *ground) wire(ctx context.Context) error {
	cfg, err := config.Load(func(name string) string { return map[string]string{"DATA_DIR": dataDir}[name] })
	if err != nil {
		return err
	}
	pool, err := db.Open(ctx, g.server.AppURL(g.database), db.Options{})
	if err != nil {
		return err
	}
	log := slog.New(slog.NewJSONHandler(io.Discard, nil))
	if g.deps, err = handlers.Wire(web.Deps{DB: pool, Config: cfg, Log: log, Version: "bench"}); err != nil {
		return errors.Join(err, pool.Close())
	}
	settings := programme.Settings{Currency: "EUR", TimeZone: "Europe/Oslo", ClubName: "Havn Club", Country: "NO"}
	if _, err := publishing.Initial(ctx, pool, settings); err != nil {
		return err
	}
	g.key, _, err = apikeys.Create(ctx, pool, "bench")
	return err
}

func (g *ground) serve(ctx context.Context) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	g.app, g.address = handlers.New(g.deps), listener.Addr().String()
	go func() { g.served <- g.app.Listener(listener) }()
	return nil
}

func (g *ground) close() error {
	var errs []error
	if g.app != nil {
		errs = append(errs, g.app.ShutdownWithTimeout(5*time.Second), <-g.served)
	}
	if g.deps.DB != nil {
		errs = append(errs, g.deps.DB.Close())
	}
	if g.owner != nil {
		errs = append(errs, g.owner.Close())
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	return errors.Join(append(errs, g.server.Stop(ctx))...)
}

// settle brings statistics up to date and makes a checkpoint.
func (g *ground) settle(ctx context.Context) error {
	if _, err := g.owner.ExecContext(ctx, `VACUUM ANALYZE`); err != nil {
		return fmt.Errorf("vacuum: %w", err)
	}
	_, err := g.owner.ExecContext(ctx, `CHECKPOINT`)
	return err
}

// written is how many bytes of WAL there are so far.
func (g *ground) written(ctx context.Context) (n int64, err error) {
	err = g.owner.QueryRowContext(ctx, `SELECT cast(pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') AS bigint)`).Scan(&n)
	return n, err
}
