package localpg

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func start(t *testing.T, dir string) *Server {
	t.Helper()
	s, err := Start(t.Context(), Options{DataDir: dir, Fast: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, s) })
	return s
}

func stop(t *testing.T, s *Server) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := s.Stop(ctx); err != nil {
		t.Error(err)
	}
}

// dataDir is a directory that PostgreSQL's user can reach; t.TempDir is closed to others.
func dataDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "fealty-localpg-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func query(t *testing.T, url, q string) string {
	t.Helper()
	d, err := sql.Open("postgres", url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	var s string
	if err := d.QueryRowContext(t.Context(), q).Scan(&s); err != nil {
		t.Fatalf("%s: %v", q, err)
	}
	return s
}

func TestTheFirstStartMakesAClusterAndLaterOnesKeepItsData(t *testing.T) {
	dir := dataDir(t)
	s := start(t, dir)
	if s.Joined {
		t.Error("the first start says it joined a server")
	}
	if err := s.EnsureDatabase(t.Context(), "fealty"); err != nil {
		t.Fatal(err)
	}
	query(t, s.OwnerURL("fealty"), `WITH x AS (SELECT set_config('a.b', 'c', false)) SELECT set_config FROM x`)
	d, err := sql.Open("postgres", s.OwnerURL("fealty"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.ExecContext(t.Context(), `CREATE TABLE kept AS SELECT 'yes' AS word`); err != nil {
		t.Fatal(err)
	}
	_ = d.Close()
	owner := s.OwnerURL("fealty")
	stop(t, s)

	again := start(t, dir)
	if again.Joined || again.OwnerURL("fealty") != owner {
		t.Errorf("restarted: joined %v, %s and not %s", again.Joined, again.OwnerURL("fealty"), owner)
	}
	if err := again.EnsureDatabase(t.Context(), "fealty"); err != nil {
		t.Fatal(err)
	}
	if got := query(t, again.OwnerURL("fealty"), `SELECT word FROM kept`); got != "yes" {
		t.Errorf("after a restart the table holds %q", got)
	}
}

func TestASecondStartJoinsAndOnlyTheLastOneStops(t *testing.T) {
	dir := dataDir(t)
	first := start(t, dir)
	second := start(t, dir)
	if !second.Joined {
		t.Fatal("the second start didn't join")
	}
	stop(t, first)
	if got := query(t, second.AppURL("postgres"), `SELECT current_user`); got != "fealty_app" {
		t.Errorf("beside a stopped starter, the app is %q", got)
	}
	stop(t, second)
	if on, err := first.cluster.running(t.Context()); err != nil || !on {
		t.Errorf("a joiner stopped a server that it hadn't started: %v, %v", on, err)
	}
	if err := first.cluster.stop(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestManyStartersAtOnceMakeOneServer(t *testing.T) {
	dir := dataDir(t)
	var wg sync.WaitGroup
	servers, errs := make([]*Server, 4), make([]error, 4)
	for i := range servers {
		wg.Go(func() { servers[i], errs[i] = Start(t.Context(), Options{DataDir: dir, Fast: true}) })
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	var starter *Server
	for _, s := range servers {
		if s.Joined {
			stop(t, s)
			continue
		}
		if starter != nil {
			t.Error("two starters think they started the server")
		}
		starter = s
	}
	stop(t, starter)
	if on, err := starter.cluster.running(t.Context()); err != nil || on {
		t.Errorf("the last user stopped, and the server runs: %v, %v", on, err)
	}
}

func TestAClusterOfAnotherMajorVersionIsRefusedUntouched(t *testing.T) {
	dir := dataDir(t)
	s := start(t, dir)
	stop(t, s)
	file := filepath.Join(dir, "postgres", "PG_VERSION")
	if err := os.WriteFile(file, []byte("9999\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Start(t.Context(), Options{DataDir: dir})
	if !errors.Is(err, ErrOtherMajor) || !strings.Contains(err.Error(), "9999") {
		t.Errorf("another major version gives %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "postgres", "base")); err != nil {
		t.Errorf("the refused cluster was touched: %v", err)
	}
}

func TestALongPathGetsAShortSocket(t *testing.T) {
	dir := filepath.Join(dataDir(t), strings.Repeat("a-long-name-", 8), "with 'quotes' and spaces")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	s := start(t, dir)
	if s.madeDir == "" || !fits(s.socket) {
		t.Fatalf("the socket of %s is in %s", dir, s.socket)
	}
	if joined := start(t, dir); joined.socket != s.socket || query(t, joined.AppURL("postgres"), `SELECT 'here'`) != "here" {
		t.Errorf("the joiner looks for the socket in %s, it is in %s", joined.socket, s.socket)
	}
}

func TestAPathThatPostgreSQLCannotTakeIsRefused(t *testing.T) {
	for _, odd := range []string{`"`, "$HOME", "`id`", `\`, "\n"} {
		_, err := Start(t.Context(), Options{DataDir: filepath.Join(t.TempDir(), odd)})
		if err == nil || !strings.Contains(err.Error(), "DATA_DIR") {
			t.Errorf("a directory named %q gives %v", odd, err)
		}
	}
}

func TestAServerKilledHardStartsAgain(t *testing.T) {
	dir := dataDir(t)
	s := start(t, dir)
	kill(t, s)
	again := start(t, dir)
	if query(t, again.AppURL("postgres"), `SELECT 'here'`) != "here" {
		t.Error("no answer after a crash")
	}
}
