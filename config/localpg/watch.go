package localpg

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// watchPace is how often the server is looked at.
const watchPace = time.Second

// Watch starts the server again, at the same address, whenever it dies without being told to. Stop ends the watch. Call it once.
func (s *Server) Watch() {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	s.unwatch = func() { cancel(); <-done }
	go func() {
		defer close(done)
		for pause(ctx, watchPace) == nil {
			if !listens(ctx, s.socket) {
				s.revive(ctx)
			}
		}
	}()
}

// revive starts the server unless another process did. What fails is tried again at the next look.
func (s *Server) revive(ctx context.Context) {
	starting, err := lockExclusive(ctx, startLock(s.dataDir))
	if err != nil {
		return // told to stop
	}
	defer starting.release()
	s.cluster.reap()
	on, err := s.cluster.running(ctx)
	if on || err != nil || ctx.Err() != nil {
		return // it is starting, or still dying
	}
	s.log.Warn("the private PostgreSQL is gone; starting it again", "dir", s.cluster.dir)
	if err := s.cluster.start(ctx, s.socket, s.fast); err != nil {
		s.log.Error("the private PostgreSQL can't be started again", "error", err)
		return
	}
	s.Joined = false
	s.log.Info("the private PostgreSQL is back")
}

// reap lets a dead server go. Where Fealty is a container's first process it is the parent of all orphans, and one that nobody
// waits for looks alive.
func (c cluster) reap() {
	text, err := os.ReadFile(filepath.Join(c.dir, "postmaster.pid"))
	if err != nil {
		return
	}
	first, _, _ := strings.Cut(string(text), "\n")
	if pid, err := strconv.Atoi(first); err == nil && pid > 1 {
		_, _ = syscall.Wait4(pid, nil, syscall.WNOHANG, nil) // an error means that it is no child of ours
	}
}
