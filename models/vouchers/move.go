package vouchers

import (
	"context"
	"fmt"
	"io"

	"fealty/models/db"
)

// Move gives an unused voucher to another member under its own code, for members
// who are one person: the old one is returned, with a spare key in the place of
// its code, and the writes insert the new one, which the caller has made but for
// the box. The caller holds the old one's row.
func Move(ctx context.Context, tx *db.Tx, keys Keyring, old, fresh Voucher) ([]db.Write, error) {
	code, err := keys.Open(old)
	if err != nil {
		return nil, err
	}
	if fresh.CodeBox, err = keys.Seal(tx.Random(), fresh.ID, code); err != nil {
		return nil, err
	}
	spare := make([]byte, len(old.CodeKey))
	if _, err := io.ReadFull(tx.Random(), spare); err != nil {
		return nil, fmt.Errorf("draw a spare key: %w", err)
	}
	err = tx.Apply(ctx,
		db.Write{SQL: `UPDATE vouchers SET state = 'returned', returned_at = $3, code_box = NULL, code_key = $4 WHERE member_id = $1 AND id = $2 AND state = 'issued'`,
			Args: []any{old.MemberID, old.ID, tx.Now, spare}},
		db.Write{SQL: `UPDATE voucher_codes SET code_key = $2 WHERE voucher_id = $1`, Args: []any{old.ID, spare}},
		db.Write{SQL: `UPDATE reward_codes SET voucher_id = $2 WHERE voucher_id = $1`, Args: []any{old.ID, fresh.ID}})
	if err != nil {
		return nil, err
	}
	return Insert(fresh), nil
}
