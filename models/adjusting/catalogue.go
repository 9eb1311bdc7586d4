package adjusting

import (
	"context"

	"github.com/google/uuid"

	"fealty/models/audit"
	"fealty/models/catalogue"
	"fealty/models/causes"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/partners"
	"fealty/models/programme"
	"fealty/models/sessions"
	"fealty/models/staff"
	"fealty/models/vouchers"
)

// RewardChange is a reward as the editor leaves it. A zero id makes a new one.
// Remaining is how many are left from now on, nil for as many as are wanted;
// KeepStock leaves the stock alone, for a form that was open while others took.
type RewardChange struct {
	By        Who
	Reward    catalogue.Reward
	Texts     []catalogue.Text
	Remaining *int64
	KeepStock bool
	// Hidden is what only those see who have redeemed; for content.
	Hidden []catalogue.Hidden
}

// SaveReward keeps a reward, its texts and its stock, and answers its id. What
// can't be kept is one fault.Invalid that names every field.
func SaveReward(ctx context.Context, d *db.DB, deps Deps, cmd RewardChange) (ids.Reward, error) {
	v, err := deps.Programme.InForce(ctx, d)
	if err != nil {
		return ids.Reward{}, err
	}
	if err := catalogue.CheckWhole(cmd.Reward, cmd.Texts, cmd.Hidden, rulesOf(v)); err != nil {
		return ids.Reward{}, err
	}
	id := cmd.Reward.ID
	err = db.InTx(ctx, d, func(tx *db.Tx) error {
		action := "reward.edit"
		if cmd.Reward.ID.IsZero() {
			action = "reward.create"
			if id, err = db.ID[ids.Reward](tx); err != nil {
				return err
			}
		}
		r := cmd.Reward
		r.ID = id
		if err := saveReward(ctx, tx, r, cmd); err != nil {
			return err
		}
		return cmd.By.record(ctx, tx, done{action, "reward", uuid.UUID(id)},
			audit.Detail{"price": int64(r.Price), "state": string(r.State)})
	})
	return id, err
}

func rulesOf(v *programme.Version) catalogue.Rules {
	rules := catalogue.Rules{Main: v.Document.Club.Languages[0]}
	for _, step := range v.Document.Tiers.Steps {
		rules.Tiers = append(rules.Tiers, step.Key)
	}
	return rules
}

func saveReward(ctx context.Context, tx *db.Tx, r catalogue.Reward, cmd RewardChange) error {
	if !r.PartnerID.IsZero() {
		if _, err := partners.Find(ctx, tx, r.PartnerID); fault.KindOf(err) == fault.NotFound {
			var wrong fault.Fields
			wrong.Add("partner", "choice")
			return wrong.Err()
		} else if err != nil {
			return err
		}
	}
	if err := catalogue.Save(ctx, tx, r, cmd.Texts); err != nil {
		return err
	}
	if err := catalogue.SaveHidden(ctx, tx, r.ID, cmd.Hidden); err != nil {
		return err
	}
	return saveStock(ctx, tx, r, cmd)
}

// saveStock says how many are left: as the editor says, as many as are free in
// the pool, or any number where nothing is counted. Who waited is told.
func saveStock(ctx context.Context, tx *db.Tx, r catalogue.Reward, cmd RewardChange) error {
	remaining := cmd.Remaining
	switch {
	case r.Codes == catalogue.PoolCodes:
		if err := catalogue.LockStock(ctx, tx, r.ID); err != nil {
			return err
		}
		pool, err := vouchers.CountPool(ctx, tx, r.ID)
		if err != nil {
			return err
		}
		remaining = &pool.Free
	case !r.Kind.Has(catalogue.PartStock) || r.GrantedFrom != nil:
		remaining = nil
	case cmd.KeepStock:
		return nil
	}
	if err := catalogue.HoldCount(ctx, tx, r.ID); err != nil {
		return err
	}
	out, err := vouchers.CountOut(ctx, tx, r.ID)
	if err != nil {
		return err
	}
	if err := catalogue.SetStock(ctx, tx, r.ID, remaining, out); err != nil {
		return err
	}
	if r.State != catalogue.Live || (remaining != nil && *remaining == 0) {
		return nil
	}
	return tellBack(ctx, tx, r.ID)
}

