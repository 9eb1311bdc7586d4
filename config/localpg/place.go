package localpg

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// sharedHome holds the clusters of data directories that the server's user can't reach.
const sharedHome = "/var/lib/fealty-postgres"

// longestSocket is how long a socket's path may be: 103 bytes and the closing zero on macOS, a little more on Linux.
const longestSocket = 103

// systemLocale is what remains for the operating system to decide beside ICU.
var systemLocale = map[bool]string{false: "C.UTF-8", true: "en_US.UTF-8"}[runtime.GOOS == "darwin"]

// locate decides where the cluster of a data directory lies, and remembers it when that is elsewhere.
func locate(ctx context.Context, dataDir string, as runner) (string, error) {
	memory := filepath.Join(dataDir, "postgres.location")
	text, err := os.ReadFile(memory)
	if err == nil {
		return strings.TrimSpace(string(text)), nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("read where the cluster lies: %w", err)
	}
	inside := filepath.Join(dataDir, "postgres")
	if _, err := os.Stat(inside); err == nil || as.reaches(ctx, dataDir) {
		return inside, nil
	}
	sum := sha256.Sum256([]byte(dataDir))
	elsewhere := filepath.Join(sharedHome, hex.EncodeToString(sum[:4]))
	if err := os.MkdirAll(sharedHome, 0o711); err != nil {
		return "", fmt.Errorf("make %s: %w", sharedHome, err)
	}
	if err := os.WriteFile(memory, []byte(elsewhere+"\n"), 0o600); err != nil {
		return "", fmt.Errorf("remember where the cluster lies: %w", err)
	}
	return elsewhere, nil
}

// socketDir is where the socket goes: into the cluster, which is closed to others, or where that path is too long into a
// temporary directory (returned twice, because Stop takes it away).
func (c cluster) socketDir(ctx context.Context) (dir, made string, err error) {
	if fits(c.dir) {
		return c.dir, "", nil
	}
	for _, base := range []string{os.TempDir(), "/tmp"} {
		if !fits(filepath.Join(base, "fealty-pg-0123456789")) || !c.as.reaches(ctx, base) {
			continue
		}
		if made, err = os.MkdirTemp(base, "fealty-pg-"); err == nil {
			return made, made, c.as.own(made)
		}
	}
	return "", "", fmt.Errorf("no directory short enough for PostgreSQL's socket (%d bytes): %w", longestSocket, err)
}

func fits(dir string) bool { return len(filepath.Join(dir, ".s.PGSQL."+port)) <= longestSocket }

// runningSocket reads where the running server's socket is: the fifth line of its pid file.
func (c cluster) runningSocket() (string, error) {
	text, err := os.ReadFile(filepath.Join(c.dir, "postmaster.pid"))
	if err != nil {
		return "", fmt.Errorf("find the running server's socket: %w", err)
	}
	lines := strings.Split(string(text), "\n")
	if len(lines) < 5 || !filepath.IsAbs(lines[4]) {
		return "", fmt.Errorf("find the running server's socket: %s/postmaster.pid doesn't name it", c.dir)
	}
	return lines[4], nil
}
