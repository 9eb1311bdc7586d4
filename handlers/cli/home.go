package cli

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"time"

	"fealty/config"
	"fealty/config/localpg"
	"fealty/models/db"
)

// database is the name of the database in the private PostgreSQL.
const database = "fealty"

// home is the ground a command stands on: configuration, log, PostgreSQL, the pool.
type home struct {
	Env
	config *config.Config
	log    *slog.Logger
	db     *db.DB
	owner  string          // address for migrations
	server *localpg.Server // nil with DATABASE_URL
}

// open reads the configuration, starts or joins the private PostgreSQL unless DATABASE_URL names another, and connects. With
// migrating the schema is brought up to date first.
func (c call) open(ctx context.Context, migrating bool) (*home, error) {
	cfg, err := config.Load(c.Getenv)
	if err != nil {
		return nil, misuseError{err}
	}
	h := &home{Env: c.Env, config: cfg, log: newLog(c.Stderr, cfg)}
	if err := h.connect(ctx, migrating); err != nil {
		return nil, errors.Join(err, h.close())
	}
	return h, nil
}

// newLog writes JSON, but on this machine alone lines that a person reads.
func newLog(out io.Writer, cfg *config.Config) *slog.Logger {
	options := &slog.HandlerOptions{Level: cfg.LogLevel}
	if cfg.IsLoopback() {
		return slog.New(slog.NewTextHandler(out, options))
	}
	return slog.New(slog.NewJSONHandler(out, options))
}

func (h *home) connect(ctx context.Context, migrating bool) error {
	address, err := h.find(ctx)
	if err != nil {
		return err
	}
	if migrating {
		if err := db.Migrate(ctx, h.owner); err != nil {
			return err
		}
	}
	h.db, err = db.Open(ctx, address, db.Options{})
	return err
}

// find gives the application's address of the database.
func (h *home) find(ctx context.Context) (string, error) {
	if h.config.DatabaseURL != "" {
		h.owner = h.config.OwnerURL().Reveal()
		return h.config.DatabaseURL.Reveal(), nil
	}
	var err error
	if h.server, err = localpg.Start(ctx, localpg.Options{DataDir: h.config.DataDir, Log: h.log}); err != nil {
		return "", err
	}
	h.server.Watch()
	if err := h.server.EnsureDatabase(ctx, database); err != nil {
		return "", err
	}
	h.owner, err = db.AsOwnerRole(h.server.OwnerURL(database))
	return h.server.AppURL(database), err
}

// close lets go of everything; PostgreSQL is stopped only if we started it and nobody else uses it.
func (h *home) close() error {
	var err error
	if h.db != nil {
		err = h.db.Close()
	}
	if h.server == nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	return errors.Join(err, h.server.Stop(ctx))
}

// within opens a home for the length of one act.
func (c call) within(ctx context.Context, migrating bool, act func(*home) error) (err error) {
	h, err := c.open(ctx, migrating)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	return act(h)
}
