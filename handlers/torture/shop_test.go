package torture

import (
	"bytes"
	"context"
	"encoding/json"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"fealty/config/localpg"
	"fealty/handlers/cli"
	"fealty/models/db"
)

// asProgram makes this test's binary be fealty itself, so that there is a process to kill.
const asProgram = "FEALTY_TORTURE_RUN"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) == "" {
		os.Exit(m.Run())
	}
	os.Exit(cli.Run(context.Background(), os.Args[1:], cli.Env{Getenv: os.Getenv, Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr}))
}

// shop is fealty in a process of its own, on a private PostgreSQL that keeps what it is told.
type shop struct {
	*testing.T
	dir, address, key string
	mu                sync.Mutex
	process           *exec.Cmd
	printed           bytes.Buffer
}

func openShop(t *testing.T) *shop {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "fealty-torture-") // PostgreSQL's user can't reach t.TempDir
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o711); err != nil { // secrets inside are closed
		t.Fatal(err)
	}
	s := &shop{T: t, dir: dir, address: freePort(t)}
	t.Cleanup(s.close)
	s.start()
	s.waitReady(60 * time.Second)
	s.key = strings.TrimSpace(s.run("key", "add", "the load"))
	return s
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

func (s *shop) command(args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...) // our own binary, killed by hand
	cmd.Env = append(os.Environ(), asProgram+"=1", "DATA_DIR="+s.dir, "LISTEN="+s.address, "BASE_URL=http://"+s.address, "LOG_LEVEL=warn",
		"DATABASE_URL=", "DATABASE_OWNER_URL=")
	return cmd
}

// run runs a command to its end and gives what it printed.
func (s *shop) run(args ...string) string {
	s.Helper()
	var out, complaints bytes.Buffer
	cmd := s.command(args...)
	cmd.Stdout, cmd.Stderr = &out, &complaints
	if err := cmd.Run(); err != nil {
		s.Fatalf("fealty %s: %v\n%s%s", strings.Join(args, " "), err, out.String(), complaints.String())
	}
	return out.String()
}

func (s *shop) start() {
	s.Helper()
	cmd := s.command("serve", "-no-demo")
	cmd.Stdout, cmd.Stderr = &s.printed, &s.printed
	if err := cmd.Start(); err != nil {
		s.Fatal(err)
	}
	s.mu.Lock()
	s.process = cmd
	s.mu.Unlock()
}

// killProgram kills fealty with -9 and waits until it is gone.
func (s *shop) killProgram() {
	s.mu.Lock()
	defer s.mu.Unlock()
	_ = s.process.Process.Kill()
	_ = s.process.Wait() // killed is what it should say
}

// signalServer sends a signal to the postmaster: SIGKILL, or SIGQUIT for its immediate stop.
func (s *shop) signalServer(signal syscall.Signal) {
	s.Helper()
	text, err := os.ReadFile(filepath.Join(s.cluster(), "postmaster.pid"))
	if err != nil {
		return // it is down already
	}
	first, _, _ := strings.Cut(string(text), "\n")
	if pid, err := strconv.Atoi(first); err == nil && pid > 1 {
		_ = syscall.Kill(pid, signal) // it may be gone
	}
}

// cluster is where the private PostgreSQL keeps its data.
func (s *shop) cluster() string {
	if text, err := os.ReadFile(filepath.Join(s.dir, "postgres.location")); err == nil {
		return strings.TrimSpace(string(text))
	}
	return filepath.Join(s.dir, "postgres")
}

// isReady asks the program whether it can serve.
func (s *shop) isReady() bool {
	response, err := (&http.Client{Timeout: 3 * time.Second}).Get("http://" + s.address + "/readyz")
	if err != nil {
		return false
	}
	_ = response.Body.Close()
	return response.StatusCode == http.StatusOK
}

func (s *shop) waitReady(patience time.Duration) {
	s.Helper()
	for until := time.Now().Add(patience); !s.isReady(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(until) {
			s.Fatalf("not ready after %v:\n%s", patience, s.printed.String())
		}
	}
}

// close ends everything, also after a failure half-way.
func (s *shop) close() {
	s.mu.Lock()
	if s.process != nil && s.process.ProcessState == nil {
		_ = s.process.Process.Kill()
		_ = s.process.Wait()
	}
	s.mu.Unlock()
	s.signalServer(syscall.SIGQUIT)
	time.Sleep(500 * time.Millisecond)
	_ = os.RemoveAll(s.cluster())
	_ = os.RemoveAll(s.dir)
}

// book opens the shop's database beside the program.
func (s *shop) book() *db.DB {
	s.Helper()
	server, err := localpg.Start(s.Context(), localpg.Options{DataDir: s.dir})
	if err != nil {
		s.Fatal(err)
	}
	d, err := db.Open(s.Context(), server.AppURL("fealty"), db.Options{})
	if err != nil {
		s.Fatal(err)
	}
	s.Cleanup(func() { _ = d.Close() })
	return d
}

// read gives one value of an answer's JSON.
func read(t *testing.T, body, name string) any {
	t.Helper()
	var whole map[string]any
	if err := json.Unmarshal([]byte(body), &whole); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return whole[name]
}
