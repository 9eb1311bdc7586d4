package vouchers

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"

	"fealty/models/ids"
)

// Keyring holds the two secrets of vouchers, 32 bytes each: Lookup keys the
// hash that finds a code, Box seals the code itself (AES-256-GCM).
type Keyring struct{ Lookup, Box []byte }

// ErrWiped says that a code can't be shown any more.
var ErrWiped = errors.New("the code has been wiped")

// Key gives the keyed hash under which a code is found.
func (k Keyring) Key(code Code) []byte {
	mac := hmac.New(sha256.New, k.Lookup)
	mac.Write([]byte(code.plain())) // a hash never answers an error
	return mac.Sum(nil)
}

// Seal puts a code into a box that only this voucher can open.
func (k Keyring) Seal(random io.Reader, id ids.Voucher, code Code) ([]byte, error) {
	gcm, err := k.gcm()
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, gcm.NonceSize())
	if _, err := io.ReadFull(random, nonce); err != nil {
		return nil, fmt.Errorf("draw a nonce: %w", err)
	}
	return gcm.Seal(nonce, nonce, []byte(code), id[:]), nil
}

// Open shows a voucher's code; ErrWiped when its box is gone.
func (k Keyring) Open(v Voucher) (Code, error) {
	if len(v.CodeBox) == 0 {
		return "", ErrWiped
	}
	gcm, err := k.gcm()
	if err != nil {
		return "", err
	}
	if len(v.CodeBox) < gcm.NonceSize() {
		return "", errors.New("open a voucher's code: the box is too short")
	}
	nonce, sealed := v.CodeBox[:gcm.NonceSize()], v.CodeBox[gcm.NonceSize():]
	plain, err := gcm.Open(nil, nonce, sealed, v.ID[:])
	if err != nil {
		return "", fmt.Errorf("open a voucher's code: %w", err)
	}
	return Code(plain), nil
}

func (k Keyring) gcm() (cipher.AEAD, error) {
	block, err := aes.NewCipher(k.Box)
	if err != nil {
		return nil, fmt.Errorf("read the voucher key: %w", err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("read the voucher key: %w", err)
	}
	return gcm, nil
}
