package staff

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"fealty/models/ids"
)

// period is the step of a one-time code (RFC 6238).
const period = 30

// Box seals second factors with AES-256-GCM, so that a copy of the database
// signs nobody in.
type Box struct {
	aead cipher.AEAD
	key  []byte
}

// NewBox makes a box from a key of 32 bytes.
func NewBox(key []byte) (*Box, error) {
	block, err := aes.NewCipher(key)
	if err != nil || len(key) != 32 {
		return nil, fmt.Errorf("make the box of second factors: it needs a key of 32 bytes")
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("make the box of second factors: %w", err)
	}
	return &Box{aead: aead, key: key}, nil
}

// Seal closes a secret for one person: what is sealed for another does not open.
func (b *Box) Seal(random io.Reader, id ids.Staff, secret string) ([]byte, error) {
	nonce := make([]byte, b.aead.NonceSize())
	if _, err := io.ReadFull(random, nonce); err != nil {
		return nil, fmt.Errorf("seal a second factor: %w", err)
	}
	return b.aead.Seal(nonce, nonce, []byte(secret), id[:]), nil
}

// Open gives the secret back; an error means another key, another person or a
// changed row.
func (b *Box) Open(id ids.Staff, sealed []byte) (string, error) {
	n := b.aead.NonceSize()
	if len(sealed) < n {
		return "", fmt.Errorf("open a second factor: too short")
	}
	secret, err := b.aead.Open(nil, sealed[:n], sealed[n:], id[:])
	if err != nil {
		return "", fmt.Errorf("open a second factor: %w", err)
	}
	return string(secret), nil
}

// NewTOTP draws a second factor that is not kept yet: the secret to type and the
// address for the QR code.
func NewTOTP(random io.Reader, issuer, email string) (secret, url string, err error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: email, Period: period, Rand: random})
	if err != nil {
		return "", "", fmt.Errorf("draw a second factor: %w", err)
	}
	return key.Secret(), key.URL(), nil
}

// TOTPAddress is the address of a second factor for its QR code, as apps read it
// (otpauth://totp/…).
func TOTPAddress(secret, issuer, email string) (string, error) {
	raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret)
	if err != nil {
		return "", fmt.Errorf("write a second factor's address: %w", err)
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: email, Period: period, Secret: raw})
	if err != nil {
		return "", fmt.Errorf("write a second factor's address: %w", err)
	}
	return key.URL(), nil
}

// StepOf tells to which step a code belongs: this one, the one before or the one
// after, for clocks that differ; false when to none.
func StepOf(secret, code string, at time.Time) (int64, bool) {
	code = strings.ReplaceAll(strings.TrimSpace(code), " ", "")
	now := at.Unix() / period
	for _, step := range [...]int64{now, now - 1, now + 1} {
		want, err := totp.GenerateCodeCustom(secret, time.Unix(step*period, 0), totp.ValidateOpts{
			Period: period, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1,
		})
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return step, true
		}
	}
	return 0, false
}