// SetRewardState publishes, pauses or archives a reward.
func SetRewardState(ctx context.Context, d *db.DB, by Who, id ids.Reward, state catalogue.State) error {
	return db.InTx(ctx, d, func(tx *db.Tx) error {
		if err := catalogue.SetState(ctx, tx, id, state); err != nil {
			return err
		}
		return by.record(ctx, tx, done{"reward." + string(state), "reward", uuid.UUID(id)}, nil)
	})
}

// CauseChange is a cause as the editor leaves it. A zero id makes a new one.
type CauseChange struct {
	By    Who
	Cause causes.Cause
	Texts []causes.Text
}

// SaveCause keeps a cause and its texts, and answers its id.
func SaveCause(ctx context.Context, d *db.DB, deps Deps, cmd CauseChange) (ids.Cause, error) {
	v, err := deps.Programme.InForce(ctx, d)
	if err != nil {
		return ids.Cause{}, err
	}
	if err := causes.Check(cmd.Cause, cmd.Texts, v.Document.Club.Languages[0]); err != nil {
		return ids.Cause{}, err
	}
	id := cmd.Cause.ID
	err = db.InTx(ctx, d, func(tx *db.Tx) error {
		action := "cause.edit"
		if cmd.Cause.ID.IsZero() {
			action = "cause.create"
			if id, err = db.ID[ids.Cause](tx); err != nil {
				return err
			}
		}
		c := cmd.Cause
		c.ID = id
		if err := causes.Save(ctx, tx, c, cmd.Texts); err != nil {
			return err
		}
		return cmd.By.record(ctx, tx, done{action, "cause", uuid.UUID(id)}, audit.Detail{"state": string(c.State)})
	})
	return id, err
}

// SavePartner keeps a partner, new when its id is zero, and answers the id. To
// archive one ends the sessions of its people.
func SavePartner(ctx context.Context, d *db.DB, by Who, p partners.Partner) (ids.Partner, error) {
	id := p.ID
	err := db.InTx(ctx, d, func(tx *db.Tx) error {
		action, save := "partner.edit", partners.Update
		if p.ID.IsZero() {
			var err error
			if id, err = db.ID[ids.Partner](tx); err != nil {
				return err
			}
			action, save = "partner.create", partners.Insert
		}
		kept := p
		kept.ID, kept.CreatedAt = id, tx.Now
		if err := save(ctx, tx, kept); err != nil {
			return err
		}
		if !kept.LetsIn() {
			if err := signOut(ctx, tx, id); err != nil {
				return err
			}
		}
		return by.record(ctx, tx, done{action, "partner", uuid.UUID(id)}, audit.Detail{"state": string(p.State)})
	})
	return id, err
}

// signOut ends the sessions of a partner's people.
func signOut(ctx context.Context, tx *db.Tx, partner ids.Partner) error {
	people, err := staff.OfPartner(ctx, tx, partner)
	if err != nil {
		return err
	}
	writes := make([]db.Write, len(people))
	for i, s := range people {
		writes[i] = sessions.EndAllOfStaff(s.ID)
	}
	return tx.Apply(ctx, writes...)
}

// done names an act for the audit and what it was done to.
type done struct {
	action, object string
	id             uuid.UUID
}

func (w Who) record(ctx context.Context, tx *db.Tx, what done, detail audit.Detail) error {
	act := w.act(what.action)
	act.Object, act.ObjectID, act.Detail = what.object, uuid.NullUUID{UUID: what.id, Valid: true}, detail
	if act.Detail == nil {
		act.Detail = audit.Detail{}
	}
	return audit.Record(ctx, tx, act)
}
