package redeeming

import (
	"context"
	"time"

	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/gifts"
	"fealty/models/ids"
	"fealty/models/once"
	"fealty/models/programme"
	"fealty/models/vouchers"
)

// Sending asks for a link by which a friend gets one of a member's vouchers.
type Sending struct {
	Member  ids.Member
	Voucher ids.Voucher
	Key     string
}

// Sent names the gift; gifts.Link gives the link's token.
type Sent struct {
	Gift      ids.Gift `json:"gift"`
	ExpiresOn string   `json:"expires_on"`
}

// SendGift sets an unused voucher aside and makes the link. Refused as
// DecideGift does.
func SendGift(ctx context.Context, d *db.DB, deps Deps, cmd Sending) (Sent, error) {
	v, err := deps.Programme.InForce(ctx, d)
	if err != nil {
		return Sent{}, err
	}
	claim := once.Claiming{Key: once.Key{Scope: "gift:" + cmd.Member.String(), Key: cmd.Key}, Input: once.Hash(cmd.Voucher)}
	return once.Act[Sent](ctx, d, claim, func(tx *db.Tx, keep once.Keeper) error {
		voucher, err := vouchers.Lock(ctx, tx, cmd.Member, cmd.Voucher)
		if err != nil {
			return err
		}
		reward, err := catalogue.Find(ctx, tx, voucher.RewardID)
		if err != nil {
			return err
		}
		if refusal := DecideGift(reward, voucher, v, tx.Now); refusal != nil {
			return refusal
		}
		return setAside(ctx, tx, deps.Keys, sending{voucher, keep})
	})
}

// DecideGift answers nil when a voucher can be sent to a friend at this instant.
// Else it is refused as a use would be, or as gift_tied (the shop wants its own
// member to use it), voucher_code_seen or event_over.
func DecideGift(reward catalogue.Reward, voucher vouchers.Voucher, v *programme.Version, at time.Time) *fault.Error {
	today := v.Today(at)
	if refusal := unusable(voucher, today); refusal != nil {
		return refusal
	}
	// What a purchase gave is for who bought, unless it is a gift itself.
	isTied := !voucher.GrantedBy.IsZero() && reward.Kind != catalogue.Gift
	leaves := reward.Kind.Behaviour().Leaves
	switch {
	case reward.NoGift || isTied || leaves != catalogue.AVoucher:
		return fault.New(fault.Refused, "gift_tied")
	case reward.Codes == catalogue.PoolCodes:
		return fault.New(fault.Refused, "gift_code_seen")
	case reward.IsOver(at, today):
		return fault.New(fault.Refused, "event_over")
	}
	return nil
}

type sending struct {
	voucher vouchers.Voucher
	keep    once.Keeper
}

func setAside(ctx context.Context, tx *db.Tx, keys vouchers.Keyring, s sending) error {
	id, err := db.ID[ids.Gift](tx)
	if err != nil {
		return err
	}
	ok, err := vouchers.Reserve(ctx, tx, s.voucher.MemberID, []ids.Voucher{s.voucher.ID})
	if err != nil {
		return err
	}
	if !ok { // it was issued under the lock a moment ago
		return fault.New(fault.Refused, "voucher_reserved")
	}
	kept, err := s.keep(Sent{Gift: id, ExpiresOn: dateText(s.voucher.ExpiresOn)})
	if err != nil {
		return err
	}
	return tx.Apply(ctx, kept, gifts.Insert(gifts.Gift{ID: id, MemberID: s.voucher.MemberID, VoucherID: s.voucher.ID,
		TokenHash: gifts.Digest(gifts.Link(keys.Lookup, id)), KeptHash: gifts.Digest(gifts.Kept(keys.Lookup, id)),
		State: gifts.Open, MadeAt: tx.Now, ExpiresOn: s.voucher.ExpiresOn}))
}

// GiftBack asks for a gift that nobody has accepted.
type GiftBack struct {
	Member  ids.Member
	Voucher ids.Voucher
}

// TakeGiftBack ends the link and makes the voucher good again. One that is back
// already stays so; else it is refused as the link would be.
func TakeGiftBack(ctx context.Context, d *db.DB, deps Deps, cmd GiftBack) error {
	v, err := deps.Programme.InForce(ctx, d)
	if err != nil {
		return err
	}
	return db.InTx(ctx, d, func(tx *db.Tx) error {
		g, err := gifts.LockOfVoucher(ctx, tx, cmd.Member, cmd.Voucher)
		if err != nil || g.State == gifts.TakenBack {
			return err
		}
		if refusal := g.Refusal(v.Today(tx.Now)); refusal != nil {
			return refusal
		}
		return end(ctx, tx, gifts.TakenBack, g)
	})
}

// EndGifts ends the links whose last day is before the given one, and answers how
// many; their vouchers are over with them.
func EndGifts(ctx context.Context, d *db.DB, day time.Time) (int, error) {
	ended := 0
	err := db.InTx(ctx, d, func(tx *db.Tx) error {
		due, err := gifts.LockDue(ctx, tx, day, 50)
		if err != nil {
			return err
		}
		ended = len(due)
		return end(ctx, tx, gifts.Expired, due...)
	})
	return ended, err
}

func end(ctx context.Context, tx *db.Tx, as gifts.State, list ...gifts.Gift) error {
	var writes []db.Write
	for _, g := range list {
		g.State, g.EndedAt = as, &tx.Now
		writes = append(writes, gifts.Update(g), vouchers.Free(g.MemberID, []ids.Voucher{g.VoucherID}))
	}
	if len(writes) == 0 {
		return nil
	}
	return tx.Apply(ctx, writes...)
}
