package redeeming

import (
	"context"
	"errors"
	"time"

	"fealty/models/audit"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/money"
	"fealty/models/once"
	"fealty/models/programme"
	"fealty/models/vouchers"
)

// Using is a question whose answer takes the voucher: Place is what is written
// down about where ("fjordkino", a shop's key); Key is the idempotency key.
type Using struct {
	Question
	Place string
	Key   string
}

// Used tells that a voucher was good and is now used, in one answer with what to
// hand over. What was found then is kept under the key, so that a repeat says the
// same; the guest's name is not, since a person can be erased, and is read again.
type Used struct {
	Use       ids.Use      `json:"use"`
	Voucher   ids.Voucher  `json:"voucher"`
	Member    ids.Member   `json:"member"`
	Pays      money.Amount `json:"pays"`
	UsedAt    time.Time    `json:"used_at"`
	UndoUntil time.Time    `json:"undo_until"`
	Found     Found        `json:"found"`
}

// Use marks a voucher as used, exactly once however many ask, and says
// what to hand over. It refuses as Check does.
func Use(ctx context.Context, d *db.DB, deps Deps, cmd Using) (Used, error) {
	code, err := vouchers.ReadCode(cmd.Code)
	if err != nil {
		return Used{}, err
	}
	v, err := deps.Programme.InForce(ctx, d)
	if err != nil {
		return Used{}, err
	}
	key := deps.Keys.Key(code)
	claim := once.Claiming{Key: once.Key{Scope: cmd.By.scope("use"), Key: cmd.Key}, Input: cmd.hash(key)}
	used, err := once.Act[Used](ctx, d, claim, func(tx *db.Tx, keep once.Keeper) error {
		voucher, err := vouchers.LockByCode(ctx, tx, key)
		if fault.KindOf(err) == fault.NotFound {
			return useShared(ctx, tx, v, sharedUse{asking{cmd.Question, code, key}, cmd, deps.Keys, keep})
		}
		if err != nil {
			return err
		}
		return markUsed(ctx, tx, v, marking{voucher, cmd, keep})
	})
	if errors.Is(err, errTakenMeanwhile) {
		err = fault.New(fault.Refused, "code_used_up")
	}
	if err != nil {
		return Used{}, err
	}
	return withWords(ctx, d, v, answered{used, cmd, code})
}

// hash is what a repeat under the same key must ask for again.
func (u Using) hash(code []byte) []byte {
	if u.Member.IsZero() {
		return once.Hash(code, u.Place)
	}
	return once.Hash(code, u.Place, u.Member)
}

type marking struct {
	voucher vouchers.Voucher
	Using
	keep once.Keeper
}

func markUsed(ctx context.Context, tx *db.Tx, v *programme.Version, m marking) error {
	found, err := describe(ctx, tx, v, described{m.voucher, m.Question})
	if err != nil {
		return err
	}
	refusal := honour(m.voucher, found, honouring{m.Question, v.Today(tx.Now)})
	if err := refusalWithPlace(ctx, tx, m.voucher, refusal); err != nil {
		return err
	}
	use, err := newUse(tx, m.voucher, m.Place)
	if err != nil {
		return err
	}
	use.StaffID = m.By.Staff
	kept, err := m.keep(Used{Use: use.ID, Voucher: use.VoucherID, Member: use.MemberID, Pays: use.Pays, UsedAt: use.UsedAt,
		UndoUntil: use.UsedAt.Add(use.UndoWindow()), Found: found.Found})
	if err != nil {
		return err
	}
	writes, err := m.By.audited(tx, "voucher.use", m.voucher)
	if err != nil {
		return err
	}
	return tx.Apply(ctx, append(append(writes, kept), vouchers.MarkUsed(use)...)...)
}

func newUse(tx *db.Tx, v vouchers.Voucher, place string) (vouchers.Use, error) {
	id, err := db.ID[ids.Use](tx)
	return vouchers.Use{ID: id, MemberID: v.MemberID, VoucherID: v.ID, RewardID: v.RewardID, PartnerID: v.PartnerID,
		Place: place, Pays: v.Pays, UsedAt: tx.Now}, err
}

// audited is the audit's row when one of the staff acts; the API's acts stand in
// the uses themselves.
func (w Who) audited(tx *db.Tx, action string, v vouchers.Voucher) ([]db.Write, error) {
	if w.Staff.IsZero() {
		return nil, nil
	}
	act, err := audit.Fill(tx, w.act(action, v))
	if err != nil {
		return nil, err
	}
	return []db.Write{audit.Insert(act)}, nil
}

type answered struct {
	Used
	cmd  Using
	code vouchers.Code
}

func withWords(ctx context.Context, r db.Reader, v *programme.Version, a answered) (Used, error) {
	voucher, err := vouchers.Find(ctx, r, a.Member, a.Voucher)
	if err != nil {
		return Used{}, err
	}
	found, err := describe(ctx, r, v, described{voucher, a.cmd.Question})
	if err != nil {
		return Used{}, err
	}
	used := a.Used
	used.Found.Guest, used.Found.Code = found.Guest, a.code.String()
	return used, nil
}
