package partners

import (
	"context"
	"fmt"
	"time"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/money"
)

// Settlement is a month that the shop has paid. Month is its first day; Amount
// is what was paid for Uses, in minor units; Reference is the payment's.
type Settlement struct {
	ID        ids.Settlement `db:"id"`
	PartnerID ids.Partner    `db:"partner_id"`
	Month     time.Time      `db:"month"`
	Uses      int64          `db:"uses"`
	Amount    money.Amount   `db:"amount"`
	PaidOn    time.Time      `db:"paid_on"`
	Reference string         `db:"reference"`
	SettledAt time.Time      `db:"settled_at"`
	SettledBy ids.Staff      `db:"settled_by"`
}

const settlementColumns = `id, partner_id, month, uses, amount, paid_on, reference, settled_at, settled_by`

// InsertSettlement settles a month. One that is settled already is
// fault.Conflict month_settled.
func InsertSettlement(ctx context.Context, tx *db.Tx, s Settlement) error {
	_, err := tx.Exec(ctx, `INSERT INTO settlements (`+settlementColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		s.ID, s.PartnerID, s.Month, s.Uses, s.Amount, s.PaidOn, s.Reference, s.SettledAt, s.SettledBy)
	if db.Violated(err, "settlements_partner_id_month_key") {
		return fault.New(fault.Conflict, "month_settled")
	}
	if err != nil {
		return fmt.Errorf("settle a month: %w", err)
	}
	return nil
}

// SettledMonths bounds what Settlements gives.
const SettledMonths = 36

// Settlements gives a partner's settled months, the latest first.
func Settlements(ctx context.Context, r db.Reader, partner ids.Partner) ([]Settlement, error) {
	var list []Settlement
	err := r.Select(ctx, &list, `SELECT `+settlementColumns+` FROM settlements WHERE partner_id = $1 ORDER BY month DESC LIMIT $2`,
		partner, SettledMonths)
	if err != nil {
		return nil, fmt.Errorf("list settled months: %w", err)
	}
	return list, nil
}

// SettlementOf gives how a month was settled, nil when it wasn't.
func SettlementOf(ctx context.Context, r db.Reader, partner ids.Partner, month time.Time) (*Settlement, error) {
	var list []Settlement
	err := r.Select(ctx, &list, `SELECT `+settlementColumns+` FROM settlements WHERE partner_id = $1 AND month = $2`, partner, month)
	if err != nil {
		return nil, fmt.Errorf("find a settled month: %w", err)
	}
	if len(list) == 0 {
		return nil, nil //nolint:nilnil // not settled is an answer, not an error
	}
	return &list[0], nil
}
