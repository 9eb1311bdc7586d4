package club

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"fealty/models/db"
	"fealty/models/fault"
)

// LinkLife is how long the link by which the first owner comes in is good.
const LinkLife = 24 * time.Hour

func hashLink(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// KeepLink keeps the hash of a token, good until LinkLife is over. Those that are
// over are forgotten.
func KeepLink(ctx context.Context, tx *db.Tx, token string) (until time.Time, err error) {
	until = tx.Now.Add(LinkLife)
	if _, err := tx.Exec(ctx, `DELETE FROM owner_links WHERE expires_at <= $1`, tx.Now); err != nil {
		return until, fmt.Errorf("forget old links of owners: %w", err)
	}
	_, err = tx.Exec(ctx, `INSERT INTO owner_links (token_hash, created_at, expires_at) VALUES ($1, $2, $3)`, hashLink(token), tx.Now, until)
	if err != nil {
		return until, fmt.Errorf("keep the link of an owner: %w", err)
	}
	return until, nil
}

// FindLink looks whether a link is still good and uses nothing up; else it is
// fault.Gone "owner_link_over".
func FindLink(ctx context.Context, r db.Reader, token string) error {
	var n int
	err := r.Get(ctx, &n, `SELECT count(*) FROM owner_links WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2`, hashLink(token), r.Time())
	if err == nil && n == 0 {
		return fault.New(fault.Gone, "owner_link_over")
	}
	if err != nil {
		return fmt.Errorf("find the link of an owner: %w", err)
	}
	return nil
}

// UseLink uses all links up, that of the token among them: of any number who come
// at once, with one link or with several, one passes. The others get fault.Gone.
func UseLink(ctx context.Context, tx *db.Tx, token string) error {
	rows, err := tx.Query(ctx, `UPDATE owner_links SET used_at = $1 WHERE used_at IS NULL AND expires_at > $1 RETURNING token_hash`, tx.Now)
	if err != nil {
		return fmt.Errorf("use the link of an owner: %w", err)
	}
	defer func() { _ = rows.Close() }()
	isOurs := false
	for rows.Next() {
		var hash []byte
		if err := rows.Scan(&hash); err != nil {
			return fmt.Errorf("use the link of an owner: %w", err)
		}
		isOurs = isOurs || string(hash) == string(hashLink(token))
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("use the link of an owner: %w", err)
	}
	if !isOurs {
		return fault.New(fault.Gone, "owner_link_over")
	}
	return nil
}
