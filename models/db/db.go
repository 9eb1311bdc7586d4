package db

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/binary"
	"fmt"
	"io"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"

	"fealty/models/ids"
)

// Reader reads, inside a transaction or outside one.
type Reader interface {
	Get(ctx context.Context, dest any, query string, args ...any) error
	Select(ctx context.Context, dest any, query string, args ...any) error
	Query(ctx context.Context, query string, args ...any) (*sqlx.Rows, error)
	// Time is the transaction's fixed instant, or the clock's.
	Time() time.Time
}

// Options bound a pool of connections.
type Options struct {
	// Connections is how many stay open at most; 0 means 16.
	Connections int
	// Clock tells the time; nil means the machine's, in UTC.
	Clock func() time.Time
	// Random gives chance; nil means crypto/rand.
	Random io.Reader
	// Silence is how long the server may say nothing in the middle of a
	// statement; 0 means 35 seconds, a little longer than statement_timeout.
	Silence time.Duration
}

// DB is a pool of connections to one programme's database, as the application's
// role. A function that takes a *DB opens its own transaction.
type DB struct {
	x      *sqlx.DB
	Clock  func() time.Time
	Random io.Reader
	pooled bool
	*statements
}

// statements are prepared once for all who share a pool.
type statements struct {
	mu    sync.RWMutex
	stmts map[string]*sqlx.Stmt
}

// Open connects and pings. Times are UTC, statements are bounded (R7); a URL
// with binary_parameters=yes marks a pooler in between, and then nothing is
// prepared ahead.
func Open(ctx context.Context, dsn string, opt Options) (*DB, error) {
	bounded, err := withTimeouts(dsn)
	if err != nil {
		return nil, err
	}
	x, err := connect(ctx, bounded, opt.Silence)
	if err != nil {
		return nil, err
	}
	d := &DB{x: x, Clock: opt.Clock, Random: opt.Random, statements: &statements{stmts: map[string]*sqlx.Stmt{}}}
	d.pooled = strings.Contains(dsn, "binary_parameters=yes")
	d.fill(opt.Connections)
	return d, nil
}

func (d *DB) fill(connections int) {
	if connections == 0 {
		connections = 16
	}
	d.x.SetMaxOpenConns(connections)
	d.x.SetMaxIdleConns(connections)
	if d.Clock == nil {
		d.Clock = func() time.Time { return time.Now().UTC() }
	}
	if d.Random == nil {
		d.Random = rand.Reader
	}
}

// withTimeouts adds the limits of R7 as connection parameters, so that no
// session state is needed. Behind a pooler they belong to the server's roles.
func withTimeouts(dsn string) (string, error) {
	u, err := url.Parse(dsn)
	if err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql") {
		return "", fmt.Errorf("read the database address: it must begin with postgres://")
	}
	q := u.Query()
	if q.Get("binary_parameters") != "yes" {
		for name, value := range map[string]string{
			"statement_timeout": "30000", "lock_timeout": "10000",
			"idle_in_transaction_session_timeout": "30000", "timezone": "UTC",
			// Statements of many writes take unnested arrays, whose length a custom
			// plan guesses better on paper; so without this PostgreSQL plans each
			// of them anew at every call. No query here depends on a value for its
			// plan: prefixes are searched as ranges.
			"plan_cache_mode": "force_generic_plan",
		} {
			if !q.Has(name) {
				q.Set(name, value)
			}
		}
	}
	u.RawQuery = q.Encode()
	return u.String(), nil
}

// At is the same pool under another clock, for a past that is lived through
// again. Closing one closes both.
func (d *DB) At(clock func() time.Time) *DB {
	other := *d
	other.Clock = clock
	return &other
}

// Close ends all connections.
func (d *DB) Close() error { return d.x.Close() }

// Ping tells whether PostgreSQL answers.
func (d *DB) Ping(ctx context.Context) error { return d.x.PingContext(ctx) }

// Stats tells about the pool, for metrics.
func (d *DB) Stats() sql.DBStats { return d.x.Stats() }

// Time is the clock's instant.
func (d *DB) Time() time.Time { return d.Clock() }

// Get reads one row into dest; sql.ErrNoRows when there is none.
func (d *DB) Get(ctx context.Context, dest any, query string, args ...any) error {
	stmt, err := d.prepare(ctx, query)
	if err != nil || stmt == nil {
		return firstErr(err, func() error { return d.x.GetContext(ctx, dest, query, args...) })
	}
	return stmt.GetContext(ctx, dest, args...)
}

// Select reads all rows into the slice that dest points to.
func (d *DB) Select(ctx context.Context, dest any, query string, args ...any) error {
	stmt, err := d.prepare(ctx, query)
	if err != nil || stmt == nil {
		return firstErr(err, func() error { return d.x.SelectContext(ctx, dest, query, args...) })
	}
	return stmt.SelectContext(ctx, dest, args...)
}

// Query reads rows one by one; the caller closes them.
func (d *DB) Query(ctx context.Context, query string, args ...any) (*sqlx.Rows, error) {
	return d.x.QueryxContext(ctx, query, args...)
}

func firstErr(err error, then func() error) error {
	if err != nil {
		return err
	}
	return then()
}

// NewID makes a UUIDv7 from the database's clock and chance.
func NewID[T any](at time.Time, random io.Reader) (ids.ID[T], error) {
	var u uuid.UUID
	binary.BigEndian.PutUint64(u[:], uint64(at.UnixMilli())<<16) // 48 bits of time, and room for chance
	if _, err := io.ReadFull(random, u[6:]); err != nil {
		return ids.ID[T]{}, fmt.Errorf("make an id: %w", err)
	}
	u[6] = u[6]&0x0f | 0x70
	u[8] = u[8]&0x3f | 0x80
	return ids.ID[T](u), nil
}
