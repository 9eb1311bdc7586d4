package redeeming

import (
	"context"

	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/vouchers"
)

// Paying is a voucher that a purchase is paid with, in part or whole. Channel is
// the purchase's ("counter" or "web"), Place the shop's key.
type Paying struct {
	Member  ids.Member
	Code    string
	Channel string
	Place   string
}

// Paid is what the voucher brings to the purchase: an amount (money_off), a
// percentage (percent_off), free shipping, or goods by Kind.
type Paid struct {
	Voucher ids.Voucher
	Use     ids.Use
	Reward  ids.Reward
	Kind    catalogue.Kind
	Worth   money.Amount
	Percent *int
}

// UseVoucher takes a voucher as payment inside the caller's transaction, which
// holds the member's wallets: it locks the voucher's row, decides, and answers
// the writes that mark it used, for the caller's own round trip. A voucher that
// is another member's is fault.NotFound voucher_unknown; else it refuses as
// Check does.
func UseVoucher(ctx context.Context, tx *db.Tx, deps Deps, v *programme.Version, p Paying) (Paid, []db.Write, error) {
	code, err := vouchers.ParseCode(p.Code)
	if err != nil {
		return Paid{}, nil, err
	}
	voucher, err := vouchers.LockByCode(ctx, tx, deps.Keys.Key(code))
	if err != nil {
		return Paid{}, nil, err
	}
	if voucher.MemberID != p.Member {
		return Paid{}, nil, fault.New(fault.NotFound, "voucher_unknown")
	}
	q := Question{Channel: p.Channel}
	found, err := describe(ctx, tx, v, described{voucher, q})
	if err != nil {
		return Paid{}, nil, err
	}
	refusal := honour(voucher, found, honouring{q, v.Today(tx.Now)})
	if err := refusalWithPlace(ctx, tx, voucher, refusal); err != nil {
		return Paid{}, nil, err
	}
	use, err := newUse(tx, voucher, p.Place)
	if err != nil {
		return Paid{}, nil, err
	}
	return Paid{Voucher: voucher.ID, Use: use.ID, Reward: voucher.RewardID, Kind: found.Kind, Worth: voucher.Worth,
		Percent: found.Percent}, vouchers.MarkUsed(use), nil
}

// ReplaceVoucher gives a member a fresh voucher for one that paid for a purchase
// which came back whole: same reward, price and last day, a new code, since the
// old one may have been wiped. The caller holds the member's wallets. The old
// voucher is cancelled, so that one redemption stays one voucher. A voucher that
// is not used stays as it is.
func ReplaceVoucher(ctx context.Context, tx *db.Tx, deps Deps, old vouchers.Voucher) (vouchers.Voucher, []db.Write, error) {
	if old.State != vouchers.Used {
		return old, nil, nil
	}
	use, err := vouchers.CurrentUse(ctx, tx, old.ID)
	if err != nil {
		return old, nil, err
	}
	fresh := old
	fresh.State, fresh.UsedAt, fresh.IssuedAt = vouchers.Issued, nil, tx.Now
	if err := mint(tx, deps.Keys, &fresh); err != nil {
		return old, nil, err
	}
	writes := append(vouchers.Insert(fresh), vouchers.CancelUsed(use, tx.Now)...)
	return fresh, writes, nil
}
