// Command testserver runs a command beside a private PostgreSQL for tests, and stops it afterwards:
//
//	go run ./config/localpg/testserver -- go test ./...
//
// The cluster lies in var/testserver and is fast, not durable.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"fealty/config/localpg"
)

func main() {
	code, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "testserver:", err)
		code = max(code, 1)
	}
	os.Exit(code)
}

func run(args []string) (code int, err error) {
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		return 2, errors.New("name a command to run: testserver -- go test ./...")
	}
	ctx, end := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer end()
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	pg, err := localpg.Start(ctx, localpg.Options{DataDir: filepath.Join("var", "testserver"), Log: log, Fast: true})
	if err != nil {
		return 1, err
	}
	defer func() {
		stopping, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		err = errors.Join(err, pg.Stop(stopping))
	}()
	return beside(ctx, pg, args)
}

// beside runs the command with the server's addresses and gives its exit code.
func beside(ctx context.Context, pg *localpg.Server, args []string) (int, error) {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...) //nolint:gosec // running a command is what it is for
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Env = append(os.Environ(), "FEALTY_TEST_PG="+pg.OwnerURL("postgres"), "FEALTY_TEST_PG_APP="+pg.AppURL("postgres"))
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 30 * time.Second
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return max(exit.ExitCode(), 1), nil
	}
	return 0, err
}
