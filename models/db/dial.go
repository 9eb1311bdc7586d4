package db

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
)

// usualSilence is a little longer than statement_timeout: a server that is there
// says something by then.
const usualSilence = 35 * time.Second

// connect opens the pool. lib/pq waits for an answer as long as the link stands,
// also after the context has ended, so a server that is silent but connected
// would keep its callers for ever; each read and write has an end of its own
// (R7).
func connect(ctx context.Context, dsn string, silence time.Duration) (*sqlx.DB, error) {
	connector, err := pq.NewConnector(dsn)
	if err != nil {
		return nil, fmt.Errorf("read the database address: %w", err)
	}
	if silence == 0 {
		silence = usualSilence
	}
	connector.Dialer(dialer{silence})
	x := sqlx.NewDb(sql.OpenDB(connector), "postgres")
	if err := x.PingContext(ctx); err != nil {
		_ = x.Close() // nothing is open
		return nil, fmt.Errorf("connect to PostgreSQL: %w", err)
	}
	return x, nil
}

// dialer makes links that don't wait for ever.
type dialer struct{ silence time.Duration }

// Dial connects without a context; lib/pq asks DialContext.
func (d dialer) Dial(network, address string) (net.Conn, error) {
	return d.DialContext(context.Background(), network, address)
}

// DialTimeout connects within a time.
func (d dialer) DialTimeout(network, address string, wait time.Duration) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), wait)
	defer cancel()
	return d.DialContext(ctx, network, address)
}

// DialContext connects within ten seconds.
func (d dialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	plain := net.Dialer{Timeout: 10 * time.Second}
	conn, err := plain.DialContext(ctx, network, address)
	if err != nil {
		return nil, err // the driver says what it was doing
	}
	return patient{conn, d.silence}, nil
}

// patient is a link whose reads and writes end.
type patient struct {
	net.Conn
	silence time.Duration
}

// Read waits for a word from the server, but not for ever.
func (p patient) Read(b []byte) (int, error) {
	if err := p.SetReadDeadline(time.Now().Add(p.silence)); err != nil {
		return 0, err
	}
	return p.Conn.Read(b)
}

// Write waits until the server takes what it is told, but not for ever.
func (p patient) Write(b []byte) (int, error) {
	if err := p.SetWriteDeadline(time.Now().Add(p.silence)); err != nil {
		return 0, err
	}
	return p.Conn.Write(b)
}
