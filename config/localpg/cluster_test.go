package localpg

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// kill ends the postmaster as a crash would.
func kill(t *testing.T, s *Server) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(s.cluster.dir, "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.SplitN(string(text), "\n", 2)[0])
	if err != nil || pid <= 1 {
		t.Fatalf("pid %d: %v", pid, err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}

func TestTheClusterIsClosedToOthersAndSpeaksICU(t *testing.T) {
	dir := dataDir(t)
	s := start(t, dir)
	for file, want := range map[string]os.FileMode{"postgres": 0o700 | os.ModeDir, "postgres.passwords": 0o600} {
		info, err := os.Stat(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode() != want {
			t.Errorf("%s has mode %v, not %v", file, info.Mode(), want)
		}
	}
	for q, want := range map[string]string{
		`SELECT datlocprovider::text || daticulocale FROM pg_database WHERE datname = 'template1'`: "iund",
		`SHOW server_encoding`:  "UTF8",
		`SHOW listen_addresses`: "",
		`SHOW TimeZone`:         "UTC",
		`SELECT count(*) FROM pg_roles WHERE rolname LIKE 'fealty\_%' AND rolcanlogin`: "1",
		`SELECT rolsuper FROM pg_roles WHERE rolname = 'fealty_app'`:                   "false",
	} {
		if got := query(t, s.OwnerURL("postgres"), q); got != want {
			t.Errorf("%s gives %q, not %q", q, got, want)
		}
	}
}

func TestLostPasswordsAreSaidPlainly(t *testing.T) {
	dir := dataDir(t)
	s := start(t, dir)
	stop(t, s)
	if err := os.Remove(filepath.Join(dir, "postgres.passwords")); err != nil {
		t.Fatal(err)
	}
	if _, err := Start(t.Context(), Options{DataDir: dir}); err == nil || !strings.Contains(err.Error(), "gone") {
		t.Errorf("without passwords: %v", err)
	}
}

func TestAVanishedClusterIsNotReplacedByAnEmptyOne(t *testing.T) {
	dir := dataDir(t)
	s := start(t, dir)
	stop(t, s)
	if err := os.Rename(filepath.Join(dir, "postgres"), filepath.Join(dir, "elsewhere")); err != nil {
		t.Fatal(err)
	}
	if _, err := Start(t.Context(), Options{DataDir: dir}); err == nil || !strings.Contains(err.Error(), "mounted") {
		t.Errorf("without the cluster: %v", err)
	}
	if err := os.Rename(filepath.Join(dir, "elsewhere"), filepath.Join(dir, "postgres")); err != nil {
		t.Fatal(err)
	}
	start(t, dir)
}

func TestAStartKilledBeforeItKeptThePasswordsIsMended(t *testing.T) {
	dir := dataDir(t)
	s := start(t, dir)
	stop(t, s)
	if err := os.Rename(passwordFile(dir), waitingFile(dir)); err != nil {
		t.Fatal(err)
	}
	if again := start(t, dir); query(t, again.AppURL("postgres"), `SELECT 'here'`) != "here" {
		t.Error("no answer")
	}
}

func TestBinariesAreChosenByTheClustersVersion(t *testing.T) {
	all := []binaries{{"/b/17", 17}, {"/b/15", 15}}
	if b, err := choose(all, 0, ""); err != nil || b.major != 17 {
		t.Errorf("a new cluster gets %v, %v", b, err)
	}
	if b, err := choose(all, 15, ""); err != nil || b.major != 15 {
		t.Errorf("a cluster of 15 gets %v, %v", b, err)
	}
	if _, err := choose(all, 16, "/d"); !errors.Is(err, ErrOtherMajor) || !strings.Contains(err.Error(), "15 in /b/15") {
		t.Errorf("a cluster of 16 gets %v", err)
	}
	if _, err := choose(nil, 0, ""); !errors.Is(err, ErrNoBinaries) {
		t.Errorf("without binaries: %v", err)
	}
}

func TestAUserWhoCannotReachTheDataGetsAnotherHome(t *testing.T) {
	dir := t.TempDir() // 0755 below, closed above
	closed := filepath.Join(dir, "closed")
	if err := os.Mkdir(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	as := runner{drop: true, uid: 65534, gid: 65534}
	if os.Geteuid() != 0 {
		t.Skip("only root changes users")
	}
	if as.reaches(t.Context(), closed) {
		t.Error("nobody reaches a closed directory")
	}
	if !as.reaches(t.Context(), "/tmp") {
		t.Error("nobody can't reach /tmp")
	}
}
