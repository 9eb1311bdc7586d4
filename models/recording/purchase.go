package recording

import (
	"context"
	"errors"
	"fmt"
	"time"

	"fealty/models/cards"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/members"
	"fealty/models/once"
	"fealty/models/programme"
	"fealty/models/purchases"
	"fealty/models/vouchers"
)

// errAgain says that a purchase must begin anew: whoever had the key or the
// reference has rolled back, or the guest has become a member.
var errAgain = errors.New("begin the purchase anew")

// errTaken says that the key or the reference has been used.
var errTaken = errors.New("the key or the reference is taken")

// tries bounds how often a purchase is begun anew.
const tries = 3

// Purchase records a purchase once. The same key with the same input gives the
// same receipt; another input is fault.Mismatch "key_reused"; the same reference
// with another content fault.Conflict "reference_taken". Input that can't be
// used is fault.Invalid by field; a refusal of business (too few points, a used
// voucher) is kept under the key. Somebody who is no member yet gets a receipt
// that is Claimable.
func Purchase(ctx context.Context, d *db.DB, deps Deps, cmd Command) (Receipt, error) {
	p, err := prepare(ctx, d, deps, cmd)
	if err != nil {
		return Receipt{}, err
	}
	if p.canShare() && deps.Queue.serves(d) {
		if err := deps.Queue.wait(ctx, p); !errors.Is(err, errAlone) {
			return p.receipt, err
		}
	}
	return p.alone(ctx, d)
}

// alone records the purchase in a transaction of its own.
func (p *purchase) alone(ctx context.Context, d *db.DB) (Receipt, error) {
	for range tries {
		err := db.InTx(ctx, d, func(tx *db.Tx) error { return p.run(ctx, tx) })
		if err == nil {
			return p.receipt, nil
		}
		receipt, err := p.settle(ctx, d, err)
		if !errors.Is(err, errAgain) {
			return receipt, err
		}
		if p.member, err = findMember(ctx, d, p.in.Member); err != nil {
			return Receipt{}, err
		}
	}
	return Receipt{}, fault.Wrap(fault.Unavailable, "unavailable", errAgain)
}

// settle answers what a transaction that failed comes to: the first receipt when
// the key or the reference is taken, a refusal that is kept, or the error.
func (p *purchase) settle(ctx context.Context, d *db.DB, failed error) (Receipt, error) {
	claim := once.Claiming{Key: p.cmd.Key, Input: p.hash}
	failed = p.whyOver(ctx, d, failed)
	switch {
	case errors.Is(failed, errTaken), once.IsTaken(failed), purchases.IsReferenceTaken(failed):
		return once.Act[Receipt](ctx, d, claim, func(tx *db.Tx, keep once.Keeper) error { return p.repeat(ctx, tx, keep) })
	case db.Violated(failed, vouchers.UsedOnce):
		failed = fault.New(fault.Refused, "voucher_used")
	}
	if fault.KindOf(failed) != fault.Refused {
		return Receipt{}, failed
	}
	return once.Act[Receipt](ctx, d, claim, func(*db.Tx, once.Keeper) error { return failed })
}

// purchase is one command on its way.
type purchase struct {
	deps    Deps
	cmd     Command
	in      Input
	version *programme.Version
	hash    []byte
	member  ids.Member
	codes   [][]byte
	// claimed are the writes that take a guest's purchase over; nil for one that
	// comes in with a key.
	claimed []db.Write
	// reserved is what the purchase captures; nil for nothing.
	reserved *Reserved
	id       ids.Purchase
	// What the steps come to, each anew when a transaction is tried again.
	outcome
	receipt Receipt
	// isAside says that it could not go with the others of its share.
	isAside bool
}

// prepare checks the input and finds whose purchase it is, before the
// transaction begins.
func prepare(ctx context.Context, d *db.DB, deps Deps, cmd Command) (*purchase, error) {
	if cmd.Key.Scope == "" || cmd.Key.Key == "" || len(cmd.Key.Key) > once.MaxKey {
		return nil, fault.New(fault.Invalid, "key_invalid")
	}
	p := &purchase{deps: deps, cmd: cmd, in: cmd.Input, hash: once.Hash(cmd.Input)}
	var f fault.Fields
	checkReference(&f, p.in.Reference)
	if err := f.Err(); err != nil {
		return nil, err
	}
	return p, p.settleFacts(ctx, d)
}

