package adjusting

import (
	"context"

	"github.com/google/uuid"

	"fealty/models/audit"
	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/pictures"
	"fealty/models/vouchers"
)

// SaveShared puts up a new shared code for a reward whose voucher somebody can
// honour. What can't be kept is fault.Invalid by field.
func SaveShared(ctx context.Context, d *db.DB, deps Deps, by Who, s vouchers.Shared) error {
	code, err := checkShared(s)
	if err != nil {
		return err
	}
	return db.InTx(ctx, d, func(tx *db.Tx) error {
		reward, err := catalogue.Find(ctx, tx, s.RewardID)
		if err != nil {
			return err
		}
		var wrong fault.Fields
		if reward.Kind.Behaviour().Leaves != catalogue.AVoucher || reward.Kind == catalogue.StampCard || reward.GrantedFrom != nil {
			wrong.Add("code", "not_for_kind")
			return wrong.Err()
		}
		s.CodeKey, s.CreatedAt, s.Code = deps.Keys.Key(code), tx.Now, code.String()
		taken, err := vouchers.IsCodeTaken(ctx, tx, s.CodeKey)
		if err != nil {
			return err
		}
		if taken {
			wrong.Add("code", "code_taken")
			return wrong.Err()
		}
		if s.ID, err = db.ID[ids.Shared](tx); err != nil {
			return err
		}
		if err := tx.Apply(ctx, vouchers.InsertShared(s)); err != nil {
			return err
		}
		return by.record(ctx, tx, done{"reward.shared_code", "reward", uuid.UUID(s.RewardID)}, audit.Detail{"code": s.Code})
	})
}

func checkShared(s vouchers.Shared) (vouchers.Code, error) {
	var wrong fault.Fields
	code, err := vouchers.Foreign(s.Code)
	if err != nil {
		wrong.Add("code", "code_form", fault.Params{"min": vouchers.MinForeign, "max": vouchers.MaxForeign})
	}
	if s.Total != nil && (*s.Total < 1 || *s.Total > catalogue.MaxStock) {
		wrong.Add("total", "between", fault.Params{"min": 1, "max": catalogue.MaxStock})
	}
	if s.PerMember < 1 || s.PerMember > 1000 {
		wrong.Add("per_member", "between", fault.Params{"min": 1, "max": 1000})
	}
	if s.StartsOn != nil && s.EndsOn != nil && s.EndsOn.Before(*s.StartsOn) {
		wrong.Add("ends_on", "ends_before_start")
	}
	return code, wrong.Err()
}

// CloseShared ends a shared code. What members took by it stays theirs.
func CloseShared(ctx context.Context, d *db.DB, by Who, reward ids.Reward, id ids.Shared) error {
	return db.InTx(ctx, d, func(tx *db.Tx) error {
		if err := vouchers.CloseShared(ctx, tx, reward, id); err != nil {
			return err
		}
		return by.record(ctx, tx, done{"reward.shared_code_closed", "reward", uuid.UUID(reward)}, nil)
	})
}

// SetPicture shows another picture of a reward, or with nil its drawing again.
func SetPicture(ctx context.Context, d *db.DB, by Who, id ids.Reward, picture *pictures.Picture) error {
	return db.InTx(ctx, d, func(tx *db.Tx) error {
		before, err := catalogue.Find(ctx, tx, id)
		if err != nil {
			return err
		}
		var shown ids.Picture
		if picture != nil {
			if shown, err = pictures.Insert(ctx, tx, *picture); err != nil {
				return err
			}
		}
		if err := catalogue.SetPicture(ctx, tx, id, shown); err != nil {
			return err
		}
		if err := pictures.Forget(ctx, tx, before.PictureID); err != nil {
			return err
		}
		return by.record(ctx, tx, done{"reward.picture", "reward", uuid.UUID(id)}, nil)
	})
}
