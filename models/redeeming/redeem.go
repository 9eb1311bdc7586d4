package redeeming

import (
	"context"
	"errors"
	"time"

	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/money"
	"fealty/models/once"
	"fealty/models/programme"
	"fealty/models/shipments"
)

// Redemption asks for one reward. Key is the form's or client's idempotency key.
type Redemption struct {
	Member ids.Member
	Reward ids.Reward
	Key    string
	// By is who redeems for the member at a counter; zero when the member does.
	By Who
	// Address is where it goes, for what goes by post.
	Address *shipments.Address
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
	claim := once.Claiming{Key: once.Key{Scope: "redeem:" + cmd.Member.String(), Key: cmd.Key}, Input: cmd.hash()}
	return once.Act[Receipt](ctx, d, claim, func(tx *db.Tx, keep once.Keeper) error {
		r, err := prepare(ctx, tx, v, cmd)
		if err != nil {
			return err
		}
		if soldOut {
			return fault.New(fault.Refused, "sold_out")
		}
		if err := r.decide(); err != nil {
			return err
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

// hash is what a repeat under the same key must ask for again.
func (c Redemption) hash() []byte {
	if c.Address == nil {
		return once.Hash(c.Reward)
	}
	return once.Hash(c.Reward, *c.Address)
}

// decide asks what pages ask, and wants an address for what goes by post.
func (r redemption) decide() error {
	if refusal := Decide(r.facts); refusal != nil {
		return refusal
	}
	if r.facts.Card.Kind.Behaviour().Leaves != catalogue.ByPost {
		return nil
	}
	if r.cmd.Address == nil {
		return fault.New(fault.Invalid, "address_needed")
	}
	return r.cmd.Address.Check()
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
	ask := Ask{Member: cmd.Member, Reward: cmd.Reward}
	if r.holder, err = gatherHolder(ctx, tx, v, ask); err != nil {
		return r, err
	}
	if r.facts, err = gather(ctx, tx, v, ask, r.holder); err != nil {
		return r, err
	}
	r.facts.Spendable = r.held.Spendable(cmd.Member, ledger.Points, r.facts.Today)
	return r, nil
}
