package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"syscall"
)

// isLostConnection tells whether an error without an SQLSTATE means that the
// server can't be reached or did not answer in time.
func isLostConnection(err error) bool {
	var network net.Error
	for _, known := range []error{driver.ErrBadConn, sql.ErrConnDone, io.EOF, io.ErrUnexpectedEOF,
		context.DeadlineExceeded, syscall.ECONNREFUSED, syscall.ECONNRESET, syscall.EPIPE, syscall.ENOENT} {
		if errors.Is(err, known) {
			return true
		}
	}
	return errors.As(err, &network)
}
