package redeeming

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/messages"
	"fealty/models/money"
	"fealty/models/once"
	"fealty/models/programme"
	"fealty/models/vouchers"
)

// Redemption asks for one reward. Key is the form's or client's idempotency key.
type Redemption struct {
	Member ids.Member
	Reward ids.Reward
	Key    string
	// By is who redeems for the member at a counter; zero when the member does.
	By Who
}

// Receipt tells what a redemption gave. Spendable is what the member has left.
type Receipt struct {
	Voucher   ids.Voucher  `json:"voucher"`
	Reward    ids.Reward   `json:"reward"`
	Points    money.Points `json:"points"`
	Spendable money.Points `json:"spendable"`
	ExpiresOn string       `json:"expires_on"`
	IssuedAt  time.Time    `json:"issued_at"`
}

// errTakenMeanwhile ends a transaction in which the last one went to somebody
// else between the look and the hand.
var errTakenMeanwhile = errors.New("the last one was taken meanwhile")

// Redeem gives a voucher for points. What stands in the way comes back as
// fault.Refused (see Decide), kept under the key. A member or reward that does
// not exist is fault.NotFound and keeps nothing.
func Redeem(ctx context.Context, d *db.DB, deps Deps, cmd Redemption) (Receipt, error) {
	receipt, err := redeemOnce(ctx, d, deps, cmd, false)
	if errors.Is(err, errTakenMeanwhile) {
		// All was rolled back, the points too. The second time the shelf is known
		// to be empty, so the refusal is what gets written.
		return redeemOnce(ctx, d, deps, cmd, true)
	}
	return receipt, err
}

func redeemOnce(ctx context.Context, d *db.DB, deps Deps, cmd Redemption, soldOut bool) (Receipt, error) {
	v, err := deps.Programme.InForce(ctx, d)
	if err != nil {
		return Receipt{}, err
	}
	claim := once.Claiming{Key: once.Key{Scope: "redeem:" + cmd.Member.String(), Key: cmd.Key}, Input: once.Hash(cmd.Reward)}
	return once.Act[Receipt](ctx, d, claim, func(tx *db.Tx, keep once.Keeper) error {
		r, err := prepare(ctx, tx, v, cmd)
		if err != nil {
			return err
		}
		if soldOut {
			return fault.New(fault.Refused, "sold_out")
		}
		if refusal := Decide(r.facts); refusal != nil {
			return refusal
		}
		if err := r.apply(ctx, tx, deps, keep); err != nil {
			return err
		}
		// The stock's row comes last: it is held for no longer than the commit.
		ok, err := catalogue.TakeStock(ctx, tx, cmd.Reward)
		if err == nil && !ok {
			return errTakenMeanwhile
		}
		return err
	})
}

// redemption is one on its way: what is held and what is known.
type redemption struct {
	cmd     Redemption
	version *programme.Version
	held    *ledger.Held
	holder  holder
	facts   Facts
}

func prepare(ctx context.Context, tx *db.Tx, v *programme.Version, cmd Redemption) (redemption, error) {
	r := redemption{cmd: cmd, version: v}
	var err error
	if r.held, err = ledger.Lock(ctx, tx, cmd.Member); err != nil {
		return r, err
	}
	if err = r.held.LoadLots(ctx, tx); err != nil {
		return r, err
	}
	if r.holder, err = gatherHolder(ctx, tx, cmd.Member, cmd.Reward); err != nil {
		return r, err
	}
	if r.facts, err = gather(ctx, tx, v, Ask{Member: cmd.Member, Reward: cmd.Reward}, r.holder); err != nil {
		return r, err
	}
	r.facts.Spendable = r.held.Spendable(cmd.Member, ledger.Points, r.facts.Today)
	return r, nil
}

func (r redemption) apply(ctx context.Context, tx *db.Tx, deps Deps, keep once.Keeper) error {
	v, err := r.voucher(tx, deps.Keys)
	if err != nil {
		return err
	}
	batch, err := ledger.Compose(r.held, ledger.Posting{
		Member: v.MemberID, Wallet: ledger.Points, Kind: ledger.Redemption, Amount: -v.Price,
		Source: "voucher", SourceID: uuid.UUID(v.ID), Actor: r.cmd.By.actor(v.MemberID),
		Version: r.version.Number, HappenedOn: r.facts.Today, Detail: fmt.Sprintf(`{"reward":%q}`, v.RewardID),
	})
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
	writes = append(append(writes, batch.Writes()...), vouchers.Insert(v)...)
	writes = append(writes, kept)
	return tx.Apply(ctx, append(writes, r.tell(tx, v)...)...)
}

func (r redemption) voucher(tx *db.Tx, keys vouchers.Keyring) (vouchers.Voucher, error) {
	reward := r.facts.Card.Reward
	v := vouchers.Voucher{MemberID: r.cmd.Member, RewardID: reward.ID, PartnerID: reward.PartnerID, State: vouchers.Issued,
		Price: reward.Price, Worth: reward.Worth, Pays: reward.PartnerPays, IssuedAt: tx.Now,
		ExpiresOn: reward.VoucherEnds(r.facts.Today, r.version.Zone())}
	err := vouchers.Mint(tx, keys, &v)
	return v, err
}

func (r redemption) tell(tx *db.Tx, v vouchers.Voucher) []db.Write {
	list := r.holder.notice(v.MemberID, messages.VoucherIssued, v.ID.String())
	if len(list) == 0 {
		return nil
	}
	list[0].CreatedAt = tx.Now
	list[0].Params = messages.Params{"points": int64(v.Price), "reward": v.RewardID.String(), "voucher": v.ID.String(),
		"expires_on": dateText(v.ExpiresOn)}
	return []db.Write{messages.Insert(list...)}
}
