package vouchers

import (
	"context"
	"fmt"

	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/ids"
)

// LockOpen reads the vouchers of members that can still be used, and holds their
// rows until the transaction ends, in the order of their ids.
func LockOpen(ctx context.Context, tx *db.Tx, people ...ids.Member) ([]Voucher, error) {
	var list []Voucher
	err := tx.Select(ctx, &list, `SELECT `+columns+` FROM vouchers v WHERE v.member_id = ANY($1) AND v.state IN ('issued', 'reserved')
		ORDER BY v.member_id, v.id FOR UPDATE`, pq.Array(people))
	if err != nil {
		return nil, fmt.Errorf("lock members' open vouchers: %w", err)
	}
	return list, nil
}

// Erase cancels what people can still use, and wipes every code of theirs.
func Erase(people []ids.Member) []db.Write {
	return []db.Write{{SQL: `UPDATE vouchers SET code_box = NULL, state = CASE WHEN state IN ('issued', 'reserved') THEN 'cancelled' ELSE state END
		WHERE member_id = ANY($1) AND (code_box IS NOT NULL OR state IN ('issued', 'reserved'))`, Args: []any{pq.Array(people)}}}
}

// Open lists the vouchers of members that can still be used.
func Open(ctx context.Context, r db.Reader, people ...ids.Member) ([]Voucher, error) {
	var list []Voucher
	err := r.Select(ctx, &list, `SELECT `+columns+` FROM vouchers v WHERE v.member_id = ANY($1) AND v.state IN ('issued', 'reserved')
		ORDER BY v.member_id, v.id`, pq.Array(people))
	if err != nil {
		return nil, fmt.Errorf("list members' open vouchers: %w", err)
	}
	return list, nil
}
