package localpg

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// passwords of the cluster's two login roles, kept in DataDir/postgres.passwords.
type passwords struct {
	Owner string `json:"postgres"`
	App   string `json:"fealty_app"`
}

// makePasswords writes new passwords before there is a cluster; ones left from an interrupted start serve as well.
func makePasswords(file string) (passwords, error) {
	old, err := readFile(file)
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return old, err
	}
	p := passwords{Owner: rand.Text(), App: rand.Text()}
	text, err := json.Marshal(p)
	if err != nil {
		return p, fmt.Errorf("write the cluster's passwords: %w", err)
	}
	if err := os.WriteFile(file+".new", append(text, '\n'), 0o600); err != nil {
		return p, fmt.Errorf("write the cluster's passwords: %w", err)
	}
	if err := os.Rename(file+".new", file); err != nil {
		return p, fmt.Errorf("write the cluster's passwords: %w", err)
	}
	return p, nil
}

func readPasswords(file, dir string) (passwords, error) {
	p, err := readFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return p, fmt.Errorf("the cluster in %s is there, but its passwords in %s are gone: put the file back from a backup, "+
			"or connect with DATABASE_URL", dir, file)
	}
	return p, err
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
