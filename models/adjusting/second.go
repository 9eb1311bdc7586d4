package adjusting

import (
	"context"
	"fmt"

	"fealty/models/adjustments"
	"fealty/models/audit"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/once"
)

// needsSecond tells whether an adjustment is too much for one person, and there
// is another who may agree. An owner who is alone in the shop has nobody to ask.
func needsSecond(ctx context.Context, r db.Reader, limits Limits, cmd Adjustment) (bool, error) {
	if max(cmd.Points, -cmd.Points) <= limits.Alone || cmd.By.Staff.IsZero() {
		return false, nil
	}
	var others bool
	err := r.Get(ctx, &others, `SELECT EXISTS (SELECT FROM staff WHERE role IN ('owner', 'manager') AND disabled_at IS NULL AND id <> $1)`, cmd.By.Staff)
	if err != nil {
		return false, fmt.Errorf("look for a second person: %w", err)
	}
	return others, nil
}

// ask keeps an adjustment for a second person.
func (a adjustment) ask(ctx context.Context, tx *db.Tx) error {
	id, err := db.ID[ids.Adjustment](tx)
	if err != nil {
		return err
	}
	kept, err := a.keep(Receipt{Member: a.Member, Points: a.Points, At: tx.Now, Waiting: id})
	if err != nil {
		return err
	}
	act := a.By.act("points.ask")
	act.Object, act.ObjectID, act.MemberID, act.Reason = "member", audit.On(a.Member), a.Member, a.Reason
	act.Detail = audit.Detail{"points": int64(a.Points), "adjustment": id.String()}
	if act, err = audit.Fill(tx, act); err != nil {
		return err
	}
	return tx.Apply(ctx, kept, audit.Insert(act), adjustments.Insert(adjustments.Adjustment{ID: id, MemberID: a.Member, Points: a.Points,
		Reason: a.Reason, AskedBy: a.By.Staff, AskedAt: tx.Now}))
}

// Decision is what a second person says to an adjustment that waits.
type Decision struct {
	By         Who
	Adjustment ids.Adjustment
	Approves   bool
	Key        string
}

// Decide moves the points that somebody else asked for, or not. Who asked, and
// who would gain, can't decide: fault.Forbidden second_person or own_account.
// One that is decided already is fault.Refused adjustment_decided; taking more
// than can be spent meanwhile is too_few_points, and it still waits.
func Decide(ctx context.Context, d *db.DB, deps Deps, cmd Decision) (Receipt, error) {
	v, err := deps.Programme.InForce(ctx, d)
	if err != nil {
		return Receipt{}, err
	}
	asked, err := adjustments.Find(ctx, d, cmd.Adjustment)
	if err != nil {
		return Receipt{}, err
	}
	claim := once.Claiming{Key: once.Key{Scope: "decide:" + cmd.By.Staff.String(), Key: cmd.Key}, Input: once.Hash(cmd.Adjustment, cmd.Approves)}
	return once.Act[Receipt](ctx, d, claim, func(tx *db.Tx, keep once.Keeper) error {
		held, err := ledger.Lock(ctx, tx, asked.MemberID)
		if err != nil {
			return err
		}
		if err := held.LoadLots(ctx, tx); err != nil {
			return err
		}
		asked, err := cmd.lock(ctx, tx)
		if err != nil {
			return err
		}
		again := Adjustment{By: cmd.By, Member: asked.MemberID, Points: asked.Points, Reason: asked.Reason}
		if err := refuseOwn(ctx, tx, again); err != nil {
			return err
		}
		return decision{cmd, asked, adjustment{again, v, keep}}.write(ctx, tx, held)
	})
}

// lock holds what is to be decided, if this person may.
func (cmd Decision) lock(ctx context.Context, tx *db.Tx) (adjustments.Adjustment, error) {
	asked, err := adjustments.Lock(ctx, tx, cmd.Adjustment)
	switch {
	case err != nil:
		return asked, err
	case asked.State != adjustments.Waiting:
		return asked, fault.New(fault.Refused, "adjustment_decided")
	case asked.AskedBy == cmd.By.Staff:
		return asked, fault.New(fault.Forbidden, "second_person")
	}
	return asked, nil
}

type decision struct {
	Decision
	asked adjustments.Adjustment
	adjustment
}

func (d decision) write(ctx context.Context, tx *db.Tx, held *ledger.Held) error {
	receipt := Receipt{Member: d.asked.MemberID, Points: d.asked.Points, At: tx.Now}
	d.asked.State, d.asked.DecidedBy, d.asked.DecidedAt = adjustments.Refused, d.By.Staff, &tx.Now
	act := d.By.act("points.refuse")
	act.Detail = audit.Detail{"points": int64(d.asked.Points), "asked_by": d.asked.AskedBy.String()}
	var writes []db.Write
	if d.Approves {
		var err error
		if receipt, writes, err = d.move(tx, held); err != nil {
			return err
		}
		d.asked.State, d.asked.EntrySeq = adjustments.Approved, &receipt.Entry
		act.Action, act.Detail["entry"] = "points.approve", receipt.Entry
	}
	kept, err := d.keep(receipt)
	if err != nil {
		return err
	}
	act.Object, act.ObjectID, act.MemberID, act.Reason = "member", audit.On(d.asked.MemberID), d.asked.MemberID, d.asked.Reason
	if act, err = audit.Fill(tx, act); err != nil {
		return err
	}
	return tx.Apply(ctx, append(writes, kept, audit.Insert(act), adjustments.Decide(d.asked))...)
}
