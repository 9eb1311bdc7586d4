package audit

import (
	"context"
	"fmt"

	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/ids"
)

// Forget empties the reasons of acts on members who are erased: the only free
// text in the audit. A trigger refuses it for everybody else.
func Forget(ctx context.Context, tx *db.Tx, people []ids.Member) error {
	if _, err := tx.Exec(ctx, `SELECT forget_reasons($1)`, pq.Array(people)); err != nil {
		return fmt.Errorf("forget the reasons of acts: %w", err)
	}
	return nil
}
