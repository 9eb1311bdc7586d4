package config

import (
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
)

// secretBytes is how long the secret that Fealty makes is.
const secretBytes = 32

// Secret is a text that no log and no message shows.
type Secret string

const hidden = "***"

// Reveal gives the text itself, for the one place that needs it.
func (s Secret) Reveal() string { return string(s) }

// String hides the text.
func (s Secret) String() string { return hidden }

// GoString hides the text from %#v.
func (s Secret) GoString() string { return hidden }

// Format hides the text from every verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(hidden)) }

// LogValue hides the text from slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalText hides the text from JSON.
func (s Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// Key derives a key of 32 bytes for one purpose ("sessions", "csrf", "voucher lookup", …) from the master secret (HKDF-SHA256,
// RFC 5869). The same purpose always gives the same key.
func (c *Config) Key(purpose string) []byte {
	key, err := hkdf.Key(sha256.New, c.secret, nil, "fealty "+purpose, sha256.Size)
	if err != nil {
		// Only a length above 255 hashes fails, and ours is one.
		panic(fmt.Sprintf("derive the key for %s: %v", purpose, err))
	}
	return key
}

// openSecret reads DATA_DIR/secret, and makes it when there is none.
func (c *Config) openSecret() error {
	if len(c.secret) > 0 {
		return nil
	}
	file := filepath.Join(c.DataDir, "secret")
	err := makeSecret(file)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("make the secret: %w", err)
	}
	if c.secret, err = os.ReadFile(file); err != nil {
		return fmt.Errorf("read the secret: %w", err)
	}
	if len(c.secret) < secretBytes {
		return fmt.Errorf("read the secret: %s has %d bytes and should have %d; put the right file back from a backup", file, len(c.secret), secretBytes)
	}
	return nil
}

// makeSecret writes a whole secret under another name first, so that two starters at once agree on one and a crash leaves none by
// half. The error is fs.ErrExist when there is one.
func makeSecret(file string) error {
	if _, err := os.Stat(file); err == nil {
		return fs.ErrExist
	}
	// The private PostgreSQL's user passes through this directory.
	if err := os.MkdirAll(filepath.Dir(file), 0o711); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(file), "secret-new-") // 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }()
	secret := make([]byte, secretBytes)
	_, _ = rand.Read(secret) // never fails
	_, err = f.Write(secret)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Link(f.Name(), file)
}
