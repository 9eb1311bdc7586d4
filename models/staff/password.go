package staff

import (
	"context"
	"crypto/subtle"
	_ "embed" // the list of common passwords
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"fealty/models/fault"
)

// The cost of one hash (OWASP: argon2id, at least 19 MiB and two passes).
const (
	memoryKiB = 19 * 1024
	passes    = 2
	lanes     = 1
	saltBytes = 16
	hashBytes = 32
)

// The length of a password: in characters at least, in bytes at most.
const (
	MinPassword = 8
	MaxPassword = 256
)

// dummy is hashed against when nobody has the address, so that an unknown one
// takes as long as a known one. No password fits it.
const dummy = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

//go:embed common.txt
var common string

// Hasher hashes passwords, a few at a time, so that a flood of sign-ins can't
// take all memory.
type Hasher struct {
	seats  chan struct{}
	random io.Reader
}

// NewHasher makes a hasher that works on so many passwords at once.
func NewHasher(seats int, random io.Reader) *Hasher {
	return &Hasher{seats: make(chan struct{}, max(seats, 1)), random: random}
}

// Hash makes the text that is stored for a password.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltBytes)
	if _, err := io.ReadFull(h.random, salt); err != nil {
		return "", fmt.Errorf("hash a password: %w", err)
	}
	sum, err := h.sum(ctx, password, salt)
	if err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memoryKiB, passes, lanes,
		b64.EncodeToString(salt), b64.EncodeToString(sum)), nil
}

// Fits tells whether a password is the one that was hashed. An empty or unknown
// hash takes the same time and never fits.
func (h *Hasher) Fits(ctx context.Context, hash, password string) (bool, error) {
	salt, want, ok := split(hash)
	if !ok {
		salt, want, _ = split(dummy)
	}
	if len(password) > MaxPassword {
		password, ok = password[:MaxPassword], false
	}
	got, err := h.sum(ctx, password, salt)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(want, got) == 1 && ok, nil
}

func (h *Hasher) sum(ctx context.Context, password string, salt []byte) ([]byte, error) {
	select {
	case h.seats <- struct{}{}:
	case <-ctx.Done():
		return nil, fault.Wrap(fault.Unavailable, "unavailable", ctx.Err())
	}
	defer func() { <-h.seats }()
	return argon2.IDKey([]byte(password), salt, passes, memoryKiB, lanes, hashBytes), nil
}

func split(hash string) (salt, sum []byte, ok bool) {
	cost := fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$", argon2.Version, memoryKiB, passes, lanes)
	rest, ok := strings.CutPrefix(hash, cost)
	if !ok {
		return nil, nil, false
	}
	left, right, _ := strings.Cut(rest, "$")
	salt, saltErr := base64.RawStdEncoding.DecodeString(left)
	sum, sumErr := base64.RawStdEncoding.DecodeString(right)
	return salt, sum, saltErr == nil && sumErr == nil && len(salt) == saltBytes && len(sum) == hashBytes
}

// CheckNew tells why a password may not be chosen: fault.Invalid
// "password_short" (fewer than 8 characters), "password_long" (over 256 bytes)
// or "password_common" (breached, a run of keys, or little more than a word of
// the shop or the person: its name, the address). Nothing is asked of its
// composition.
func CheckNew(password string, words ...string) error {
	switch {
	case utf8.RuneCountInString(password) < MinPassword:
		return fault.New(fault.Invalid, "password_short", fault.Params{"min": MinPassword})
	case len(password) > MaxPassword:
		return fault.New(fault.Invalid, "password_long", fault.Params{"max": MaxPassword})
	case isCommon(strings.ToLower(password), words):
		return fault.New(fault.Invalid, "password_common")
	}
	return nil
}

func isCommon(password string, words []string) bool {
	if isRun(password) || strings.Contains("\n"+common, "\n"+password+"\n") {
		return true
	}
	rest := password
	for _, phrase := range append(words, "fealty", "password") {
		for _, word := range strings.FieldsFunc(strings.ToLower(phrase), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			if utf8.RuneCountInString(word) > 3 {
				rest = strings.ReplaceAll(rest, word, "")
			}
		}
	}
	return rest != password && utf8.RuneCountInString(rest) < MinPassword-2
}

// isRun tells whether every character is the one before it, or the next to it:
// aaaaaaaa, 12345678, hgfedcba.
func isRun(s string) bool {
	runes := []rune(s)
	for i := 2; i < len(runes); i++ {
		if step := runes[i] - runes[i-1]; step != runes[1]-runes[0] || step < -1 || step > 1 {
			return false
		}
	}
	return true
}
