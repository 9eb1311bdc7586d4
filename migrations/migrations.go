// Package migrations holds the schema: numbered plain SQL, embedded, forward only.
package migrations

import "embed"

// Files are the migrations in order.
//
//go:embed *.sql
var Files embed.FS
