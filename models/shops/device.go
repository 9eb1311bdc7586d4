package shops

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"time"

	"fealty/models/ids"
)

// PairingFor is how long a till can be paired after a code was made for it.
const PairingFor = 10 * time.Minute

// Device is a till: a browser on a counter that was paired once with a shop.
// StaffID is who stands at it; nobody does while it is locked.
type Device struct {
	ID        ids.Device `db:"id"`
	ShopID    ids.Shop   `db:"shop_id"`
	Name      string     `db:"name"`
	PairUntil *time.Time `db:"pair_until"`
	StaffID   ids.Staff  `db:"staff_id"`
	ActiveAt  *time.Time `db:"active_at"`
	CreatedAt time.Time  `db:"created_at"`
	PairedAt  *time.Time `db:"paired_at"`
	RevokedAt *time.Time `db:"revoked_at"`
}

// IsPaired tells whether the device may be a till now.
func (d Device) IsPaired() bool { return d.PairedAt != nil && d.RevokedAt == nil }

// CanPair tells whether its code is still good at an instant.
func (d Device) CanPair(at time.Time) bool {
	return d.PairUntil != nil && at.Before(*d.PairUntil) && d.RevokedAt == nil
}

// Till is a paired device in its shop.
type Till struct {
	Device
	Shop Shop
}

// IsOpen tells whether somebody stands at the till: a PIN was given, and it was
// not left untouched for longer than its shop allows.
func (t Till) IsOpen(at time.Time) bool {
	idle := time.Duration(t.Shop.LockMinutes) * time.Minute
	return !t.StaffID.IsZero() && t.ActiveAt != nil && at.Before(t.ActiveAt.Add(idle))
}

// IsStale tells whether the till's last touch is so old that it should be noted
// anew.
func (t Till) IsStale(at time.Time) bool {
	return t.ActiveAt == nil || at.Sub(*t.ActiveAt) > touchEvery
}

const touchEvery = 15 * time.Second

// PairKey makes pairing codes (32 bytes). A code is a keyed hash of the device
// and of when it ends, so that nothing of it is stored.
type PairKey []byte

// pairSymbols leaves out what looks alike; eight of them are 40 bits, for ten
// minutes and under limits.
const (
	pairSymbols = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
	pairLength  = 8
)

// Code is the code that pairs a device until its PairUntil, "" when it can't be
// paired: "K7QP-4M2X".
func (k PairKey) Code(d Device) string {
	if d.PairUntil == nil {
		return ""
	}
	mac := hmac.New(sha256.New, k)
	mac.Write(d.ID[:])
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(d.PairUntil.UnixMicro())))
	n := binary.BigEndian.Uint64(mac.Sum(nil))
	code := make([]byte, pairLength)
	for i := range code {
		code[i] = pairSymbols[n%uint64(len(pairSymbols))]
		n /= uint64(len(pairSymbols))
	}
	return string(code[:4]) + "-" + string(code[4:])
}

// fits tells whether a typed code is the device's, in a time that tells nothing.
func (k PairKey) fits(d Device, typed string) bool {
	clean := strings.NewReplacer("-", "", " ", "").Replace(strings.ToUpper(typed))
	want := strings.Replace(k.Code(d), "-", "", 1)
	return want != "" && subtle.ConstantTimeCompare([]byte(clean), []byte(want)) == 1
}

// NewSecret makes what stands in a till's cookie: 32 random bytes. Only its
// digest is stored.
func NewSecret(random io.Reader) (string, error) {
	secret := make([]byte, sha256.Size)
	if _, err := io.ReadFull(random, secret); err != nil {
		return "", fmt.Errorf("make a till's secret: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(secret), nil
}

func digest(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}
