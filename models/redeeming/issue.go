package redeeming

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/messages"
	"fealty/models/money"
	"fealty/models/once"
	"fealty/models/shipments"
	"fealty/models/vouchers"
)

// atOncePlaces are what is written down as the place of what a redemption used
// itself.
const (
	inWallet = "wallet"
	inPortal = "portal"
	byPost   = "post"
)

// apply writes all that the redemption comes to, as its kind behaves.
func (r redemption) apply(ctx context.Context, tx *db.Tx, deps Deps, keep once.Keeper) error {
	v, minted, err := r.mint(ctx, tx, deps.Keys)
	if err != nil {
		return err
	}
	batch, err := ledger.Compose(r.held, r.postings(v)...)
	if err != nil {
		return err
	}
	v.EntrySeq = &batch.Entries[0].Seq
	kept, err := keep(Receipt{Voucher: v.ID, Reward: v.RewardID, Points: v.Price, Spendable: r.facts.Spendable - v.Price,
		ExpiresOn: dateText(v.ExpiresOn), IssuedAt: v.IssuedAt})
	if err != nil {
		return err
	}
	writes, err := r.cmd.By.audited(tx, "voucher.redeem", v)
	if err != nil {
		return err
	}
	follows, err := r.follows(tx, v)
	if err != nil {
		return err
	}
	writes = append(append(writes, batch.Writes()...), vouchers.Insert(v)...)
	writes = append(append(append(writes, minted...), follows...), kept)
	return tx.Apply(ctx, append(writes, r.tell(tx, v)...)...)
}

// mint makes the voucher with a code of ours, or one of the shop's pool.
func (r redemption) mint(ctx context.Context, tx *db.Tx, keys vouchers.Keyring) (vouchers.Voucher, []db.Write, error) {
	v := voucherOf(tx, r.facts, r.cmd.Member)
	v.ExpiresOn = r.facts.Card.VoucherEnds(r.facts.Today, r.version.Zone())
	writes, err := mint(ctx, tx, keys, minting{&v, r.facts.Card.Codes})
	if v.State == vouchers.Used {
		v.CodeBox = nil // nobody ever needs to see it
	}
	return v, writes, err
}

// voucherOf is a voucher of the facts' reward at its price, in the state in which
// its kind begins.
func voucherOf(tx *db.Tx, f Facts, member ids.Member) vouchers.Voucher {
	reward := f.Card.Reward
	v := vouchers.Voucher{MemberID: member, RewardID: reward.ID, PartnerID: reward.PartnerID, State: vouchers.Issued,
		Price: reward.Price, Worth: reward.Worth, Pays: reward.PartnerPays, IssuedAt: tx.Now}
	switch reward.Kind.Behaviour().Leaves {
	case catalogue.AtOnce:
		v.State, v.UsedAt = vouchers.Used, &tx.Now
	case catalogue.ByPost:
		v.State = vouchers.Reserved
	}
	return v
}

type minting struct {
	voucher *vouchers.Voucher
	from    catalogue.Codes
}

func mint(ctx context.Context, tx *db.Tx, keys vouchers.Keyring, m minting) ([]db.Write, error) {
	if m.from != catalogue.PoolCodes {
		return nil, vouchers.Mint(tx, keys, m.voucher)
	}
	taken, ok, err := vouchers.MintFromPool(ctx, tx, keys, m.voucher)
	if err == nil && !ok {
		err = errTakenMeanwhile
	}
	return []db.Write{taken}, err
}

// postings take the price, and book the worth of credit.
func (r redemption) postings(v vouchers.Voucher) []ledger.Posting {
	pay := ledger.Posting{Member: v.MemberID, Wallet: ledger.Points, Kind: ledger.Redemption, Amount: -v.Price,
		Source: "voucher", SourceID: uuid.UUID(v.ID), Actor: r.cmd.By.actor(v.MemberID),
		Version: r.version.Number, HappenedOn: r.facts.Today, Detail: fmt.Sprintf(`{"reward":%q}`, v.RewardID)}
	if !r.facts.Card.Kind.Behaviour().Books {
		return []ledger.Posting{pay}
	}
	book := pay
	book.Wallet, book.Kind, book.Amount = ledger.Credit, ledger.CreditBooked, money.Points(v.Worth)
	book.Terms = &ledger.Terms{AvailableOn: r.facts.Today, ExpiresOn: &v.ExpiresOn}
	return []ledger.Posting{pay, book}
}

// follows is what stands beside the voucher: the use of what is all there is at
// once, the shipment of what goes by post.
func (r redemption) follows(tx *db.Tx, v vouchers.Voucher) ([]db.Write, error) {
	switch behaviour := r.facts.Card.Kind.Behaviour(); behaviour.Leaves {
	case catalogue.AtOnce:
		place := inPortal
		if behaviour.Books {
			place = inWallet
		}
		use, err := newUse(tx, v, place)
		return []db.Write{vouchers.InsertUse(use)}, err
	case catalogue.ByPost:
		return []db.Write{shipments.Insert(shipments.Shipment{MemberID: v.MemberID, VoucherID: v.ID, RewardID: v.RewardID,
			State: shipments.Ordered, Address: *r.cmd.Address, OrderedAt: tx.Now})}, nil
	}
	return nil, nil
}

// tell says what is there to show or what was ordered. What a member has at once
// is on the page already.
func (r redemption) tell(tx *db.Tx, v vouchers.Voucher) []db.Write {
	template := messages.VoucherIssued
	if v.State == vouchers.Reserved {
		template = messages.OrderPlaced
	}
	list := r.holder.notice(v.MemberID, template, v.ID.String())
	if len(list) == 0 || v.State == vouchers.Used {
		return nil
	}
	list[0].CreatedAt = tx.Now
	list[0].Params = messages.Params{"points": int64(v.Price), "reward": v.RewardID.String(), "voucher": v.ID.String(),
		"expires_on": dateText(v.ExpiresOn)}
	return []db.Write{messages.Insert(list...)}
}
