package localpg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// cluster is a data directory together with the binaries and the user that serve it.
type cluster struct {
	dir string
	bin binaries
	as  runner
}

// find decides where the cluster lies, who runs it and with which binaries; it changes nothing but postgres.location.
func find(ctx context.Context, o Options) (cluster, error) {
	c := cluster{}
	as, err := serverUser()
	if err != nil {
		return c, err
	}
	if c.dir, err = locate(ctx, o.DataDir, as); err != nil {
		return c, err
	}
	major := 0
	if c.exists() {
		if major, err = c.version(); err != nil {
			return c, err
		}
		if as, err = ownerOf(c.dir, as); err != nil {
			return c, err
		}
	}
	c.as = as
	c.bin, err = choose(installed(ctx), major, c.dir)
	return c, err
}

func (c cluster) exists() bool {
	_, err := os.Stat(c.dir)
	return err == nil
}

func (c cluster) version() (int, error) {
	text, err := os.ReadFile(filepath.Join(c.dir, "PG_VERSION"))
	if err != nil {
		return 0, fmt.Errorf("read the version of the cluster in %s (is it a PostgreSQL data directory?): %w", c.dir, err)
	}
	major, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return 0, fmt.Errorf("read the version of the cluster in %s: %w", c.dir, err)
	}
	return major, nil
}

// init makes the cluster beside its place and moves it there when it is whole, so that a kill half-way leaves no half cluster.
func (c cluster) init(ctx context.Context, p passwords, fast bool) error {
	fresh, err := os.MkdirTemp(filepath.Dir(c.dir), "postgres-new-")
	if err != nil {
		return fmt.Errorf("make the cluster's directory: %w", err)
	}
	if err := c.as.own(fresh); err != nil {
		return err
	}
	secret, err := c.as.secretFile(fresh+".password", p.Owner)
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(secret) }()
	args := []string{
		"-D", fresh, "-U", "postgres", "-A", "scram-sha-256", "--pwfile=" + secret, "-E", "UTF8",
		"--locale-provider=icu", "--icu-locale=und", "--locale=" + systemLocale, "--data-checksums",
	}
	if fast {
		args = append(args, "--no-sync")
	}
	if err := c.as.run(ctx, c.bin.path("initdb"), args...); err != nil {
		return err
	}
	if err := appendConf(fresh); err != nil {
		return err
	}
	if err := os.Rename(fresh, c.dir); err != nil {
		return fmt.Errorf("put the new cluster in its place: %w", err)
	}
	return nil
}

// appendConf adds our settings to the end of postgresql.conf, where the operator can change them later.
func appendConf(dir string) error {
	f, err := os.OpenFile(filepath.Join(dir, "postgresql.conf"), os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("open the cluster's settings: %w", err)
	}
	_, err = f.WriteString(settings)
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("write the cluster's settings: %w", err)
	}
	return nil
}

func (c cluster) running(ctx context.Context) (bool, error) {
	err := c.as.run(ctx, c.bin.path("pg_ctl"), "status", "-D", c.dir)
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 3 { // pg_ctl's code for "not running"
		return false, nil
	}
	return err == nil, err
}

func (c cluster) start(ctx context.Context, socket string, fast bool) error {
	args := []string{
		"start", "-w", "-t", "300", "-D", c.dir, "-l", filepath.Join(c.dir, "server.log"),
		"-o", c.startSettings(socket, fast),
	}
	var err error
	// After kill -9 the old backends hold the shared memory for a moment.
	for range 20 {
		if err = c.as.run(ctx, c.bin.path("pg_ctl"), args...); err == nil {
			return nil
		}
		if !strings.Contains(c.logTail(), "pre-existing shared memory block") || ctx.Err() != nil {
			break
		}
		time.Sleep(250 * time.Millisecond)
	}
	return fmt.Errorf("start PostgreSQL in %s: %w; its log ends with:\n%s", c.dir, err, c.logTail())
}

func (c cluster) logTail() string {
	text, err := os.ReadFile(filepath.Join(c.dir, "server.log"))
	if err != nil {
		return "(no log)"
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return strings.Join(lines[max(0, len(lines)-8):], "\n")
}

func (c cluster) stop(ctx context.Context) error {
	err := c.as.run(ctx, c.bin.path("pg_ctl"), "stop", "-w", "-t", "60", "-m", "fast", "-D", c.dir)
	if err == nil {
		return nil
	}
	if on, statusErr := c.running(ctx); statusErr == nil && !on {
		return nil
	}
	return fmt.Errorf("stop PostgreSQL in %s: %w", c.dir, err)
}
