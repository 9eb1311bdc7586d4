package testdb

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"fealty/models/db"
)

// Start is the instant at which the clock of a test's database stands, until At moves it: a Tuesday at 12:00 UTC.
var Start = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

// clocks holds the clock of each open database; names those of their databases.
var clocks, names sync.Map

var counter atomic.Int64

// Open gives a fresh, migrated, empty database as the app's role, with a clock that stands still at Start.
func Open(t testing.TB) *db.DB {
	t.Helper()
	return OpenWith(t, db.Options{})
}

// OpenWith is Open with other options; a Clock among them is used instead of the standing one.
func OpenWith(t testing.TB, opt db.Options) *db.DB {
	t.Helper()
	srv, err := shared()
	if err != nil {
		t.Fatalf("start PostgreSQL for tests: %v", err)
	}
	name := fmt.Sprintf("test_%d_%d_%d", time.Now().Unix(), os.Getpid(), counter.Add(1))
	if err := srv.clone(t.Context(), name); err != nil {
		t.Fatalf("clone a database: %v", err)
	}
	clock := new(atomic.Pointer[time.Time])
	clock.Store(&Start)
	if opt.Clock == nil {
		opt.Clock = func() time.Time { return *clock.Load() }
	}
	d, err := db.Open(t.Context(), srv.appURL(name), opt)
	if err != nil {
		t.Fatalf("open the cloned database: %v", err)
	}
	clocks.Store(d, clock)
	names.Store(d, name)
	t.Cleanup(func() { srv.drop(t, d, name) })
	return d
}

// At sets the database's clock.
func At(t testing.TB, d *db.DB, at time.Time) {
	t.Helper()
	clock, ok := clocks.Load(d)
	if !ok {
		t.Fatal("testdb.At: this database wasn't opened by testdb")
	}
	at = at.UTC()
	clock.(*atomic.Pointer[time.Time]).Store(&at)
}

// Forward moves the database's clock.
func Forward(t testing.TB, d *db.DB, by time.Duration) {
	t.Helper()
	At(t, d, d.Time().Add(by))
}

// Owner is a superuser's connection to the same database, to look underneath and to tamper.
func Owner(t testing.TB, d *db.DB) *sqlx.DB {
	t.Helper()
	x, err := sqlx.ConnectContext(t.Context(), "postgres", OwnerURL(t, d))
	if err != nil {
		t.Fatalf("connect as the owner: %v", err)
	}
	t.Cleanup(func() { _ = x.Close() })
	return x
}

// OwnerURL is the superuser's address of a test's database.
func OwnerURL(t testing.TB, d *db.DB) string {
	t.Helper()
	srv, name := whose(t, d)
	return srv.ownerURL(name)
}

// AppURL is the app's address of a test's database, for a second pool or another process.
func AppURL(t testing.TB, d *db.DB) string {
	t.Helper()
	srv, name := whose(t, d)
	return srv.appURL(name)
}

func whose(t testing.TB, d *db.DB) (*server, string) {
	t.Helper()
	name, ok := names.Load(d)
	if !ok {
		t.Fatal("this database wasn't opened by testdb")
	}
	srv, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return srv, name.(string)
}

// drop takes the test's database away. The test's own context has ended by now.
func (s *server) drop(t testing.TB, d *db.DB, name string) {
	clocks.Delete(d)
	names.Delete(d)
	_ = d.Close() // whatever it says, FORCE ends what is left
	if err := s.exec(context.Background(), `DROP DATABASE IF EXISTS `+pq.QuoteIdentifier(name)+` WITH (FORCE)`); err != nil {
		t.Errorf("drop the test's database: %v", err)
	}
}

func (s *server) exec(ctx context.Context, statement string) error {
	return s.with(ctx, "postgres", func(x *sql.Conn) error {
		_, err := x.ExecContext(ctx, statement)
		return err
	})
}
