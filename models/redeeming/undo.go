package redeeming

import (
	"context"
	"time"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/once"
	"fealty/models/vouchers"
)

// Undo takes a use back: a partner within ten minutes, the shop within fifteen.
type Undo struct {
	Use ids.Use
	By  Who
	Key string
}

// Undone tells which voucher is good again.
type Undone struct {
	Use     ids.Use     `json:"use"`
	Voucher ids.Voucher `json:"voucher"`
	At      time.Time   `json:"at"`
}

// UndoUse makes a voucher good again that was used by mistake. A partner undoes
// its own, the shop's people what was used at the shop; anybody else's, and what
// paid for a purchase, is fault.NotFound. Too late is fault.Refused
// undo_too_late, twice is already_undone.
func UndoUse(ctx context.Context, d *db.DB, cmd Undo) (Undone, error) {
	if cmd.By.Staff.IsZero() {
		return Undone{}, fault.New(fault.NotFound, "use_unknown")
	}
	claim := once.Claiming{Key: once.Key{Scope: cmd.By.scope("undo"), Key: cmd.Key}, Input: once.Hash(cmd.Use)}
	return once.Act[Undone](ctx, d, claim, func(tx *db.Tx, keep once.Keeper) error {
		voucher, use, err := lockUse(ctx, tx, cmd)
		if err != nil {
			return err
		}
		switch {
		case use.UndoneAt != nil:
			return fault.New(fault.Refused, "already_undone")
		case !use.CanUndo(tx.Now):
			return fault.New(fault.Refused, "undo_too_late", fault.Params{"minutes": int(use.UndoWindow().Minutes())})
		}
		kept, err := keep(Undone{Use: use.ID, Voucher: voucher.ID, At: tx.Now})
		if err != nil {
			return err
		}
		writes, err := cmd.By.audited(tx, "voucher.undo_use", voucher)
		if err != nil {
			return err
		}
		return tx.Apply(ctx, append(append(writes, kept), vouchers.MarkUnused(use, cmd.By.Staff, tx.Now)...)...)
	})
}

// lockUse finds a use that is this person's to undo, and reads it again once the
// voucher's row is held.
func lockUse(ctx context.Context, tx *db.Tx, cmd Undo) (vouchers.Voucher, vouchers.Use, error) {
	use, err := vouchers.FindUse(ctx, tx, cmd.Use)
	if err != nil {
		return vouchers.Voucher{}, use, err
	}
	if use.StaffID.IsZero() || use.PartnerID != cmd.By.Partner {
		return vouchers.Voucher{}, use, fault.New(fault.NotFound, "use_unknown")
	}
	voucher, err := vouchers.Lock(ctx, tx, use.MemberID, use.VoucherID)
	if err != nil {
		return voucher, use, err
	}
	use, err = vouchers.FindUse(ctx, tx, cmd.Use)
	return voucher, use, err
}
