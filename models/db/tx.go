package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"math/big"
	"time"

	"crypto/rand"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"fealty/models/fault"
)

// Tx is one transaction with one fixed instant. A function that takes a *Tx
// works inside the caller's transaction and never commits.
type Tx struct {
	x  *sqlx.Tx
	db *DB
	// Now is the instant of the act, in UTC, to the microsecond that PostgreSQL
	// keeps.
	Now time.Time
	// unprepared are the queries that the pool has yet to learn.
	unprepared []string
}

// attempts is how often a transaction is tried in all when PostgreSQL asks for
// it (serialization failure, deadlock).
const attempts = 4

// InTx runs fn in a transaction: commits when it answers nil, else rolls back.
// It is repeated on serialization failure and deadlock, at most three times, and
// never on a lost connection: then the answer is fault.Unavailable, and the
// caller repeats with the same idempotency key.
func InTx(ctx context.Context, d *DB, fn func(tx *Tx) error) error {
	var err error
	for try := range attempts {
		if err = runTx(ctx, d, fn); !isRetryable(err) {
			break
		}
		if waitErr := pause(ctx, d, try); waitErr != nil {
			return waitErr
		}
	}
	return translate(err)
}

func runTx(ctx context.Context, d *DB, fn func(tx *Tx) error) error {
	x, err := d.x.BeginTxx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() { _ = x.Rollback() }() // after a commit this says ErrTxDone
	tx := &Tx{x: x, db: d, Now: d.Clock().UTC().Truncate(time.Microsecond)}
	if err := fn(tx); err != nil {
		return err
	}
	if err := x.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	d.learn(ctx, tx.unprepared)
	return nil
}

// pause waits a few milliseconds with jitter before the next try.
func pause(ctx context.Context, d *DB, try int) error {
	jitter, err := rand.Int(d.Random, big.NewInt(20))
	if err != nil {
		return fmt.Errorf("pause before a retry: %w", err)
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(time.Duration((try+1)*10+int(jitter.Int64())) * time.Millisecond):
		return nil
	}
}

func isRetryable(err error) bool {
	code := Code(err)
	return code == "40001" || code == "40P01"
}

// Code gives the SQLSTATE of a PostgreSQL error in the chain, or "".
func Code(err error) string {
	var e *pq.Error
	if errors.As(err, &e) {
		return string(e.Code)
	}
	return ""
}

// Found is the error of a read of one row: fault.NotFound under this key when
// there is none, else what was being done, in a verb phrase.
func Found(err error, unknown, doing string) error {
	if errors.Is(err, sql.ErrNoRows) {
		return fault.New(fault.NotFound, unknown)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

// Violated tells whether the error is a violation of the named constraint or
// unique index.
func Violated(err error, constraint string) bool {
	var e *pq.Error
	return errors.As(err, &e) && e.Constraint == constraint
}

// translate turns a database that is gone, silent or full into
// fault.Unavailable. What is not about the database passes.
func translate(err error) error {
	if err == nil || fault.KindOf(err) != fault.Internal {
		return err
	}
	if IsUnavailable(err) {
		return fault.Wrap(fault.Unavailable, "unavailable", err)
	}
	return err
}

// IsUnavailable tells whether the error means that PostgreSQL can't serve now:
// connection lost or refused, shutting down, out of space, or too slow.
func IsUnavailable(err error) bool {
	switch code := Code(err); {
	case code == "":
		return isLostConnection(err)
	case len(code) == 5:
		class := code[:2]
		return class == "08" || class == "53" || class == "57" || class == "58" || code == "55P03" || code == "25P03"
	}
	return false
}

// stmt gives the prepared statement, bound to the transaction's connection; nil
// when there is none. A transaction never asks the pool for a second connection:
// as many transactions as connections would wait for each other for ever.
func (t *Tx) stmt(ctx context.Context, query string) *sqlx.Stmt {
	stmt, full := t.db.known(query)
	if stmt != nil {
		return t.x.StmtxContext(ctx, stmt)
	}
	if !full {
		t.unprepared = append(t.unprepared, query)
	}
	return nil
}

// Get reads one row into dest; sql.ErrNoRows when there is none.
func (t *Tx) Get(ctx context.Context, dest any, query string, args ...any) error {
	stmt := t.stmt(ctx, query)
	if stmt == nil {
		return t.x.GetContext(ctx, dest, query, args...)
	}
	return stmt.GetContext(ctx, dest, args...)
}

// Select reads all rows into the slice that dest points to.
func (t *Tx) Select(ctx context.Context, dest any, query string, args ...any) error {
	stmt := t.stmt(ctx, query)
	if stmt == nil {
		return t.x.SelectContext(ctx, dest, query, args...)
	}
	return stmt.SelectContext(ctx, dest, args...)
}

// Query reads rows one by one; the caller closes them before the next query.
func (t *Tx) Query(ctx context.Context, query string, args ...any) (*sqlx.Rows, error) {
	return t.x.QueryxContext(ctx, query, args...)
}

// Exec writes, and answers how many rows it touched.
func (t *Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	result, err := t.exec(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

func (t *Tx) exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	stmt := t.stmt(ctx, query)
	if stmt == nil {
		return t.x.ExecContext(ctx, query, args...)
	}
	return stmt.ExecContext(ctx, args...)
}

// Time is the transaction's instant.
func (t *Tx) Time() time.Time { return t.Now }

// Random gives chance.
func (t *Tx) Random() io.Reader { return t.db.Random }

// ID makes a new id of the transaction's instant: db.ID[ids.Member](tx).
func ID[I ~[16]byte](t *Tx) (I, error) {
	id, err := NewID[struct{}](t.Now, t.db.Random)
	return I(id), err
}
