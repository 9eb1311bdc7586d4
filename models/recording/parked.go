package recording

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"fealty/models/audit"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/purchases"
)

// parkedBody is a parked return as it is kept.
type parkedBody struct {
	ReturnID ids.Return   `json:"return_id"`
	Actor    ledger.Actor `json:"actor"`
	Quiet    bool         `json:"quiet,omitempty"`
	Input    ReturnInput  `json:"input"`
}

// ApplyParked applies the returns that waited for a purchase, in the order they
// came. One that asks for what was not bought is refused, and staff find it in
// the log.
func ApplyParked(ctx context.Context, tx *db.Tx, deps Deps, reference string) error {
	waiting, err := purchases.Waiting(ctx, tx, reference)
	if err != nil {
		return err
	}
	target, err := purchases.FindReference(ctx, tx, reference)
	if err != nil {
		return err
	}
	for _, parked := range waiting {
		var body parkedBody
		if err := json.Unmarshal(parked.Body, &body); err != nil {
			return fmt.Errorf("read a parked return: %w", err)
		}
		r := &returning{deps: deps, cmd: ReturnCommand{Actor: body.Actor, Quiet: body.Quiet}, in: body.Input, id: body.ReturnID, isParked: true}
		if r.in.ReturnedAt.IsZero() {
			r.in.ReturnedAt = parked.ParkedAt.UTC().Truncate(time.Microsecond)
		}
		_, writes, err := r.record(ctx, tx, target)
		if kind := fault.KindOf(err); kind == fault.Refused || kind == fault.Invalid {
			writes, err = r.refuse(tx, target, err)
		}
		if err != nil {
			return err
		}
		if err := tx.Apply(ctx, writes...); err != nil {
			return err
		}
	}
	return nil
}

// refuse marks a parked return with what is wrong with it. Nobody waits for an
// answer, so it goes into the log of what staff look at.
func (r *returning) refuse(tx *db.Tx, target purchases.Reference, wrong error) ([]db.Write, error) {
	why := reasonOf(wrong)
	mark, err := purchases.RefuseParked(r.in.Reference, why, tx.Now)
	if err != nil {
		return nil, err
	}
	act, err := audit.Fill(tx, audit.Act{Actor: ledger.BySystem, Action: "return.refuse", Object: "member",
		ObjectID: audit.On(target.MemberID), MemberID: target.MemberID, Reason: r.in.Reference + " (" + target.Reference + ")",
		Detail: audit.Detail{"return": r.id.String(), "fault": why.Key}})
	if err != nil {
		return nil, err
	}
	return []db.Write{mark, audit.Insert(act)}, nil
}

// reasonOf is the fault itself, or that of its first field.
func reasonOf(wrong error) purchases.Refusal {
	var f *fault.Error
	if !errors.As(wrong, &f) {
		return purchases.Refusal{Key: "refused"}
	}
	if names := f.FieldNames(); len(names) > 0 {
		field := f.Fields[names[0]]
		return purchases.Refusal{Key: field.Key, Params: field.Params}
	}
	return purchases.Refusal{Key: f.Key, Params: f.Params}
}
