package sessions

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"fealty/models/db"
	"fealty/models/ids"
)

// CodeLife is how long a code or its link can be used.
const CodeLife = 10 * time.Minute

// MaxTries is how often one code may be guessed at.
const MaxTries = 5

// Purposes of a code.
const (
	ForSignIn  = "member"
	ForContact = "contact"
	// ForProof is a signed-in member who proves to be there.
	ForProof = "proof"
)

// CodeKey keys the digests of codes: six digits could be tried out against a
// plain one.
type CodeKey []byte

// Request is what a code was asked for.
type Request struct {
	ID      ids.SignIn `db:"id"`
	Purpose string     `db:"purpose"`
	// Kind and Contact say where the code was sent.
	Kind    string `db:"kind"`
	Contact string `db:"contact"`
	// Form is what the person filled in when asking, as JSON.
	Form      json.RawMessage `db:"form"`
	CreatedAt time.Time       `db:"created_at"`
	ExpiresAt time.Time       `db:"expires_at"`
}

// Code is what is sent: six digits to type, and a token for a link. They are
// seen here only.
type Code struct {
	ID     ids.SignIn
	Digits string
	Token  string
}

// NewCode makes the code of a request, which needs no ID or times yet.
func NewCode(ctx context.Context, tx *db.Tx, key CodeKey, req Request) (Code, error) {
	code, err := drawCode(tx)
	if err != nil {
		return Code{}, fmt.Errorf("make a code: %w", err)
	}
	if req.Form == nil {
		req.Form = json.RawMessage(`{}`)
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO signin_codes (id, purpose, kind, contact, code_hash, link_hash, form, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		code.ID, req.Purpose, req.Kind, req.Contact, key.digest(code.ID, code.Digits), digest(code.Token),
		string(req.Form), tx.Now, tx.Now.Add(CodeLife))
	if err != nil {
		return Code{}, fmt.Errorf("keep a code: %w", err)
	}
	return code, nil
}

func drawCode(tx *db.Tx) (Code, error) {
	id, err := db.ID[ids.SignIn](tx)
	if err != nil {
		return Code{}, err
	}
	digits, err := drawDigits(tx.Random())
	if err != nil {
		return Code{}, err
	}
	token, err := newSecret(tx.Random())
	return Code{ID: id, Digits: digits, Token: token}, err
}

// drawDigits throws numbers past the largest multiple of a million away, so that
// every code is equally likely.
func drawDigits(random io.Reader) (string, error) {
	const codes = 1_000_000
	var drawn [4]byte
	for {
		if _, err := io.ReadFull(random, drawn[:]); err != nil {
			return "", err
		}
		if n := binary.BigEndian.Uint32(drawn[:]); n < math.MaxUint32/codes*codes {
			return fmt.Sprintf("%06d", n%codes), nil
		}
	}
}

func (k CodeKey) digest(id ids.SignIn, digits string) []byte {
	mac := hmac.New(sha256.New, k)
	mac.Write(id[:])
	mac.Write([]byte(digits))
	return mac.Sum(nil)
}

// Proof is what a person shows: the digits they typed or the token of the link
// they followed.
type Proof struct {
	ID     ids.SignIn
	Digits string
	Token  string
}

// Verdict is what a proof is worth.
type Verdict uint8

// Verdicts. All but Right look alike from outside.
const (
	// Wrong says that the digits or the token don't fit.
	Wrong Verdict = iota
	// Over says that the request is unknown, used, too old or tried too often.
	Over
	// Right says that the proof fits; the request is locked by this transaction.
	Right
)

// TryCode weighs a proof. The try counts only if the caller commits, also when
// the verdict is not Right. A Right one must be used up with UseCode in the same
// transaction, where it counts for anything.
func TryCode(ctx context.Context, tx *db.Tx, key CodeKey, proof Proof) (Request, Verdict, error) {
	row, err := lockCode(ctx, tx, proof)
	if errors.Is(err, sql.ErrNoRows) {
		return Request{}, Over, nil
	}
	if err != nil {
		return Request{}, Over, fmt.Errorf("try a code: %w", err)
	}
	want, got := row.CodeHash, key.digest(proof.ID, cleanDigits(proof.Digits))
	if proof.Token != "" {
		want, got = row.LinkHash, digest(proof.Token)
	}
	if subtle.ConstantTimeCompare(want, got) != 1 {
		return Request{}, Wrong, nil
	}
	return row.Request, Right, nil
}

type codeRow struct {
	Request
	CodeHash []byte `db:"code_hash"`
	LinkHash []byte `db:"link_hash"`
}

// A token can't be guessed, so it does not count as a try: whoever knows the
// request can't use up the owner's tries with made-up links.
func lockCode(ctx context.Context, tx *db.Tx, proof Proof) (codeRow, error) {
	var row codeRow
	if proof.Token != "" {
		err := tx.Get(ctx, &row, `
			SELECT id, purpose, kind, contact, form, created_at, expires_at, code_hash, link_hash FROM signin_codes
			WHERE id = $1 AND used_at IS NULL AND expires_at > $2 FOR UPDATE`, proof.ID, tx.Now)
		return row, err
	}
	err := tx.Get(ctx, &row, `
		UPDATE signin_codes SET tries = tries + 1
		WHERE id = $1 AND used_at IS NULL AND expires_at > $2 AND tries < $3
		RETURNING id, purpose, kind, contact, form, created_at, expires_at, code_hash, link_hash`, proof.ID, tx.Now, MaxTries)
	return row, err
}

// cleanDigits lets people type "123 456".
func cleanDigits(s string) string {
	return strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(s)
}

// UseCode uses up a request that TryCode found Right.
func UseCode(id ids.SignIn, at time.Time) db.Write {
	return db.Write{
		SQL:  `UPDATE signin_codes SET used_at = $2 WHERE id = $1 AND used_at IS NULL`,
		Args: []any{id, at},
	}
}

// FindRequest reads an open request, to show where its code went; nil when it is
// unknown, used or too old.
func FindRequest(ctx context.Context, r db.Reader, id ids.SignIn) (*Request, error) {
	var reqs []Request
	err := r.Select(ctx, &reqs, `
		SELECT id, purpose, kind, contact, form, created_at, expires_at FROM signin_codes
		WHERE id = $1 AND used_at IS NULL AND expires_at > $2`, id, r.Time())
	if err != nil {
		return nil, fmt.Errorf("find a code's request: %w", err)
	}
	if len(reqs) == 0 {
		return nil, nil
	}
	return &reqs[0], nil
}
