package settling

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"fealty/models/audit"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/money"
	"fealty/models/partners"
	"fealty/models/programme"
	"fealty/models/vouchers"
)

// Deps are what the flow stands on.
type Deps struct{ Programme *programme.Cache }

// Payment says that a partner's month was paid. Month is its first day, PaidOn a
// local day; Reference finds the payment at the bank.
type Payment struct {
	By        audit.By
	Partner   ids.Partner
	Month     time.Time
	PaidOn    time.Time
	Reference string
}

// Settle records that a month was paid: for what was used in it and not undone.
// A month that isn't over, or whose last uses can still be undone, is
// fault.Refused month_open; one that is settled fault.Conflict month_settled; a
// bad day or reference is a fault of its field.
func Settle(ctx context.Context, d *db.DB, deps Deps, cmd Payment) (partners.Settlement, error) {
	v, err := deps.Programme.InForce(ctx, d)
	if err != nil {
		return partners.Settlement{}, err
	}
	cmd.Reference = strings.TrimSpace(cmd.Reference)
	if err := checkPayment(cmd.Reference, cmd.PaidOn, v.Today(d.Time())); err != nil {
		return partners.Settlement{}, err
	}
	var s partners.Settlement
	err = db.InTx(ctx, d, func(tx *db.Tx) error {
		if s, err = settlement(ctx, tx, v, cmd); err != nil {
			return err
		}
		if err := partners.InsertSettlement(ctx, tx, s); err != nil {
			return err
		}
		act := cmd.By.Does("partner.settle", "partner", uuid.UUID(cmd.Partner))
		act.Detail = audit.Detail{"month": cmd.Month.Format("2006-01"), "amount": int64(s.Amount), "uses": s.Uses}
		return audit.Record(ctx, tx, act)
	})
	return s, err
}

func checkPayment(reference string, on, today time.Time) error {
	var wrong fault.Fields
	switch n := utf8.RuneCountInString(reference); {
	case n == 0:
		wrong.Add("reference", "required")
	case n > 200:
		wrong.Add("reference", "too_long", fault.Params{"max": 200})
	}
	if on.IsZero() || on.After(today) {
		wrong.Add("paid_on", "not_later", fault.Params{"day": today.Format(time.DateOnly)})
	}
	return wrong.Err()
}

// settlement works out a month. The partner's row must be there.
func settlement(ctx context.Context, tx *db.Tx, v *programme.Version, cmd Payment) (partners.Settlement, error) {
	if _, err := partners.Find(ctx, tx, cmd.Partner); err != nil {
		return partners.Settlement{}, err
	}
	from, until := v.Midnight(cmd.Month), v.Midnight(cmd.Month.AddDate(0, 1, 0))
	if tx.Now.Before(until.Add(vouchers.UndoWindow)) {
		return partners.Settlement{}, fault.New(fault.Refused, "month_open")
	}
	var sum struct {
		Uses int64        `db:"uses"`
		Pays money.Amount `db:"pays"`
	}
	err := tx.Get(ctx, &sum, `SELECT count(*) AS uses, cast(coalesce(sum(pays), 0) AS bigint) AS pays FROM voucher_uses
		WHERE partner_id = $1 AND used_at >= $2 AND used_at < $3 AND undone_at IS NULL`, cmd.Partner, from, until)
	if err != nil {
		return partners.Settlement{}, fmt.Errorf("sum a partner's month: %w", err)
	}
	id, err := db.ID[ids.Settlement](tx)
	if err != nil {
		return partners.Settlement{}, fmt.Errorf("make a settlement's id: %w", err)
	}
	return partners.Settlement{ID: id, PartnerID: cmd.Partner, Month: cmd.Month, Uses: sum.Uses, Amount: sum.Pays,
		PaidOn: cmd.PaidOn, Reference: cmd.Reference, SettledAt: tx.Now, SettledBy: cmd.By.Staff}, nil
}
