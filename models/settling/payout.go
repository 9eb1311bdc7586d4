package settling

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"fealty/models/audit"
	"fealty/models/causes"
	"fealty/models/db"
	"fealty/models/donations"
	"fealty/models/fault"
	"fealty/models/ids"
)

// Payout says that the gifts to a cause were paid. Proof is a sentence or an
// address that everybody may read; Did is what the money does, or "".
type Payout struct {
	By     audit.By
	Cause  ids.Cause
	PaidOn time.Time
	Proof  string
	Did    string
}

// PayOut records that all gifts to a cause that can't be taken back any more were
// paid, with what the shop adds; from then on they aren't owed. None waiting is
// fault.Refused nothing_to_pay; a bad day or proof is a fault of its field.
func PayOut(ctx context.Context, d *db.DB, deps Deps, cmd Payout) (causes.Payout, error) {
	v, err := deps.Programme.InForce(ctx, d)
	if err != nil {
		return causes.Payout{}, err
	}
	cmd.Proof, cmd.Did = strings.TrimSpace(cmd.Proof), strings.TrimSpace(cmd.Did)
	if err := checkPayout(cmd, v.Today(d.Time())); err != nil {
		return causes.Payout{}, err
	}
	var paid causes.Payout
	err = db.InTx(ctx, d, func(tx *db.Tx) error {
		if err := causes.Lock(ctx, tx, cmd.Cause); err != nil {
			return err
		}
		if paid, err = payOut(ctx, tx, cmd); err != nil {
			return err
		}
		act := cmd.By.Does("cause.pay", "cause", uuid.UUID(cmd.Cause))
		act.Detail = audit.Detail{"payout": paid.ID.String(), "amount": int64(paid.Paid()), "points": int64(paid.Points)}
		return audit.Record(ctx, tx, act)
	})
	return paid, err
}

func checkPayout(cmd Payout, today time.Time) error {
	if err := causes.CheckProof(cmd.Proof, cmd.Did); err != nil {
		return err
	}
	if cmd.PaidOn.IsZero() || cmd.PaidOn.After(today) {
		var wrong fault.Fields
		wrong.Add("paid_on", "not_later", fault.Params{"day": today.Format(time.DateOnly)})
		return wrong.Err()
	}
	return nil
}

func payOut(ctx context.Context, tx *db.Tx, cmd Payout) (causes.Payout, error) {
	id, err := db.ID[ids.Payout](tx)
	if err != nil {
		return causes.Payout{}, err
	}
	sum, err := donations.PayOut(ctx, tx, cmd.Cause, id)
	if err != nil {
		return causes.Payout{}, err
	}
	if sum.Gifts == 0 {
		return causes.Payout{}, fault.New(fault.Refused, "nothing_to_pay")
	}
	p := causes.Payout{ID: id, CauseID: cmd.Cause, Gifts: sum.Gifts, Points: sum.Points, Amount: sum.Amount, Matched: sum.Matched,
		PaidOn: cmd.PaidOn, Proof: cmd.Proof, Did: cmd.Did, RecordedAt: tx.Now, RecordedBy: cmd.By.Staff}
	return p, causes.InsertPayout(ctx, tx, p)
}

// Telling corrects what a payout says; what was paid stands.
type Telling struct {
	By         audit.By
	Payout     ids.Payout
	Proof, Did string
}

// Tell changes the words of a payout.
func Tell(ctx context.Context, d *db.DB, cmd Telling) error {
	cmd.Proof, cmd.Did = strings.TrimSpace(cmd.Proof), strings.TrimSpace(cmd.Did)
	if err := causes.CheckProof(cmd.Proof, cmd.Did); err != nil {
		return err
	}
	return db.InTx(ctx, d, func(tx *db.Tx) error {
		if err := causes.TellPayout(ctx, tx, cmd.Payout, cmd.Proof, cmd.Did); err != nil {
			return err
		}
		return audit.Record(ctx, tx, cmd.By.Does("cause.tell", "payout", uuid.UUID(cmd.Payout)))
	})
}
