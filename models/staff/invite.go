package staff

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"time"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
)

// InvitationLife is how long a link to choose a password can be used.
const InvitationLife = 72 * time.Hour

// Invitations makes and knows the links by which staff choose a password. No
// link is stored: it is bound to the password's hash as it stands and to the
// latest invitation, so choosing one uses up every link there was, and so does a
// newer link.
type Invitations struct{ key []byte }

// NewInvitations makes them from a key of 32 bytes.
func NewInvitations(key []byte) Invitations { return Invitations{key: key} }

// Token is the secret part of somebody's link: an expiry and a MAC of 256 bits.
func (i Invitations) Token(s Staff, until time.Time) string {
	head := binary.BigEndian.AppendUint64(nil, uint64(until.Unix())) //nolint:gosec // after 1970
	return base64.RawURLEncoding.EncodeToString(append(head, i.mac(s, head)...))
}

// Fits tells whether a token is this person's and still counts.
func (i Invitations) Fits(s Staff, token string, at time.Time) bool {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(raw) != 8+sha256.Size || !s.IsEnabled() {
		return false
	}
	end := time.Unix(int64(binary.BigEndian.Uint64(raw)), 0) //nolint:gosec // we wrote it, or the MAC differs
	return hmac.Equal(raw[8:], i.mac(s, raw[:8])) && at.Before(end)
}

func (i Invitations) mac(s Staff, head []byte) []byte {
	mac := hmac.New(sha256.New, i.key)
	mac.Write(head)
	mac.Write(s.ID[:])
	mac.Write([]byte(s.PasswordHash))
	if s.InvitedAt != nil {
		mac.Write(binary.BigEndian.AppendUint64(nil, uint64(s.InvitedAt.UnixMicro())))
	}
	return mac.Sum(nil)
}

// PasswordChange replaces the password whose hash is Before.
type PasswordChange struct {
	ID            ids.Staff
	Before, After string
}

// ReplacePassword keeps a new password where the old one still stands; else the
// link that led here was used by somebody quicker: fault.Gone "invitation_over".
func ReplacePassword(ctx context.Context, tx *db.Tx, c PasswordChange) error {
	n, err := tx.Exec(ctx, `UPDATE staff SET password_hash = $3, invited_at = NULL, credentials_at = $4
		WHERE id = $1 AND password_hash = $2 AND disabled_at IS NULL`, c.ID, c.Before, c.After, tx.Now)
	if err != nil {
		return fmt.Errorf("replace a password: %w", err)
	}
	if n == 0 {
		return fault.New(fault.Gone, "invitation_over")
	}
	return nil
}
