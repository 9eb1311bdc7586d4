package ledger

import (
	"slices"

	"fealty/models/money"
)

// act is one posting at work on one wallet.
type act struct {
	batch   *Batch
	wallet  *wallet
	posting *Posting
	seq     int64 // of the entry to be
	uses    []Use
}

// move moves the posting's points in or out of lots.
func (a *act) move() error {
	p := a.posting
	var err error
	switch {
	case !p.Wallet.HasLots():
		return nil
	case p.Terms != nil && p.Amount > 0:
		a.make(p.Amount, *p.Terms, p.Terms.Graced)
	case p.Amount > 0:
		err = a.giveBack()
	case len(p.Takes) > 0:
		err = a.takeExactly()
	default:
		err = a.draw()
	}
	a.batch.uses = append(a.batch.uses, a.uses...)
	return err
}

func (a *act) make(amount money.Points, terms Terms, graced bool) {
	p := a.posting
	l := Lot{
		Member: p.Member, Wallet: p.Wallet, Seq: a.seq, Amount: amount, Remaining: amount,
		AvailableOn: terms.AvailableOn, ExpiresOn: terms.ExpiresOn, Graced: graced,
	}
	a.wallet.insert(lot{Lot: l.clean(), isNew: true})
}

func (a *act) draw() error {
	if !a.wallet.loaded && a.posting.Draw != FromAward {
		return errLots
	}
	need := -a.posting.Amount
	switch a.posting.Draw {
	case TakingBack:
		return a.takeBack(need)
	case FromAward:
		return a.takeFromAward(need)
	case Expiring:
		return a.expire(need)
	}
	return a.spend(need)
}

// spend takes in the order of spending, which is the order of the lots.
func (a *act) spend(need money.Points) error {
	if err := a.batch.capture(a.wallet, a.posting); err != nil {
		return err
	}
	today := *dayOf(&a.posting.HappenedOn)
	if there := a.wallet.spendable(today); there < need {
		return tooFew(need, there)
	}
	a.takeInOrder(need, func(l lot) money.Points { return l.CanSpend(today) })
	return nil
}

// takeBack takes from the lot it names, past its day or not, then from all others
// that aren't past.
func (a *act) takeBack(need money.Points) error {
	today := *dayOf(&a.posting.HappenedOn)
	there := func(l lot) money.Points {
		if l.IsPast(today) {
			return 0
		}
		return l.Remaining
	}
	if i := a.wallet.find(a.posting.From); i >= 0 {
		n := min(need, a.wallet.lots[i].Remaining)
		a.take(i, n)
		need -= n
	}
	if a.takeInOrder(need, there) > 0 {
		return errNotThere
	}
	return nil
}

func (a *act) takeFromAward(need money.Points) error {
	newest := -1
	for i, l := range a.wallet.lots {
		if l.isNew && (newest < 0 || l.Seq > a.wallet.lots[newest].Seq) {
			newest = i
		}
	}
	if newest < 0 || a.wallet.lots[newest].Remaining < need {
		return errNotThere
	}
	a.take(newest, need)
	return nil
}

func (a *act) expire(need money.Points) error {
	day := *dayOf(&a.posting.HappenedOn)
	past := func(l lot) money.Points {
		if !l.endsBy(day) {
			return 0
		}
		return l.Remaining
	}
	var sum money.Points
	for _, l := range a.wallet.lots {
		sum += past(l)
	}
	if sum != need {
		return errTakes
	}
	a.takeInOrder(need, past)
	return nil
}

// takeInOrder takes what is needed and answers what it did not find.
func (a *act) takeInOrder(need money.Points, there func(lot) money.Points) money.Points {
	for i := range a.wallet.lots {
		if need == 0 {
			break
		}
		n := min(need, there(a.wallet.lots[i]))
		a.take(i, n)
		need -= n
	}
	return need
}

func (a *act) takeExactly() error {
	left := -a.posting.Amount
	for _, t := range a.posting.Takes {
		i := a.wallet.find(t.Lot)
		if t.Amount <= 0 || i < 0 || a.wallet.lots[i].Remaining < t.Amount {
			return errNoSuch
		}
		a.take(i, t.Amount)
		left -= t.Amount
	}
	if left != 0 {
		return errTakes
	}
	return nil
}

// take takes n of the lot at place i; a negative n puts it back.
func (a *act) take(i int, n money.Points) {
	if n == 0 {
		return
	}
	l := &a.wallet.lots[i]
	l.Remaining -= n
	l.isChanged = true
	at := slices.IndexFunc(a.uses, func(u Use) bool { return u.Lot == l.Seq })
	if at >= 0 {
		a.uses[at].Amount += n
		return
	}
	a.uses = append(a.uses, Use{Member: l.Member, Wallet: l.Wallet, Entry: a.seq, Lot: l.Seq, Amount: n})
}
