package sessions

import (
	"crypto/sha256"
	"encoding/base64"
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
}

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
