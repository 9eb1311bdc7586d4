package db

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"
)

// maxPrepared bounds the statements kept per connection.
const maxPrepared = 1000

// prepare gives the statement for a query, prepared once per pool; nil behind a
// pooler. Queries are constants of the code, so the map stays small; a query
// put together at run time goes through Query or Exec. It needs a connection of
// its own, so nobody who holds one may call it.
func (d *DB) prepare(ctx context.Context, query string) (*sqlx.Stmt, error) {
	stmt, full := d.known(query)
	if stmt != nil || full {
		return stmt, nil
	}
	// Nothing is locked while this waits for a connection: those who hold them
	// may want the lock.
	stmt, err := d.x.PreparexContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("prepare a statement: %w", err)
	}
	return d.keep(query, stmt), nil
}

// known gives a statement that is prepared already, and whether no more are
// kept.
func (d *DB) known(query string) (*sqlx.Stmt, bool) {
	if d.pooled {
		return nil, true
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.stmts[query], len(d.stmts) >= maxPrepared
}

// keep remembers a statement; when somebody was quicker, theirs stands. Closing
// waits for the connection's running query, so nothing is locked meanwhile.
func (d *DB) keep(query string, stmt *sqlx.Stmt) *sqlx.Stmt {
	kept := d.remember(query, stmt)
	if kept != stmt {
		_ = stmt.Close() // nothing was asked of it
	}
	return kept
}

func (d *DB) remember(query string, stmt *sqlx.Stmt) *sqlx.Stmt {
	d.mu.Lock()
	defer d.mu.Unlock()
	if first := d.stmts[query]; first != nil {
		return first
	}
	d.stmts[query] = stmt
	return stmt
}

// learn prepares, after a transaction and so without its connection, what it
// had to run unprepared. The act is committed, so a failure here is only a
// statement that stays slow.
func (d *DB) learn(ctx context.Context, queries []string) {
	for _, query := range queries {
		if _, err := d.prepare(ctx, query); err != nil {
			return
		}
	}
}
