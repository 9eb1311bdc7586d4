package localpg

import (
	"context"
	"fmt"
	"os"
	"syscall"
	"time"
)

// lockFile is a lock that the operating system gives up when its holder dies.
type lockFile struct{ file *os.File }

// lockExclusive waits for the lock until ctx ends.
func lockExclusive(ctx context.Context, path string) (*lockFile, error) {
	l, err := openLock(path)
	if err != nil {
		return nil, err
	}
	for {
		if l.try(syscall.LOCK_EX) {
			return l, nil
		}
		if err := pause(ctx, 50*time.Millisecond); err != nil {
			l.release()
			return nil, err
		}
	}
}

// lockShared marks this process as a user of the server. Only a Stop asks for the whole lock, and it holds the starters' lock
// as our caller does, so there is nothing to wait for.
func lockShared(path string) (*lockFile, error) {
	l, err := openLock(path)
	if err != nil {
		return nil, err
	}
	if !l.try(syscall.LOCK_SH) {
		l.release()
		return nil, fmt.Errorf("mark PostgreSQL as used: another process holds %s", path)
	}
	return l, nil
}

func openLock(path string) (*lockFile, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the lock: %w", err)
	}
	return &lockFile{f}, nil
}

func (l *lockFile) try(how int) bool {
	return syscall.Flock(int(l.file.Fd()), how|syscall.LOCK_NB) == nil
}

// alone takes the whole lock when nobody else holds a part of it.
func (l *lockFile) alone() bool { return l.try(syscall.LOCK_EX) }

func (l *lockFile) release() {
	if l != nil {
		_ = l.file.Close() // closing gives the lock back; nothing was written
	}
}