// settleFacts finds the version, checks the input against it and finds the
// member.
func (p *purchase) settleFacts(ctx context.Context, r db.Reader) (err error) {
	if p.in.PlacedAt.IsZero() {
		p.in.PlacedAt = r.Time()
	}
	if p.version, err = p.deps.Programme.At(ctx, r, p.in.PlacedAt); err != nil {
		return err
	}
	if err := Check(p.in, p.version, r.Time()); err != nil {
		return err
	}
	for _, payment := range p.in.Payments {
		if payment.Kind == purchases.PaidVoucher {
			p.codes = append(p.codes, p.deps.Keys.Key(payment.Code))
		}
	}
	p.member, err = findMember(ctx, r, p.in.Member)
	if err == nil && p.member.IsZero() {
		err = checkGuest(p.in)
	}
	if err != nil {
		return err
	}
	return p.loadReserved(ctx, r)
}

// findMember gives who is meant, and zero for an e-mail or phone that is
// nobody's yet. An unknown id or number is fault.Invalid by field.
func findMember(ctx context.Context, r db.Reader, who Who) (ids.Member, error) {
	var m members.Member
	var err error
	field := "member.number"
	switch {
	case !who.ID.IsZero():
		return who.ID, nil
	case who.Contact.Kind == cards.Contact:
		return cardsOwner(ctx, r, who.Contact.Value)
	case who.Contact.Value != "":
		field = ""
		m, err = members.FindByContact(ctx, r, who.Contact)
	default:
		m, err = members.FindByNumber(ctx, r, who.Number)
	}
	if fault.KindOf(err) != fault.NotFound {
		return m.ID, err
	}
	if field == "" {
		return ids.Member{}, nil
	}
	return ids.Member{}, unknown(field)
}

// cardsOwner gives whose a printed card is, and zero for one that nobody has
// claimed yet: what is bought on it waits, as a guest's does.
func cardsOwner(ctx context.Context, r db.Reader, number string) (ids.Member, error) {
	card, err := cards.Find(ctx, r, number)
	if fault.KindOf(err) == fault.NotFound {
		return ids.Member{}, unknown("member.number")
	}
	return card.MemberID, err
}

func unknown(field string) error {
	var f fault.Fields
	f.Add(field, "member_unknown")
	return f.Err()
}

// checkGuest refuses what only a member can pay with.
func checkGuest(in Input) error {
	var f fault.Fields
	for i, p := range in.Payments {
		if p.Kind != purchases.PaidMoney {
			f.Add(fmt.Sprintf("payments.%d.kind", i), "payment_guest")
		}
	}
	return f.Err()
}

// run records the purchase in a transaction that nobody shares.
func (p *purchase) run(ctx context.Context, tx *db.Tx) error {
	if p.member.IsZero() {
		return p.keepGuest(ctx, tx)
	}
	s := &share{tx: tx, all: []*purchase{p}}
	return s.run(ctx)
}

// question is what the purchase wants gathered.
func (p *purchase) question(now time.Time) question {
	return question{member: p.member, version: p.version, today: p.version.Today(now), reference: p.in.Reference, vouchers: p.codes,
		key: p.cmd.Key.ID()}
}

// gather reads what the purchase is decided on, for who only looks at it.
func (p *purchase) gather(ctx context.Context, tx *db.Tx) (Facts, error) {
	found, err := gatherAll(ctx, tx, []question{p.question(tx.Now)})
	if err == nil {
		err = p.learn(found[p.member], tx.Now)
	}
	return p.facts, err
}

// learn takes in what was gathered.
func (p *purchase) learn(g gathered, now time.Time) (err error) {
	if p.gathered = g; !g.isActive() {
		return unknown("member")
	}
	p.facts, err = p.factsOf(g, facing{p.version.Today(now), now})
	return err
}

// facing is when a decision is made.
type facing struct {
	today time.Time
	now   time.Time
}

// factsOf gives what was gathered the shape that Decide asks for.
func (p *purchase) factsOf(g gathered, at facing) (f Facts, err error) {
	f = Facts{Member: p.member, Purchase: p.id, Version: p.version, Today: at.today, RecordedAt: at.now,
		Standing: g.standing(p.version.Document.Tiers, at.today), Window: g.window(), Reserved: p.reserved}
	if f.Vouchers, err = g.paidWith(); err != nil {
		return f, err
	}
	if f.Offers, err = g.offers(f); err != nil {
		return f, err
	}
	brought, err := g.friend()
	if brought != nil {
		f.Referral = &brought.Referral
	}
	return f, err
}
