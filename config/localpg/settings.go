package localpg

import (
	"fmt"
	"strings"
)

// settings suit a small machine. The log names no rows: details of errors carry e-mail addresses.
const settings = `
# Fealty's settings. Change them here; the socket, the network and preloaded libraries are set at start.
max_connections = 100
shared_buffers = 256MB
effective_cache_size = 1GB
work_mem = 8MB
maintenance_work_mem = 128MB
wal_compression = on
min_wal_size = 256MB
max_wal_size = 2GB
checkpoint_timeout = 15min
random_page_cost = 1.1
timezone = 'UTC'
log_timezone = 'UTC'
log_min_messages = warning
log_error_verbosity = terse
log_min_error_statement = panic
log_parameter_max_length_on_error = 0
`

// fastSettings trade durability for speed; only tests ask for them.
const fastSettings = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=400 -c autovacuum_naptime=10min"

// startSettings are the ones that depend on this machine and this start.
func (c cluster) startSettings(socket string, fast bool) string {
	s := []string{"-p " + port, "-c listen_addresses=''", "-c unix_socket_permissions=0700", "-c unix_socket_directories=" + quote(socket)}
	if c.bin.statStatements() {
		s = append(s, "-c shared_preload_libraries=pg_stat_statements")
	}
	if fast {
		s = append(s, fastSettings)
	}
	return strings.Join(s, " ")
}

// quote makes a path one word for the shell that pg_ctl starts the server with, and one name for the list that PostgreSQL reads.
func quote(path string) string {
	name := `"` + strings.ReplaceAll(path, `"`, `""`) + `"`
	return fmt.Sprintf("'%s'", strings.ReplaceAll(name, `'`, `'\''`))
}
