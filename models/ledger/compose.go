package ledger

import (
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/google/uuid"

	"fealty/models/money"
)

// Batch is what some postings come to: entries, lots and uses, worked out under
// the lock and not yet written.
type Batch struct {
	// Entries are in the order of the postings.
	Entries []Entry
	uses    []Use
	held    *Held
	wallets map[Of]*wallet
	// order lists the wallets as they were first touched.
	order    []Of
	captured []Hold
}

// Compose works out postings in their order; each sees what the ones before it
// did. It changes nothing: neither the database nor the Held. A spend of more
// than can be spent is fault.Refused "too_few_points" with needed and
// spendable; every other error is a fault of the caller.
func Compose(h *Held, postings ...Posting) (*Batch, error) {
	b := &Batch{held: h, Entries: make([]Entry, 0, len(postings)), wallets: make(map[Of]*wallet, len(postings))}
	for i := range postings {
		if err := b.add(&postings[i]); err != nil {
			return nil, fmt.Errorf("compose posting %d (%s): %w", i+1, postings[i].Kind, err)
		}
	}
	return b, nil
}

// Sum gives what the batch changes in all wallets of a kind together.
func (b *Batch) Sum(w Wallet) money.Points {
	var sum money.Points
	for i := range b.Entries {
		if b.Entries[i].Wallet == w {
			sum += b.Entries[i].Amount
		}
	}
	return sum
}

// Spendable is Held.Spendable as it will be after the batch.
func (b *Batch) Spendable(of Of, today time.Time) money.Points {
	if w := b.wallets[of]; w != nil {
		return w.spendable(today)
	}
	return b.held.Spendable(of.Member, of.Wallet, today)
}

// Balance is Held.Balance as it will be after the batch.
func (b *Batch) Balance(of Of) money.Points {
	if w := b.wallets[of]; w != nil {
		return w.balance
	}
	return b.held.Balance(of.Member, of.Wallet)
}

func (b *Batch) add(p *Posting) error {
	w, err := b.touch(Of{p.Member, p.Wallet})
	if err != nil {
		return err
	}
	if err := check(p, w); err != nil {
		return err
	}
	a := act{batch: b, wallet: w, posting: p, seq: w.seq + 1}
	if err := a.move(); err != nil {
		return err
	}
	b.write(w, p)
	return nil
}

// touch gives the batch's own copy of a wallet.
func (b *Batch) touch(key Of) (*wallet, error) {
	if w := b.wallets[key]; w != nil {
		return w, nil
	}
	held := b.held.wallets[key]
	if held == nil {
		return nil, fmt.Errorf("the %s wallet of member %s isn't held", key.Wallet, key.Member)
	}
	w := held.copy()
	b.wallets[key] = w
	b.order = append(b.order, key)
	return w, nil
}

var (
	errZero     = errors.New("an amount of zero")
	errRange    = errors.New("the balance would leave its range")
	errTerms    = errors.New("points come in with terms or give back, one of them")
	errDay      = errors.New("no day on which it happened")
	errUndoes   = errors.New("it undoes an entry that isn't there")
	errLots     = errors.New("the lots aren't loaded")
	errUses     = errors.New("the uses of the entry it gives back to aren't loaded")
	errTakes    = errors.New("the takes don't add up to the amount")
	errNoSuch   = errors.New("it takes from a lot that isn't there or holds less")
	errTooMuch  = errors.New("it gives back more than was taken")
	errNotThere = errors.New("it takes more than is there")
)

// ErrNoHold says that a posting captures a hold that isn't open any more.
var ErrNoHold = errors.New("the hold isn't open")

// check refuses what no rule can mean.
func check(p *Posting, w *wallet) error {
	in := p.Amount > 0
	switch {
	case p.Amount == 0:
		return errZero
	case p.HappenedOn.IsZero():
		return errDay
	case in && w.balance > math.MaxInt64-p.Amount, !in && !p.Wallet.HasLots() && w.balance < -p.Amount:
		return errRange
	case in && p.Wallet.HasLots() && (p.Terms != nil) == (p.GivesBack != 0), p.GivesBack != 0 && (!in || !p.Wallet.HasLots()):
		return errTerms
	case p.Undoes < 0 || p.Undoes > w.seq || p.GivesBack < 0 || p.GivesBack > w.seq:
		return errUndoes
	}
	return nil
}

// write makes the entry and moves the wallet on.
func (b *Batch) write(w *wallet, p *Posting) {
	w.seq++
	w.balance += p.Amount
	e := Entry{
		Member: p.Member, Wallet: p.Wallet, Seq: w.seq, Kind: p.Kind, Amount: p.Amount, Balance: w.balance,
		Source: p.Source, SourceID: p.SourceID, Actor: p.Actor.Kind, ActorID: p.Actor.ID,
		Undoes: p.Undoes, GivesBack: p.GivesBack, Version: p.Version, Detail: p.Detail,
		HappenedOn: *dayOf(&p.HappenedOn), RecordedAt: b.held.at,
	}
	if e.Detail == "" {
		e.Detail = "{}"
	}
	e.Hash = e.Chain(w.head)
	w.head = e.Hash
	if p.Kind.IsActive() && (w.activeOn == nil || w.activeOn.Before(e.HappenedOn)) {
		w.activeOn = &e.HappenedOn
	}
	b.Entries = append(b.Entries, e)
}

// capture frees the points of an open hold for the posting that names it.
func (b *Batch) capture(w *wallet, p *Posting) error {
	if p.Hold == uuid.Nil {
		return nil
	}
	if _, open := w.holds[p.Hold]; !open {
		return ErrNoHold
	}
	left := make(map[uuid.UUID]money.Points, len(w.holds))
	for id, n := range w.holds {
		if id != p.Hold {
			left[id] = n
		}
	}
	w.holds = left
	b.captured = append(b.captured, Hold{Of: Of{p.Member, p.Wallet}, ID: p.Hold})
	return nil
}
