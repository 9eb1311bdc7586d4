package vouchers

import (
	"context"
	"fmt"
	"time"

	"fealty/models/db"
	"fealty/models/ids"
)

const useColumns = `id, member_id, voucher_id, reward_id, partner_id, staff_id, place, pays, used_at, undone_at, undone_by`

// MarkUsed writes a use and the voucher's new state. The unique index
// voucher_used_once is the last truth: a second use fails the statement. The
// code's box stays until the window for undoing has passed, because after an
// undo the member must see the code again; WipeUsed takes it then.
func MarkUsed(u Use) []db.Write {
	return []db.Write{
		{SQL: `UPDATE vouchers SET state = 'used', used_at = $3
			WHERE member_id = $1 AND id = $2 AND state IN ('issued', 'reserved')`, Args: []any{u.MemberID, u.VoucherID, u.UsedAt}},
		InsertUse(u),
	}
}

// InsertUse keeps the use of a voucher that is used in the act which issues it.
func InsertUse(u Use) db.Write {
	return db.Write{SQL: `INSERT INTO voucher_uses (id, member_id, voucher_id, reward_id, partner_id, staff_id, place, pays, used_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		Args: []any{u.ID, u.MemberID, u.VoucherID, u.RewardID, u.PartnerID, u.StaffID, u.Place, u.Pays, u.UsedAt}}
}

// UsedOnce is the unique index that a second use of one voucher violates.
const UsedOnce = "voucher_used_once"

// MarkUnused takes a use back: the use keeps its row, the voucher is good again.
func MarkUnused(u Use, by ids.Staff, at time.Time) []db.Write {
	return []db.Write{
		{SQL: `UPDATE voucher_uses SET undone_at = $2, undone_by = $3 WHERE id = $1 AND undone_at IS NULL`,
			Args: []any{u.ID, at, by}},
		{SQL: `UPDATE vouchers SET state = 'issued', used_at = NULL WHERE member_id = $1 AND id = $2 AND state = 'used'`,
			Args: []any{u.MemberID, u.VoucherID}},
	}
}

// FindUse gives one use; fault.NotFound when there is none. The caller checks
// whose it is.
func FindUse(ctx context.Context, r db.Reader, id ids.Use) (Use, error) {
	return findUse(ctx, r, `SELECT `+useColumns+` FROM voucher_uses WHERE id = $1`, id)
}

// CurrentUse gives the use that stands for a voucher; fault.NotFound when it is
// unused.
func CurrentUse(ctx context.Context, r db.Reader, id ids.Voucher) (Use, error) {
	return findUse(ctx, r, `SELECT `+useColumns+` FROM voucher_uses WHERE voucher_id = $1 AND undone_at IS NULL`, id)
}

func findUse(ctx context.Context, r db.Reader, query string, arg any) (Use, error) {
	var u Use
	err := r.Get(ctx, &u, query, arg)
	return u, db.Found(err, "use_unknown", "find a voucher's use")
}

// WipeUsed wipes the codes of up to limit vouchers used before an instant, and
// answers how many.
func WipeUsed(ctx context.Context, tx *db.Tx, before time.Time, limit int) (int64, error) {
	n, err := tx.Exec(ctx, `UPDATE vouchers v SET code_box = NULL FROM (
			SELECT member_id, id FROM vouchers WHERE state = 'used' AND code_box IS NOT NULL AND used_at < $1
			LIMIT $2 FOR UPDATE SKIP LOCKED) old
		WHERE v.member_id = old.member_id AND v.id = old.id`, before, limit)
	if err != nil {
		return 0, fmt.Errorf("wipe used codes: %w", err)
	}
	return n, nil
}

// CancelUsed takes a use back and the voucher with it: a fresh one stands in its
// place.
func CancelUsed(u Use, at time.Time) []db.Write {
	return []db.Write{
		{SQL: `UPDATE voucher_uses SET undone_at = $2 WHERE id = $1 AND undone_at IS NULL`, Args: []any{u.ID, at}},
		{SQL: `UPDATE vouchers SET state = 'cancelled', code_box = NULL WHERE member_id = $1 AND id = $2 AND state = 'used'`,
			Args: []any{u.MemberID, u.VoucherID}},
	}
}
