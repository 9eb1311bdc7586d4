package gifts

import (
	"context"
	"fmt"
	"time"

	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/ids"
)

const columns = `id, member_id, voucher_id, token_hash, kept_hash, state, made_at, expires_on, ended_at, friend_id, given_id`

// Insert keeps a new gift. A voucher is given once at a time (gifts_once).
func Insert(g Gift) db.Write {
	return db.Write{SQL: `INSERT INTO gifts (` + columns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		Args: []any{g.ID, g.MemberID, g.VoucherID, g.TokenHash, g.KeptHash, string(g.State), g.MadeAt, g.ExpiresOn, g.EndedAt, g.FriendID, g.GivenID}}
}

// Update writes how far a gift has come. The caller holds its row.
func Update(g Gift) db.Write {
	return db.Write{SQL: `UPDATE gifts SET state = $2, ended_at = $3, friend_id = $4, given_id = $5 WHERE id = $1`,
		Args: []any{g.ID, string(g.State), g.EndedAt, g.FriendID, g.GivenID}}
}

const byToken = `SELECT ` + columns + ` FROM gifts WHERE token_hash = $1 OR kept_hash = $1`

// FindByToken gives the gift of a link or of a kept secret; fault.NotFound
// gift_unknown when it is nobody's.
func FindByToken(ctx context.Context, r db.Reader, token string) (Gift, error) {
	var g Gift
	err := r.Get(ctx, &g, byToken, Digest(token))
	return g, db.Found(err, "gift_unknown", "find a gift")
}

// LockByToken is FindByToken, and holds the row until the transaction ends.
func LockByToken(ctx context.Context, tx *db.Tx, token string) (Gift, error) {
	var g Gift
	err := tx.Get(ctx, &g, byToken+` FOR UPDATE`, Digest(token))
	return g, db.Found(err, "gift_unknown", "lock a gift")
}

// LockOfVoucher gives the latest gift of a member's voucher and holds its row;
// fault.NotFound when it was never given.
func LockOfVoucher(ctx context.Context, tx *db.Tx, member ids.Member, voucher ids.Voucher) (Gift, error) {
	var g Gift
	err := tx.Get(ctx, &g, `SELECT `+columns+` FROM gifts WHERE member_id = $1 AND voucher_id = $2
		ORDER BY made_at DESC, id DESC LIMIT 1 FOR UPDATE`, member, voucher)
	return g, db.Found(err, "gift_unknown", "lock a voucher's gift")
}

// OfVoucher gives the latest gift of a member's voucher; nil when it was never
// given.
func OfVoucher(ctx context.Context, r db.Reader, member ids.Member, voucher ids.Voucher) (*Gift, error) {
	var list []Gift
	err := r.Select(ctx, &list, `SELECT `+columns+` FROM gifts WHERE member_id = $1 AND voucher_id = $2
		ORDER BY made_at DESC, id DESC LIMIT 1`, member, voucher)
	if err != nil {
		return nil, fmt.Errorf("find a voucher's gift: %w", err)
	}
	if len(list) == 0 {
		return nil, nil
	}
	return &list[0], nil
}

// LockDue gives some open gifts whose last day is before the given one, and holds
// their rows; those in somebody's hands are left for the next round.
func LockDue(ctx context.Context, tx *db.Tx, day time.Time, limit int) ([]Gift, error) {
	var list []Gift
	err := tx.Select(ctx, &list, `SELECT `+columns+` FROM gifts WHERE state = 'open' AND expires_on < $1
		ORDER BY expires_on, id LIMIT $2 FOR UPDATE SKIP LOCKED`, day, limit)
	if err != nil {
		return nil, fmt.Errorf("find gifts whose day is past: %w", err)
	}
	return list, nil
}

// Erase ends the links of people; what a friend has stays the friend's. Their
// vouchers are cancelled by their owner.
func Erase(people []ids.Member, at time.Time) []db.Write {
	return []db.Write{{SQL: `UPDATE gifts SET state = 'taken_back', ended_at = $2 WHERE member_id = ANY($1) AND state = 'open'`,
		Args: []any{pq.Array(people), at}}}
}

// Hand tells that what one member gave and was given is another's now, into whom
// they are merged.
func Hand(from, to ids.Member) []db.Write {
	return []db.Write{{SQL: `UPDATE gifts SET member_id = CASE WHEN member_id = $1 THEN $2 ELSE member_id END,
		friend_id = CASE WHEN friend_id = $1 THEN $2 ELSE friend_id END WHERE member_id = $1 OR friend_id = $1`, Args: []any{from, to}}}
}
