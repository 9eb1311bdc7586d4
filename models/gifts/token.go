package gifts

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"

	"fealty/models/ids"
)

// tokenBytes are 160 bits: nobody guesses one.
const tokenBytes = 20

// Link is the token of the link that the giver sends. It is worked out from the
// gift's id under the house's key, so that the giver can look at it again though
// only its digest is kept.
func Link(key []byte, id ids.Gift) string { return token(key, "gift link", id) }

// Kept is the secret under which whoever accepted finds the voucher again. The
// giver can't work it out from the link.
func Kept(key []byte, id ids.Gift) string { return token(key, "gift kept", id) }

func token(key []byte, purpose string, id ids.Gift) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(purpose))
	mac.Write(id[:])
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:tokenBytes])
}

// Digest is what is kept of a token.
func Digest(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// Fits tells whether a gift's kept secret is this token, and not its link.
func (g Gift) Fits(token string) bool { return hmac.Equal(g.KeptHash, Digest(token)) }
