package localpg

import (
	"database/sql"
	"testing"
	"time"
)

// answersWithin waits until the server answers at an address that was known before.
func answersWithin(t *testing.T, url string, wait time.Duration) time.Duration {
	t.Helper()
	d, err := sql.Open("postgres", url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	started := time.Now()
	for d.PingContext(t.Context()) != nil {
		if time.Since(started) > wait {
			t.Fatalf("no answer %v after the crash", wait)
		}
		time.Sleep(20 * time.Millisecond)
	}
	return time.Since(started)
}

// durable starts a server that loses nothing in a crash.
func durable(t *testing.T, dir string) *Server {
	t.Helper()
	s, err := Start(t.Context(), Options{DataDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, s) })
	return s
}

func TestAServerThatDiesIsStartedAgainAtItsAddressByOneOfItsWatchers(t *testing.T) {
	dir := dataDir(t)
	first, second := durable(t, dir), durable(t, dir)
	first.Watch()
	second.Watch()
	for range 2 {
		kill(t, first)
		took := answersWithin(t, second.AppURL("postgres"), 20*time.Second)
		t.Logf("an answer %v after the crash", took.Round(time.Millisecond))
	}
	stop(t, first)
	answersWithin(t, second.AppURL("postgres"), 5*time.Second)
	stop(t, second)
	// Who only joined leaves a server running; nobody watches it any more.
	if on, err := second.cluster.running(t.Context()); err == nil && on {
		kill(t, second)
	}
	time.Sleep(2 * watchPace)
	if on, err := second.cluster.running(t.Context()); err != nil || on {
		t.Errorf("a watch went on after Stop: %v %v", on, err)
	}
}
