package recording

import (
	"context"
	"errors"
	"slices"
	"strings"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/purchases"
)

// share is the purchases of one transaction. A single one waits for what it
// needs, and its error is the transaction's. Of many, each a different member's,
// none waits for anybody and none may spoil it for the others: whatever is not
// plain is set aside and goes alone afterwards.
type share struct {
	tx     *db.Tx
	all    []*purchase
	isMany bool
	held   *ledger.Held
}

// errAlone says that a purchase can't go with others.
var errAlone = errors.New("the purchase goes alone")

// canShare tells whether it may go with others: a known member's, paid with
// money, which no rule refuses.
func (p *purchase) canShare() bool {
	isMoney := !slices.ContainsFunc(p.in.Payments, func(pay Payment) bool { return pay.Kind != purchases.PaidMoney })
	return !p.member.IsZero() && isMoney && p.reserved == nil && p.cmd.Audit == nil
}

// run walks the six steps with all of them.
func (s *share) run(ctx context.Context) error {
	if err := s.claim(ctx); err != nil {
		return err
	}
	return s.record(ctx)
}

// claim holds the references, in their order. References and keys are taken with
// the rows: whoever meets a taken one there rolls back and is answered from it.
func (s *share) claim(ctx context.Context) error {
	slices.SortFunc(s.all, func(a, b *purchase) int { return strings.Compare(a.in.Reference, b.in.Reference) })
	references := make([]string, len(s.all))
	for i, p := range s.all {
		id, err := db.ID[ids.Purchase](s.tx)
		if err != nil {
			return err
		}
		p.id, references[i] = id, p.in.Reference
	}
	if !s.isMany {
		return purchases.HoldReferences(ctx, s.tx, references)
	}
	held, err := purchases.TryHoldReferences(ctx, s.tx, references)
	if err != nil {
		return err
	}
	return s.each(func(p *purchase) error { return unless(slices.Contains(held, p.in.Reference), errAlone) })
}

// record is what stands behind the claim: lock, gather, decide, apply, tell.
func (s *share) record(ctx context.Context) error {
	for _, step := range []func(context.Context) error{s.lock, s.gather, s.decide, s.apply} {
		if err := step(ctx); err != nil || len(s.all) == 0 {
			return err
		}
	}
	return nil
}

// each does something for every purchase; of many, those that can't go on are
// set aside.
func (s *share) each(do func(*purchase) error) error {
	var left []*purchase
	for _, p := range s.all {
		err := do(p)
		if err != nil && !s.isMany {
			return err
		}
		if p.isAside = err != nil; !p.isAside {
			left = append(left, p)
		}
	}
	s.all = left
	return nil
}

func unless(isGood bool, err error) error {
	if isGood {
		return nil
	}
	return err
}

func (s *share) lock(ctx context.Context) (err error) {
	members := make([]ids.Member, len(s.all))
	for i, p := range s.all {
		members[i] = p.member
	}
	if s.isMany {
		s.held, err = ledger.TryLock(ctx, s.tx, members...)
	} else {
		s.held, err = ledger.Lock(ctx, s.tx, members...)
	}
	if fault.KindOf(err) == fault.NotFound {
		return unknown("member.id")
	}
	if err != nil {
		return err
	}
	return s.each(func(p *purchase) error { return unless(s.held.Has(p.member), errAlone) })
}

func (s *share) gather(ctx context.Context) error {
	questions := make([]question, len(s.all))
	for i, p := range s.all {
		questions[i] = p.question(s.tx.Now)
	}
	found, err := gatherAll(ctx, s.tx, questions)
	if err != nil {
		return err
	}
	return s.each(func(p *purchase) error {
		if err := p.learn(found[p.member], s.tx.Now); err != nil {
			return err
		}
		if p.gathered.Taken && p.claimed == nil {
			return errTaken
		}
		if r := p.facts.Reserved; r != nil && !r.ExpiresAt.After(s.tx.Now) {
			return fault.New(fault.Refused, "reservation_expired")
		}
		return nil
	})
}

func (s *share) decide(ctx context.Context) error {
	needsLots := false
	err := s.each(func(p *purchase) error {
		decision, err := Decide(p.facts, p.in)
		if err != nil {
			return err
		}
		p.decision = &decision
		needsLots = needsLots || p.needsLots()
		isPlain := !p.needsLots() && !p.gathered.Parked && !decision.Referral.Changed && !decision.givesMore()
		return unless(isPlain || !s.isMany, errAlone)
	})
	if err == nil && needsLots && !s.isMany {
		return s.held.LoadLots(ctx, s.tx)
	}
	return err
}

// needsLots tells whether the postings take from lots.
func (p *purchase) needsLots() bool {
	for _, paid := range p.decision.Purchase.Payments {
		if _, amount := taken(paid); amount > 0 {
			return true
		}
	}
	return p.gathered.Owed > 0 && p.decision.Award.Points > 0
}
