package staff

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"io"
	"strings"

	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/ids"
)

// Recovery codes are for the day on which the phone is lost: sixteen symbols of
// 32, so 80 bits, which nobody guesses even from a copy of the table.
const (
	recoveryCount   = 10
	recoverySymbols = 16
	recoveryGroup   = 4
	// recoveryAlphabet leaves out what is read for something else: I, L, O, U.
	recoveryAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
)

// drawRecovery draws one code, as it is shown: ABCD-EFGH-JKMN-PQRS.
func drawRecovery(random io.Reader) (string, error) {
	var drawn [recoverySymbols]byte
	if _, err := io.ReadFull(random, drawn[:]); err != nil {
		return "", fmt.Errorf("draw a recovery code: %w", err)
	}
	var code strings.Builder
	for i, b := range drawn {
		if i > 0 && i%recoveryGroup == 0 {
			code.WriteByte('-')
		}
		code.WriteByte(recoveryAlphabet[int(b)%len(recoveryAlphabet)])
	}
	return code.String(), nil
}

// cleanRecovery takes a code as people copy it; "" when it can't be one.
func cleanRecovery(text string) string {
	code := strings.NewReplacer(" ", "", "-", "", "I", "1", "L", "1", "O", "0").Replace(strings.ToUpper(strings.TrimSpace(text)))
	if len(code) != recoverySymbols || strings.Trim(code, recoveryAlphabet) != "" {
		return ""
	}
	return code
}

// recoveryDigest is what is kept of a code.
func (b *Box) recoveryDigest(id ids.Staff, code string) []byte {
	mac := hmac.New(sha256.New, b.key)
	mac.Write([]byte("recovery"))
	mac.Write(id[:])
	mac.Write([]byte(cleanRecovery(code)))
	return mac.Sum(nil)
}

// RenewRecovery draws ten codes, keeps their digests and forgets all that there
// were. They are seen here only.
func RenewRecovery(ctx context.Context, tx *db.Tx, box *Box, id ids.Staff) ([]string, error) {
	codes := make([]string, recoveryCount)
	digests := make([][]byte, recoveryCount)
	for i := range codes {
		var err error
		if codes[i], err = drawRecovery(tx.Random()); err != nil {
			return nil, err
		}
		digests[i] = box.recoveryDigest(id, codes[i])
	}
	if err := tx.Apply(ctx, ForgetRecovery(id)); err != nil {
		return nil, err
	}
	_, err := tx.Exec(ctx, `INSERT INTO staff_recovery_codes (staff_id, code_hash) SELECT $1, unnest(cast($2 AS bytea[]))`, id, pq.Array(digests))
	if err != nil {
		return nil, fmt.Errorf("keep recovery codes: %w", err)
	}
	return codes, nil
}

// ForgetRecovery takes all of somebody's recovery codes away.
func ForgetRecovery(id ids.Staff) db.Write {
	return db.Write{SQL: `DELETE FROM staff_recovery_codes WHERE staff_id = $1`, Args: []any{id}}
}

// useRecovery uses a code up; false when it is none, or was used.
func useRecovery(ctx context.Context, tx *db.Tx, box *Box, proof totpProof) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE staff_recovery_codes SET used_at = $3 WHERE staff_id = $1 AND code_hash = $2 AND used_at IS NULL`,
		proof.id, box.recoveryDigest(proof.id, proof.code), tx.Now)
	return n > 0, err
}
