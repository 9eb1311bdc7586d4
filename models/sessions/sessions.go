package sessions

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"time"

	"fealty/models/ids"
)

// Kinds of session.
const (
	OfMember = "member"
	OfStaff  = "staff"
)

// Session is one signed-in browser. Nobody who is only visiting has one.
type Session struct {
	// IDHash is the SHA-256 of the id that stands in the cookie.
	IDHash    []byte     `db:"id_hash"`
	Kind      string     `db:"kind"`
	MemberID  ids.Member `db:"member_id"`
	StaffID   ids.Staff  `db:"staff_id"`
	Data      []byte     `db:"data"`
	CreatedAt time.Time  `db:"created_at"`
	SeenAt    time.Time  `db:"seen_at"`
	// ExpiresAt is the end however busy the session is.
	ExpiresAt time.Time `db:"expires_at"`
	// ProvedAt is when somebody last proved to be there with more than a cookie: a
	// second factor, a code. Nil is never.
	ProvedAt *time.Time `db:"proved_at"`
	// Device is a few words on the browser, Address the prefix of where it signed
	// in from.
	Device  string `db:"device"`
	Address string `db:"address"`
}

// ProofLife is how long a proof counts for acts that ask for one (R11).
const ProofLife = 10 * time.Minute

// IsFresh tells whether somebody has proved to be there lately.
func (s Session) IsFresh(at time.Time) bool {
	return s.ProvedAt != nil && at.Before(s.ProvedAt.Add(ProofLife))
}

// Proved is the session of somebody who has just proved to be there.
func (s Session) Proved(at time.Time) Session {
	s.ProvedAt = &at
	return s
}

// Handle names a session on the page that lists them. It opens nothing.
func (s Session) Handle() string {
	return hex.EncodeToString(s.IDHash[:min(len(s.IDHash), handleBytes)])
}

// handleBytes is how much of the digest a handle shows.
const handleBytes = 8

// ForMember is a new session of a member, to be started.
func ForMember(id ids.Member) Session { return Session{Kind: OfMember, MemberID: id} }

// ForStaff is a new session of staff, to be started.
func ForStaff(id ids.Staff) Session { return Session{Kind: OfStaff, StaffID: id} }

// Life is how long a kind of session lasts when idle, and at the most.
type Life struct {
	Idle  time.Duration
	Whole time.Duration
}

const day = 24 * time.Hour

// LifeOf gives the life of a kind of session: a member's lasts 30 days idle and
// 180 in all, staff's 12 hours and 7 days.
func LifeOf(kind string) Life {
	if kind == OfMember {
		return Life{Idle: 30 * day, Whole: 180 * day}
	}
	return Life{Idle: 12 * time.Hour, Whole: 7 * day}
}

// IsLive tells whether a session still counts at an instant.
func (s Session) IsLive(at time.Time) bool {
	return at.Before(s.ExpiresAt) && at.Before(s.SeenAt.Add(LifeOf(s.Kind).Idle))
}

// idBytes is the strength of a session's id and of a mailed link: 256 bits.
const idBytes = 32

func newSecret(random io.Reader) (string, error) {
	secret := make([]byte, idBytes)
	if _, err := io.ReadFull(random, secret); err != nil {
		return "", fmt.Errorf("make a secret: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(secret), nil
}

func digest(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}
