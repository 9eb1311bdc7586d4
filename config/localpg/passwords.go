package localpg

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// passwords of the cluster's two login roles, kept in DataDir/postgres.passwords.
type passwords struct {
	Owner string `json:"postgres"`
	App   string `json:"fealty_app"`
}

func passwordFile(dataDir string) string { return filepath.Join(dataDir, "postgres.passwords") }

// A new cluster's passwords wait here until the cluster stands, so that the file itself says that there is one.
func waitingFile(dataDir string) string { return passwordFile(dataDir) + ".new" }

// newPasswords makes passwords for a cluster that is about to be made, or takes those that an interrupted start left.
func newPasswords(dataDir, cluster string) (passwords, error) {
	if _, err := os.Stat(passwordFile(dataDir)); err == nil {
		return passwords{}, fmt.Errorf("there was a cluster in %s, and it is gone: is its disk mounted? To begin with an empty one, move %s away",
			cluster, passwordFile(dataDir))
	}
	p, err := readFile(waitingFile(dataDir))
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return p, err
	}
	p = passwords{Owner: rand.Text(), App: rand.Text()}
	text, err := json.Marshal(p)
	if err != nil {
		return p, fmt.Errorf("write the cluster's passwords: %w", err)
	}
	half := waitingFile(dataDir) + ".half"
	if err := os.WriteFile(half, append(text, '\n'), 0o600); err != nil {
		return p, fmt.Errorf("write the cluster's passwords: %w", err)
	}
	return p, moveFile(half, waitingFile(dataDir))
}

// keepPasswords makes the waiting passwords those of the cluster.
func keepPasswords(dataDir string) error {
	return moveFile(waitingFile(dataDir), passwordFile(dataDir))
}

func moveFile(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return fmt.Errorf("write the cluster's passwords: %w", err)
	}
	return nil
}

// readPasswords reads those of an existing cluster; a start that was killed after making it left them waiting.
func readPasswords(dataDir, cluster string) (passwords, error) {
	p, err := readFile(passwordFile(dataDir))
	if !errors.Is(err, fs.ErrNotExist) {
		return p, err
	}
	if keepPasswords(dataDir) == nil {
		return readFile(passwordFile(dataDir))
	}
	return p, fmt.Errorf("the cluster in %s is there, but its passwords in %s are gone: put the file back from a backup, "+
		"or connect with DATABASE_URL", cluster, passwordFile(dataDir))
}

func readFile(file string) (passwords, error) {
	var p passwords
	text, err := os.ReadFile(file)
	if err != nil {
		return p, fmt.Errorf("read the cluster's passwords: %w", err)
	}
	if err := json.Unmarshal(text, &p); err != nil {
		return p, fmt.Errorf("read the cluster's passwords in %s: %w", file, err)
	}
	if p.Owner == "" || p.App == "" {
		return p, fmt.Errorf("read the cluster's passwords: %s should hold one for postgres and one for fealty_app", file)
	}
	return p, nil
}
