// Package db is the one way to PostgreSQL: connections, transactions that fix
// their time, retries, prepared statements, migrations, and the only homes of
// the clock and of chance.
//
// Floor: 0 ground.
// Tables: none.
package db
