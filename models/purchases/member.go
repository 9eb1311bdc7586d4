package purchases

import (
	"context"
	"fmt"

	"fealty/models/db"
	"fealty/models/ids"
)

// ReturnsOf reads the returns of some of a member's purchases, oldest first.
func ReturnsOf(ctx context.Context, r db.Reader, member ids.Member, purchases []ids.Purchase) ([]Return, error) {
	var out []Return
	err := r.Select(ctx, &out, `
		SELECT member_id, purchase_id, id, reference, returned_at, recorded_at, amount, due, taken, forgiven, owed, restored, lines
		FROM returns WHERE member_id = $1 AND purchase_id = ANY(cast($2 AS uuid[])) ORDER BY id LIMIT 1000`,
		member, texts(purchases, ids.Purchase.String))
	if err != nil {
		return nil, fmt.Errorf("read the returns of purchases: %w", err)
	}
	return out, nil
}
