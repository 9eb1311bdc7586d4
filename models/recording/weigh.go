package recording

import (
	"context"

	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/money"
	"fealty/models/programme"
)

// Basket is an input that was checked, of a member who is known, before it is
// bought.
type Basket struct{ p *purchase }

// Weigh checks a basket and finds whose it is, under the version in force when
// it is placed. Somebody who is no member is fault.Invalid "member_unknown".
func Weigh(ctx context.Context, r db.Reader, deps Deps, in Input) (Basket, error) {
	b := Basket{&purchase{deps: deps, in: in}}
	if err := b.p.settleFacts(ctx, r); err != nil {
		return b, err
	}
	if b.p.member.IsZero() {
		return b, unknown("member")
	}
	return b, nil
}

// Member is whose basket it is.
func (b Basket) Member() ids.Member { return b.p.member }

// Version is the programme's that it is decided under.
func (b Basket) Version() *programme.Version { return b.p.version }

// Cost is what there is to pay, and the vouchers that pay with it.
type Cost struct {
	// ToPay is the total less what money vouchers pay.
	ToPay    money.Amount
	Vouchers []ids.Voucher
}

// Cost reads, under the member's lock, what there is to pay. A voucher that
// can't be used is fault.Refused.
func (b Basket) Cost(ctx context.Context, tx *db.Tx) (Cost, error) {
	f, err := b.p.gather(ctx, tx)
	if err != nil {
		return Cost{}, err
	}
	var cost Cost
	for _, v := range f.Vouchers {
		if err := usable(f, v); err != nil {
			return Cost{}, err
		}
		cost.Vouchers = append(cost.Vouchers, v.ID)
	}
	cost.ToPay, err = toPay(f, b.p.in)
	return cost, err
}
