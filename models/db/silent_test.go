package db_test

import (
	"context"
	"io"
	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/fault"
)

// link stands between the app and PostgreSQL, and can go silent: both ends stay connected, and nothing passes.
type link struct {
	listener net.Listener
	silent   atomic.Bool
	mu       sync.Mutex
	conns    []net.Conn
}

func newLink(t *testing.T, network, target string) *link {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &link{listener: listener}
	go l.accept(network, target)
	t.Cleanup(func() { _ = listener.Close(); l.cut() })
	return l
}

func (l *link) accept(network, target string) {
	for {
		near, err := l.listener.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial(network, target)
		if err != nil {
			_ = near.Close()
			continue
		}
		l.mu.Lock()
		l.conns = append(l.conns, near, far)
		l.mu.Unlock()
		go l.pass(near, far)
		go l.pass(far, near)
	}
}

// pass copies until one end closes. What is read in silence is lost.
func (l *link) pass(to io.Writer, from io.Reader) {
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		if err != nil {
			l.cut()
			return
		}
		if l.silent.Load() {
			continue
		}
		if _, err := to.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// cut resets all links.
func (l *link) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range l.conns {
		_ = c.Close()
	}
	l.conns = nil
}

// through opens the pool over a link to the test's database.
func through(t *testing.T, patience time.Duration) (*db.DB, *link) {
	t.Helper()
	address, err := url.Parse(testdb.AppURL(t, testdb.Open(t)))
	if err != nil {
		t.Fatal(err)
	}
	q := address.Query()
	network, target := "tcp", address.Host
	if dir := q.Get("host"); dir != "" {
		network, target = "unix", dir+"/.s.PGSQL."+q.Get("port")
	}
	l := newLink(t, network, target)
	q.Del("host")
	q.Del("port")
	address.Host, address.RawQuery = l.listener.Addr().String(), q.Encode()
	d, err := db.Open(t.Context(), address.String(), db.Options{Connections: 2, Silence: patience})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d, l
}

func write(ctx context.Context, d *db.DB) error {
	return db.InTx(ctx, d, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO limits (key, starts_at, count, expires_at) VALUES ('x', $1, 1, $1) ON CONFLICT (key, starts_at) DO UPDATE SET count = 2`, tx.Now)
		return err
	})
}

func TestASilentDatabaseIsGivenUpAndFoundAgain(t *testing.T) {
	d, l := through(t, time.Second)
	if err := write(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	l.silent.Store(true)
	for range 3 {
		ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
		started := time.Now()
		var one int
		for name, err := range map[string]error{"a write": write(ctx, d), "a read": d.Get(ctx, &one, `SELECT 1`)} {
			if !db.IsUnavailable(err) && fault.KindOf(err) != fault.Unavailable {
				t.Errorf("%s in silence answers %v", name, err)
			}
		}
		if took := time.Since(started); took > 4*time.Second {
			t.Errorf("it took %v to give up", took)
		}
		cancel()
	}
	l.silent.Store(false)
	l.cut()
	back := time.Now()
	for write(t.Context(), d) != nil {
		if time.Since(back) > 2*time.Second {
			t.Fatal("two seconds after its return the database is not found again")
		}
	}
	t.Logf("first success %v after its return", time.Since(back).Round(time.Millisecond))
}

func TestLinksThatWereCutAreReplaced(t *testing.T) {
	d, l := through(t, time.Second)
	for range 5 {
		if err := write(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		l.cut()
		_ = write(t.Context(), d) // a link may be found dead only by using it
	}
	if err := write(t.Context(), d); err != nil {
		t.Errorf("after a cut link comes %v", err)
	}
}
