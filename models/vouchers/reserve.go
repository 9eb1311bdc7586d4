package vouchers

import (
	"context"
	"fmt"

	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/ids"
)

// Reserve sets issued vouchers aside for a cart; false when one of them is not
// issued any more.
func Reserve(ctx context.Context, tx *db.Tx, member ids.Member, list []ids.Voucher) (bool, error) {
	if len(list) == 0 {
		return true, nil
	}
	n, err := tx.Exec(ctx, `UPDATE vouchers SET state = 'reserved' WHERE member_id = $1 AND id = ANY($2::uuid[]) AND state = 'issued'`,
		member, pq.StringArray(texts(list)))
	if err != nil {
		return false, fmt.Errorf("set vouchers aside: %w", err)
	}
	return n == int64(len(list)), nil
}

// Free makes reserved vouchers issued again.
func Free(member ids.Member, list []ids.Voucher) db.Write {
	return db.Write{SQL: `UPDATE vouchers SET state = 'issued' WHERE member_id = $1 AND id = ANY($2::uuid[]) AND state = 'reserved'`,
		Args: []any{member, pq.StringArray(texts(list))}}
}

func texts(list []ids.Voucher) []string {
	text := make([]string, len(list))
	for i, id := range list {
		text[i] = id.String()
	}
	return text
}
