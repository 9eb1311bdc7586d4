package redeeming

import (
	"context"
	"fmt"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/gifts"
	"fealty/models/ids"
	"fealty/models/once"
	"fealty/models/programme"
	"fealty/models/vouchers"
)

// Accepting is somebody who takes what a link gives: a member, or with the zero
// id whoever has the link. Token is the link's; or, for a member, the secret under
// which they kept it before they joined.
type Accepting struct {
	Token  string
	Member ids.Member
	Key    string
}

// Accepted tells whose the voucher is now, and under which secret it is found.
// Holder is a member, or nobody's id.
type Accepted struct {
	Gift    ids.Gift    `json:"gift"`
	Holder  ids.Member  `json:"holder"`
	Voucher ids.Voucher `json:"voucher"`
}

// AcceptGift gives the friend a voucher of their own under a new code, with the
// old last day; the giver's is over. Of many who come at once one gets it. It is
// refused as the gift is: gift_accepted, gift_taken_back, gift_expired; the
// giver's own hand is gift_own.
func AcceptGift(ctx context.Context, d *db.DB, deps Deps, cmd Accepting) (Accepted, error) {
	v, err := deps.Programme.InForce(ctx, d)
	if err != nil {
		return Accepted{}, err
	}
	claim := once.Claiming{Key: once.Key{Scope: fmt.Sprintf("accept:%x", gifts.Digest(cmd.Token)), Key: cmd.Key}, Input: once.Hash(cmd.Token, cmd.Member)}
	return once.Act[Accepted](ctx, d, claim, func(tx *db.Tx, keep once.Keeper) error {
		g, err := gifts.LockByToken(ctx, tx, cmd.Token)
		if err != nil {
			return err
		}
		a := accepting{g, cmd, v, deps.Keys, keep}
		if !cmd.Member.IsZero() && g.MemberID == cmd.Member {
			return fault.New(fault.Refused, "gift_own")
		}
		if g.Fits(cmd.Token) {
			return a.bringHome(ctx, tx)
		}
		return a.hand(ctx, tx)
	})
}

type accepting struct {
	gift    gifts.Gift
	cmd     Accepting
	version *programme.Version
	keys    vouchers.Keyring
	keep    once.Keeper
}

// hand ends the giver's voucher and makes the friend's.
func (a accepting) hand(ctx context.Context, tx *db.Tx) error {
	if refusal := a.gift.Refusal(a.version.Today(tx.Now)); refusal != nil {
		return refusal
	}
	old, err := vouchers.Lock(ctx, tx, a.gift.MemberID, a.gift.VoucherID)
	if err != nil {
		return err
	}
	if old.State != vouchers.Reserved {
		return fault.New(fault.Refused, "gift_taken_back")
	}
	a.gift.FriendID = a.cmd.Member
	fresh := a.friends(tx, old)
	if err := vouchers.Mint(tx, a.keys, &fresh); err != nil {
		return err
	}
	a.gift.State, a.gift.EndedAt, a.gift.GivenID = gifts.Accepted, &tx.Now, fresh.ID
	return a.write(ctx, tx, append(vouchers.Insert(fresh), vouchers.Cancel(old)))
}

// friends is the voucher as the friend gets it: it cost them no points, so it
// can't be turned into any.
func (a accepting) friends(tx *db.Tx, v vouchers.Voucher) vouchers.Voucher {
	v.MemberID, v.State, v.IssuedAt = a.gift.Holder(), vouchers.Issued, tx.Now
	v.Price, v.EntrySeq, v.SharedID, v.GrantedBy = 0, nil, ids.Shared{}, ids.Purchase{}
	return v
}

// bringHome puts a voucher that was accepted without an account among those of
// the member who has its secret.
func (a accepting) bringHome(ctx context.Context, tx *db.Tx) error {
	if a.cmd.Member.IsZero() || !a.gift.FriendID.IsZero() {
		return fault.New(fault.Refused, "gift_accepted")
	}
	old, err := vouchers.Lock(ctx, tx, a.gift.Bearer(), a.gift.GivenID)
	if err != nil {
		return err
	}
	if refusal := unusable(old, a.version.Today(tx.Now)); refusal != nil {
		return refusal
	}
	a.gift.FriendID = a.cmd.Member
	fresh := a.friends(tx, old)
	if fresh.ID, err = db.ID[ids.Voucher](tx); err != nil {
		return err
	}
	a.gift.GivenID = fresh.ID
	writes, err := vouchers.Move(ctx, tx, a.keys, old, fresh)
	if err != nil {
		return err
	}
	return a.write(ctx, tx, writes)
}

func (a accepting) write(ctx context.Context, tx *db.Tx, writes []db.Write) error {
	kept, err := a.keep(Accepted{Gift: a.gift.ID, Holder: a.gift.Holder(), Voucher: a.gift.GivenID})
	if err != nil {
		return err
	}
	return tx.Apply(ctx, append(writes, gifts.Update(a.gift), kept)...)
}
