package localpg

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// port only names the socket file: nothing listens on the network.
const port = "5432"

// Options say where the cluster lies and how it is started.
type Options struct {
	DataDir string       // Fealty's data directory; the cluster lies in DataDir/postgres
	Log     *slog.Logger // may be nil
	Fast    bool         // tests only: the server may lose data in a crash
}

// Server is a running private PostgreSQL.
type Server struct {
	Joined bool // the server was already running, so Stop leaves it alone

	cluster   cluster
	passwords passwords
	socket    string // directory of the socket
	madeDir   string // the temporary socket directory that Start made, or ""
	users     *lockFile
	dataDir   string
	fast      bool
	unwatch   func() // ends the watch, or nil
	log       *slog.Logger
}

// Start starts the private PostgreSQL, or joins it where it is running already. Two starters at once wait for each other.
func Start(ctx context.Context, o Options) (*Server, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	dir, err := filepath.Abs(o.DataDir)
	if err != nil {
		return nil, fmt.Errorf("find the data directory: %w", err)
	}
	if strings.ContainsAny(dir, "\"$`\\\n") {
		return nil, fmt.Errorf("the data directory %q has a character that PostgreSQL's tools can't take (one of \" $ ` \\ or a line end): choose another DATA_DIR", dir)
	}
	o.DataDir = dir
	// The server's user has to pass through: others may enter, but not list. Secrets inside are 0600, the cluster 0700.
	if err := os.MkdirAll(dir, 0o711); err != nil {
		return nil, fmt.Errorf("make the data directory: %w", err)
	}
	starting, err := lockExclusive(ctx, startLock(dir))
	if err != nil {
		return nil, err
	}
	defer starting.release()
	return open(ctx, o)
}

// startLock is held by whoever is starting or stopping the server.
func startLock(dataDir string) string { return filepath.Join(dataDir, "postgres.lock") }

// open runs under the starters' lock.
func open(ctx context.Context, o Options) (*Server, error) {
	c, err := find(ctx, o)
	if err != nil {
		return nil, err
	}
	s := &Server{cluster: c, dataDir: o.DataDir, fast: o.Fast, log: o.Log}
	if s.passwords, err = s.prepare(ctx, o); err != nil {
		return nil, err
	}
	if err := s.run(ctx, o); err != nil {
		return nil, err
	}
	if s.users, err = lockShared(filepath.Join(o.DataDir, "postgres.users")); err != nil {
		return nil, s.giveUp(err)
	}
	if err := s.ready(ctx); err != nil {
		return nil, s.giveUp(err)
	}
	if err := s.ensureRoles(ctx); err != nil {
		return nil, s.giveUp(err)
	}
	return s, nil
}

// prepare reads the cluster's passwords, and makes the cluster when there is none.
func (s *Server) prepare(ctx context.Context, o Options) (passwords, error) {
	if s.cluster.exists() {
		return readPasswords(o.DataDir, s.cluster.dir)
	}
	s.log.Info("making a private PostgreSQL; this takes a few seconds", "version", s.cluster.bin.major, "dir", s.cluster.dir)
	p, err := newPasswords(o.DataDir, s.cluster.dir)
	if err != nil {
		return p, err
	}
	if err := s.cluster.init(ctx, p, o.Fast); err != nil {
		return p, err
	}
	return p, keepPasswords(o.DataDir)
}

// run joins the running server, or starts one. A server that was killed a moment ago still has its process for an instant.
func (s *Server) run(ctx context.Context, o Options) error {
	for range 100 {
		on, err := s.cluster.running(ctx)
		if err != nil {
			return err
		}
		if !on {
			if s.socket, s.madeDir, err = s.cluster.socketDir(ctx); err != nil {
				return err
			}
			return s.cluster.start(ctx, s.socket, o.Fast)
		}
		if s.socket, err = s.cluster.runningSocket(); err == nil && listens(ctx, s.socket) {
			s.Joined = true
			return nil
		}
		if err := pause(ctx, 100*time.Millisecond); err != nil {
			return err
		}
	}
	return fmt.Errorf("join PostgreSQL in %s: it runs, but nothing answers at its socket in %s", s.cluster.dir, s.socket)
}

func listens(ctx context.Context, socket string) bool {
	conn, err := new(net.Dialer).DialContext(ctx, "unix", filepath.Join(socket, ".s.PGSQL."+port))
	if err != nil {
		return false
	}
	return conn.Close() == nil
}

// pause waits, or ends early with ctx.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return fmt.Errorf("wait for PostgreSQL: %w", ctx.Err())
	case <-time.After(d):
		return nil
	}
}

// giveUp stops what was started before the failure and returns it.
func (s *Server) giveUp(cause error) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := s.leave(ctx); err != nil {
		return fmt.Errorf("%w (and then: %w)", cause, err)
	}
	return cause
}

// Stop stops the server when this Server started it and no other process of Fealty uses it; otherwise it leaves it running.
func (s *Server) Stop(ctx context.Context) error {
	if s.unwatch != nil {
		s.unwatch()
	}
	stopping, err := lockExclusive(ctx, startLock(s.dataDir))
	if err != nil {
		return err
	}
	defer stopping.release()
	return s.leave(ctx)
}

// leave runs under the starters' lock.
func (s *Server) leave(ctx context.Context) error {
	defer s.users.release()
	if s.Joined {
		return nil
	}
	if s.users != nil && !s.users.alone() {
		s.log.Info("leaving PostgreSQL running: another Fealty process is using it")
		return nil
	}
	if err := s.cluster.stop(ctx); err != nil {
		return err
	}
	if s.madeDir != "" {
		_ = os.Remove(s.madeDir) // an empty directory of our own; a failure is not worth a word
	}
	return nil
}

// OwnerURL is the address of a database as the superuser, for migrations.
func (s *Server) OwnerURL(database string) string {
	return s.url("postgres", s.passwords.Owner, database)
}

// AppURL is the address of a database as the login role fealty_app.
func (s *Server) AppURL(database string) string {
	return s.url("fealty_app", s.passwords.App, database)
}

func (s *Server) url(user, password, database string) string {
	q := url.Values{"host": {s.socket}, "port": {port}, "sslmode": {"disable"}}
	u := url.URL{Scheme: "postgres", User: url.UserPassword(user, password), Path: "/" + database, RawQuery: q.Encode()}
	return u.String()
}
