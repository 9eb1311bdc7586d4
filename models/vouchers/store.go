package vouchers

import (
	"context"
	"fmt"
	"time"

	"fealty/models/db"
	"fealty/models/ids"
)

const columns = `v.member_id, v.id, v.reward_id, v.partner_id, v.state, v.code_key, v.code_box, v.price, v.worth, v.pays,
	v.entry_seq, v.issued_at, v.expires_on, v.used_at, v.returned_at, v.granted_by, v.shared_id`

// Insert keeps a new voucher and claims its code, which is unique everywhere.
func Insert(v Voucher) []db.Write {
	return []db.Write{
		{SQL: `INSERT INTO vouchers (member_id, id, reward_id, partner_id, state, code_key, code_box, price, worth, pays,
			entry_seq, issued_at, expires_on, used_at, granted_by, shared_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
			Args: []any{v.MemberID, v.ID, v.RewardID, v.PartnerID, v.State, v.CodeKey, v.CodeBox, v.Price, v.Worth, v.Pays,
				v.EntrySeq, v.IssuedAt, v.ExpiresOn, v.UsedAt, v.GrantedBy, v.SharedID}},
		{SQL: `INSERT INTO voucher_codes (code_key, member_id, voucher_id) VALUES ($1, $2, $3)`,
			Args: []any{v.CodeKey, v.MemberID, v.ID}},
	}
}

// Find gives one voucher of a member; fault.NotFound when it is not theirs.
func Find(ctx context.Context, r db.Reader, member ids.Member, id ids.Voucher) (Voucher, error) {
	return find(ctx, r, `SELECT `+columns+` FROM vouchers v WHERE v.member_id = $1 AND v.id = $2`, member, id)
}

// Lock is Find, and holds the voucher's row until the transaction ends.
func Lock(ctx context.Context, tx *db.Tx, member ids.Member, id ids.Voucher) (Voucher, error) {
	return find(ctx, tx, `SELECT `+columns+` FROM vouchers v WHERE v.member_id = $1 AND v.id = $2 FOR UPDATE`, member, id)
}

const byCode = `SELECT ` + columns + ` FROM voucher_codes c JOIN vouchers v ON v.member_id = c.member_id AND v.id = c.voucher_id
	WHERE c.code_key = $1`

// FindByCode gives the voucher of a code, by the code's keyed hash;
// fault.NotFound "voucher_unknown" when there is none.
func FindByCode(ctx context.Context, r db.Reader, key []byte) (Voucher, error) {
	return find(ctx, r, byCode, key)
}

// LockByCode is FindByCode, and holds the voucher's row until the transaction
// ends. What it answers is how the row is after the wait.
func LockByCode(ctx context.Context, tx *db.Tx, key []byte) (Voucher, error) {
	return find(ctx, tx, byCode+` FOR UPDATE OF v`, key)
}

func find(ctx context.Context, r db.Reader, query string, args ...any) (Voucher, error) {
	var v Voucher
	err := r.Get(ctx, &v, query, args...)
	return v, db.Found(err, "voucher_unknown", "find a voucher")
}

// CountHeld counts the vouchers of a reward that a member holds or has used:
// returned and cancelled ones leave room for another, those that were given to a
// friend do not.
func CountHeld(ctx context.Context, r db.Reader, member ids.Member, reward ids.Reward) (int, error) {
	var n int
	err := r.Get(ctx, &n, `SELECT count(*) FROM vouchers v WHERE member_id = $1 AND reward_id = $2
		AND (v.state NOT IN ('returned', 'cancelled') OR EXISTS (SELECT FROM gifts g WHERE g.voucher_id = v.id AND g.state = 'accepted'))`, member, reward)
	if err != nil {
		return 0, fmt.Errorf("count a member's vouchers: %w", err)
	}
	return n, nil
}

// CountOut counts a reward's vouchers that were taken and not given back, by
// all members.
func CountOut(ctx context.Context, r db.Reader, reward ids.Reward) (int64, error) {
	var n int64
	err := r.Get(ctx, &n, `SELECT count(*) FROM vouchers WHERE reward_id = $1 AND state NOT IN ('returned', 'cancelled')`, reward)
	if err != nil {
		return 0, fmt.Errorf("count a reward's vouchers: %w", err)
	}
	return n, nil
}

// Return marks an unused voucher as returned and wipes its code. The caller
// holds the row.
func Return(v Voucher, at time.Time) db.Write {
	return db.Write{SQL: `UPDATE vouchers SET state = 'returned', returned_at = $3, code_box = NULL
		WHERE member_id = $1 AND id = $2 AND state = 'issued'`, Args: []any{v.MemberID, v.ID, at}}
}

// Cancel takes a voucher back that the shop can't honour, and wipes its code.
// The caller holds the row.
func Cancel(v Voucher) db.Write {
	return db.Write{SQL: `UPDATE vouchers SET state = 'cancelled', code_box = NULL
		WHERE member_id = $1 AND id = $2 AND state IN ('issued', 'reserved')`, Args: []any{v.MemberID, v.ID}}
}

// GrantedBy gives the vouchers that a purchase gave and nobody has used, the
// newest first, and holds their rows.
func GrantedBy(ctx context.Context, tx *db.Tx, member ids.Member, purchase ids.Purchase) ([]Voucher, error) {
	var list []Voucher
	err := tx.Select(ctx, &list, `SELECT `+columns+` FROM vouchers v WHERE v.member_id = $1 AND v.granted_by = $2
		AND v.state = 'issued' ORDER BY v.id DESC FOR UPDATE`, member, purchase)
	if err != nil {
		return nil, fmt.Errorf("find what a purchase gave: %w", err)
	}
	return list, nil
}

// Granted gives the vouchers of a reward that purchases gave a member and nobody
// has used, the newest first, and holds their rows.
func Granted(ctx context.Context, tx *db.Tx, member ids.Member, reward ids.Reward) ([]Voucher, error) {
	var list []Voucher
	err := tx.Select(ctx, &list, `SELECT `+columns+` FROM vouchers v WHERE v.member_id = $1 AND v.reward_id = $2
		AND v.granted_by IS NOT NULL AND v.state = 'issued' ORDER BY v.id DESC FOR UPDATE`, member, reward)
	if err != nil {
		return nil, fmt.Errorf("find what purchases gave: %w", err)
	}
	return list, nil
}

// Expire marks up to limit issued vouchers whose last day is before the given
// one as expired, and wipes their codes; it answers how many. Rows in somebody's
// hands are left for the next round.
func Expire(ctx context.Context, tx *db.Tx, day time.Time, limit int) (int64, error) {
	n, err := tx.Exec(ctx, `UPDATE vouchers v SET state = 'expired', code_box = NULL FROM (
			SELECT member_id, id FROM vouchers WHERE state = 'issued' AND expires_on < $1
			ORDER BY expires_on LIMIT $2 FOR UPDATE SKIP LOCKED) due
		WHERE v.member_id = due.member_id AND v.id = due.id`, day, limit)
	if err != nil {
		return 0, fmt.Errorf("expire vouchers: %w", err)
	}
	return n, nil
}
