package ledger

import (
	"bytes"
	"slices"
	"time"

	"github.com/google/uuid"

	"fealty/models/ids"
	"fealty/models/money"
)

// Held is the key to the door: the wallets of some members, locked until the
// transaction ends, as they stand. Lock makes one.
type Held struct {
	at      time.Time
	wallets map[Of]*wallet
	// fresh members are made in this transaction; the first batch makes their
	// wallets.
	fresh []ids.Member
}

// Of names one wallet of one member.
type Of struct {
	Member ids.Member
	Wallet Wallet
}

// wallet is one wallet in memory. A batch works on a copy.
type wallet struct {
	balance  money.Points
	seq      int64
	head     []byte
	activeOn *time.Time
	loaded   bool
	lots     []lot // in the order of spending
	holds    map[uuid.UUID]money.Points
	uses     map[int64]*takenBy
}

// lot remembers what a batch did to a Lot.
type lot struct {
	Lot
	isNew, isChanged bool
}

// takenBy is what one entry took of each lot and got back since.
type takenBy struct {
	taken, restored map[int64]money.Points
	// graced is what came back as new lots.
	graced money.Points
}

// newHeld is a Held of nobody.
func newHeld(at time.Time) *Held {
	return &Held{at: at, wallets: map[Of]*wallet{}}
}

// Open adds members who are made in this very transaction: their wallets are
// empty, nobody else can see them, and the next batch inserts their rows.
func (h *Held) Open(members ...ids.Member) {
	for _, m := range members {
		for _, w := range wallets {
			h.wallets[Of{m, w}] = &wallet{loaded: true}
		}
	}
	h.fresh = append(h.fresh, members...)
}

// drop forgets a member; the rows stay locked until the transaction ends.
func (h *Held) drop(m ids.Member) {
	for _, w := range wallets {
		delete(h.wallets, Of{m, w})
	}
}

// Members lists whose wallets are held, in id order.
func (h *Held) Members() []ids.Member {
	var members []ids.Member
	for of := range h.wallets {
		if of.Wallet == Points {
			members = append(members, of.Member)
		}
	}
	slices.SortFunc(members, func(a, b ids.Member) int { return bytes.Compare(a[:], b[:]) })
	return members
}

// Has tells whether the member's wallets are held.
func (h *Held) Has(m ids.Member) bool { return h.wallets[Of{m, Points}] != nil }

// Balance gives all that is in the wallet, pending and past-day lots included;
// 0 for a wallet that is not held.
func (h *Held) Balance(m ids.Member, w Wallet) money.Points {
	if held := h.wallets[Of{m, w}]; held != nil {
		return held.balance
	}
	return 0
}

// Debt gives what the member owes.
func (h *Held) Debt(m ids.Member) money.Points { return h.Balance(m, Debt) }

// Seq gives the seq of the wallet's last entry.
func (h *Held) Seq(m ids.Member, w Wallet) int64 {
	if held := h.wallets[Of{m, w}]; held != nil {
		return held.seq
	}
	return 0
}

// ActiveOn gives the last day the wallet was active; nil for never.
func (h *Held) ActiveOn(m ids.Member, w Wallet) *time.Time {
	if held := h.wallets[Of{m, w}]; held != nil {
		return held.activeOn
	}
	return nil
}

// Spendable gives what can be spent on the day: without pending lots, lots past
// their day and what is held back. The lots must be loaded.
func (h *Held) Spendable(m ids.Member, w Wallet, today time.Time) money.Points {
	if held := h.wallets[Of{m, w}]; held != nil {
		return held.spendable(today)
	}
	return 0
}

// Past gives what remains in lots whose last day is endOf or before: what the
// night of that day books as expired.
func (h *Held) Past(m ids.Member, w Wallet, endOf time.Time) money.Points {
	held := h.wallets[Of{m, w}]
	if held == nil {
		return 0
	}
	var sum money.Points
	for _, l := range held.lots {
		if l.endsBy(endOf) {
			sum += l.Remaining
		}
	}
	return sum
}

// Reclaim is what is to be taken back of a member's points, the lot that gave it
// (From, 0 for none) first.
type Reclaim struct {
	Member ids.Member
	From   int64
	Amount money.Points
}

// CanTake gives how much of it a posting that is TakingBack can take on the day.
func (h *Held) CanTake(r Reclaim, today time.Time) money.Points {
	held := h.wallets[Of{r.Member, Points}]
	if held == nil {
		return 0
	}
	return min(r.Amount, held.takeable(r.From, today))
}

// Lots gives the loaded lots of a wallet in the order of spending.
func (h *Held) Lots(m ids.Member, w Wallet) []Lot {
	held := h.wallets[Of{m, w}]
	if held == nil {
		return nil
	}
	lots := make([]Lot, len(held.lots))
	for i, l := range held.lots {
		lots[i] = l.Lot
	}
	return lots
}

// Advance makes the Held stand where the batch left it. Call it when the
// batch's writes are applied and more is to be composed in the transaction.
func (h *Held) Advance(b *Batch) {
	for key, w := range b.wallets {
		for i := range w.lots {
			w.lots[i].isNew, w.lots[i].isChanged = false, false
		}
		h.wallets[key] = w
	}
	h.fresh = nil
}

func (l lot) endsBy(day time.Time) bool { return l.ExpiresOn != nil && !l.ExpiresOn.After(day) }

func (w *wallet) spendable(today time.Time) money.Points {
	var sum money.Points
	for _, l := range w.lots {
		sum += l.CanSpend(today)
	}
	return max(0, sum-w.heldBack())
}

// takeable is what remains in lots that aren't past, pending ones too, and in
// the lot that gave it, whose day may be over and the expiry not booked yet.
func (w *wallet) takeable(from int64, today time.Time) money.Points {
	var sum money.Points
	for _, l := range w.lots {
		if l.Seq == from || !l.IsPast(today) {
			sum += l.Remaining
		}
	}
	return sum
}

func (w *wallet) heldBack() money.Points {
	var sum money.Points
	for _, n := range w.holds {
		sum += n
	}
	return sum
}

// copy lets a batch work without touching what is held. Uses are shared until
// a posting gives back.
func (w *wallet) copy() *wallet {
	c := *w
	c.lots = slices.Clone(w.lots)
	return &c
}

// insert puts a lot at its place in the order of spending.
func (w *wallet) insert(l lot) {
	at, _ := slices.BinarySearchFunc(w.lots, l, func(a, b lot) int {
		if a.before(b.Lot) {
			return -1
		}
		return 1
	})
	w.lots = slices.Insert(w.lots, at, l)
}

// find gives the place of a lot, or -1.
func (w *wallet) find(seq int64) int {
	return slices.IndexFunc(w.lots, func(l lot) bool { return l.Seq == seq })
}
