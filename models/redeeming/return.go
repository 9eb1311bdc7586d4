package redeeming

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/money"
	"fealty/models/once"
	"fealty/models/programme"
	"fealty/models/vouchers"
)

// VoucherReturn asks for an unused voucher's points back.
type VoucherReturn struct {
	Member  ids.Member
	Voucher ids.Voucher
	Key     string
	// By is as in Redemption.
	By Who
}

// Returned tells what came back. Spendable is what the member has now; points
// whose last day has passed meanwhile came back to their old lots and are not in
// it.
type Returned struct {
	Voucher   ids.Voucher  `json:"voucher"`
	Points    money.Points `json:"points"`
	Spendable money.Points `json:"spendable"`
}

// ReturnVoucher takes an unused voucher back for all its points, which go to the
// lots they came from with their old last days. Refused as voucher_used,
// voucher_expired, voucher_returned, voucher_cancelled, voucher_reserved,
// voucher_gift, return_too_late, voucher_no_return, voucher_code_seen or
// event_over. What goes by post is called off by CancelOrder.
func ReturnVoucher(ctx context.Context, d *db.DB, deps Deps, cmd VoucherReturn) (Returned, error) {
	v, err := deps.Programme.InForce(ctx, d)
	if err != nil {
		return Returned{}, err
	}
	claim := once.Claiming{Key: once.Key{Scope: "return:" + cmd.Member.String(), Key: cmd.Key}, Input: once.Hash(cmd.Voucher)}
	return once.Act[Returned](ctx, d, claim, func(tx *db.Tx, keep once.Keeper) error {
		held, err := ledger.Lock(ctx, tx, cmd.Member)
		if err != nil {
			return err
		}
		voucher, err := vouchers.Lock(ctx, tx, cmd.Member, cmd.Voucher)
		if err != nil {
			return err
		}
		reward, err := catalogue.Find(ctx, tx, voucher.RewardID)
		if err != nil {
			return err
		}
		if refusal := DecideBack(reward, voucher, v, tx.Now); refusal != nil {
			return refusal
		}
		if err := giveBack(ctx, tx, held, back{voucher, v, keep, cmd.By}); err != nil {
			return err
		}
		return catalogue.PutBackStock(ctx, tx, voucher.RewardID)
	})
}

// DecideReturn answers nil when a voucher can be returned at this instant as far
// as it tells itself, else the refusal. DecideBack asks its reward too.
func DecideReturn(voucher vouchers.Voucher, v *programme.Version, at time.Time) *fault.Error {
	today := v.Today(at)
	if refusal := unusable(voucher, today); refusal != nil {
		return refusal
	}
	if voucher.EntrySeq == nil {
		return fault.New(fault.Refused, "voucher_gift")
	}
	days := v.Document.Spending.ReturnsVoucherDays
	if days > 0 && today.After(v.Today(voucher.IssuedAt).AddDate(0, 0, days)) {
		return fault.New(fault.Refused, "return_too_late", fault.Params{"days": days})
	}
	return nil
}

// unusable says why a voucher is not there to be used or returned; nil when it
// is.
func unusable(v vouchers.Voucher, today time.Time) *fault.Error {
	switch v.StateOn(today) {
	case vouchers.Used:
		params := fault.Params{}
		if v.UsedAt != nil {
			params["at"] = v.UsedAt.UTC().Format(time.RFC3339)
		}
		return fault.New(fault.Refused, "voucher_used", params)
	case vouchers.Expired:
		return fault.New(fault.Refused, "voucher_expired", fault.Params{"on": dateText(v.ExpiresOn)})
	case vouchers.Returned:
		return fault.New(fault.Refused, "voucher_returned")
	case vouchers.Cancelled:
		return fault.New(fault.Refused, "voucher_cancelled")
	case vouchers.Reserved:
		return fault.New(fault.Refused, "voucher_reserved")
	}
	return nil
}

type back struct {
	voucher vouchers.Voucher
	version *programme.Version
	keep    once.Keeper
	by      Who
}

func giveBack(ctx context.Context, tx *db.Tx, held *ledger.Held, b back) error {
	v, seq := b.voucher, *b.voucher.EntrySeq
	today := b.version.Today(tx.Now)
	writes, err := held.GiveBack(ctx, tx, ledger.Posting{
		Member: v.MemberID, Wallet: ledger.Points, Kind: ledger.VoucherReturned, Amount: v.Price, GivesBack: seq, Undoes: seq,
		Source: "voucher", SourceID: uuid.UUID(v.ID), Actor: b.by.actor(v.MemberID),
		Version: b.version.Number, HappenedOn: today, Detail: fmt.Sprintf(`{"reward":%q}`, v.RewardID),
	})
	if err != nil {
		return err
	}
	kept, err := b.keep(Returned{Voucher: v.ID, Points: v.Price, Spendable: held.Spendable(v.MemberID, ledger.Points, today)})
	if err != nil {
		return err
	}
	noted, err := b.by.audited(tx, "voucher.return", v)
	if err != nil {
		return err
	}
	return tx.Apply(ctx, append(append(writes, noted...), vouchers.Return(v, tx.Now), kept)...)
}
