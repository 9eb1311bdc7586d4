// Package localpg runs a private PostgreSQL for Fealty, so that nobody has to set one up.
//
// Start finds the server's binaries (15 or later), makes a cluster in DataDir/postgres when there is none, starts it on a Unix
// socket only, and makes Fealty's roles. A server that is already running on that cluster is joined. Stop stops only what this
// Server started, and only when no other Fealty process is using it. Nothing is ever deleted, and a cluster of another major
// version is refused untouched.
//
// PostgreSQL refuses to run as root: there it runs as the user "postgres" (or "nobody"). When that user can't reach DataDir,
// the cluster lies in /var/lib/fealty-postgres/<hash of DataDir's path>, and DataDir/postgres.location remembers where.
package localpg
