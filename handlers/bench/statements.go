package main

import (
	"context"
	"fmt"
	"io"
	"strings"
)

// forget starts PostgreSQL's own count of statements anew.
func (g *ground) forget(ctx context.Context) error {
	for _, statement := range []string{`CREATE EXTENSION IF NOT EXISTS pg_stat_statements`, `SELECT pg_stat_statements_reset()`} {
		if _, err := g.owner.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("count statements: %w", err)
		}
	}
	return nil
}

// tell prints what our statements cost PostgreSQL for each purchase.
func (g *ground) tell(ctx context.Context, out io.Writer, purchases int) error {
	rows, err := g.owner.QueryContext(ctx, `SELECT query, calls, total_exec_time, min_exec_time, wal_bytes FROM pg_stat_statements s
		JOIN pg_database d ON d.oid = s.dbid JOIN pg_roles r ON r.oid = s.userid
		WHERE d.datname = current_database() AND r.rolname = 'fealty_app'
		ORDER BY total_exec_time DESC LIMIT 9`)
	if err != nil {
		return fmt.Errorf("read what statements cost: %w", err)
	}
	defer func() { _ = rows.Close() }()
	say(out, "\n%-76s %6s %8s %8s %8s\n", "Statements, for each purchase of ours", "times", "µs", "least", "WAL")
	for rows.Next() {
		var query string
		var calls, took, least, wal float64
		if err := rows.Scan(&query, &calls, &took, &least, &wal); err != nil {
			return err
		}
		short := strings.Join(strings.Fields(query), " ")
		n := float64(max(purchases, 1))
		say(out, "%-76.76s %6.2f %8.0f %8.0f %8.0f\n", short, calls/n, took*1000/n, least*1000, wal/n)
	}
	return rows.Err()
}
