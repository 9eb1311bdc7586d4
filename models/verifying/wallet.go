package verifying

import (
	"bytes"

	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/money"
)

// book is a span's wallets while its entries pass by, in the same order.
type book struct {
	order   []walletRow
	wallets map[ledger.Of]*wallet
	done    int // wallets of order that are finished
}

type walletRow struct {
	Member  ids.Member    `db:"member_id"`
	Wallet  ledger.Wallet `db:"wallet"`
	Balance money.Points  `db:"balance"`
	Seq     int64         `db:"seq"`
	Head    []byte        `db:"head"`
}

func (r *walletRow) of() ledger.Of { return ledger.Of{Member: r.Member, Wallet: r.Wallet} }

func (r *walletRow) isBefore(of ledger.Of) bool {
	if c := bytes.Compare(r.Member[:], of.Member[:]); c != 0 {
		return c < 0
	}
	return r.Wallet < of.Wallet
}

// wallet is what is written of one wallet, and what its entries come to so far.
type wallet struct {
	row     *walletRow
	seq     int64
	balance money.Points
	head    []byte
	lots    map[int64]*lot
	seqs    []int64 // of the lots, in order
	uses    map[int64][]ledger.Use
	// givenBack counts by entry and lot; lot 0 is what came back in all.
	givenBack map[[2]int64]*money.Points
}

// lot is what is written of a lot, and what its uses leave.
type lot struct {
	row    *ledger.Lot
	isMade bool
	left   money.Points
}

// entry checks the next entry of the span.
func (b *book) entry(e *ledger.Entry) *Fault {
	of := ledger.Of{Member: e.Member, Wallet: e.Wallet}
	if f := b.finishBefore(of); f != nil {
		return f
	}
	w := b.wallets[of]
	if w == nil {
		return wrong(of, "entry %d: the member has no such wallet", e.Seq)
	}
	return w.entry(of, e)
}

func (b *book) finishBefore(of ledger.Of) *Fault {
	for b.done < len(b.order) && b.order[b.done].isBefore(of) {
		row := &b.order[b.done]
		if f := b.wallets[row.of()].finish(row.of()); f != nil {
			return f
		}
		b.done++
	}
	return nil
}

func (b *book) finish() *Fault {
	for ; b.done < len(b.order); b.done++ {
		row := &b.order[b.done]
		if f := b.wallets[row.of()].finish(row.of()); f != nil {
			return f
		}
	}
	return nil
}

func (w *wallet) entry(of ledger.Of, e *ledger.Entry) *Fault {
	switch balance := w.balance + e.Amount; {
	case e.Seq != w.seq+1:
		return wrong(of, "entry %d is missing: entry %d comes after %d", w.seq+1, e.Seq, w.seq)
	case e.Balance != balance:
		return wrong(of, "entry %d: balance %d written, %d computed", e.Seq, e.Balance, balance)
	case balance < 0:
		return wrong(of, "entry %d: balance %d is below zero", e.Seq, balance)
	case e.Undoes >= e.Seq || e.GivesBack >= e.Seq:
		return wrong(of, "entry %d names entry %d, which comes after it", e.Seq, max(e.Undoes, e.GivesBack))
	}
	if computed := e.Chain(w.head); !bytes.Equal(computed, e.Hash) {
		return wrong(of, "entry %d: hash %x written, %x computed: it was changed after it was written", e.Seq, short(e.Hash), short(computed))
	}
	w.seq, w.balance, w.head = e.Seq, e.Balance, e.Hash
	return w.moves(of, e)
}

func short(hash []byte) []byte { return hash[:min(8, len(hash))] }

// finish compares the wallet with what its entries came to.
func (w *wallet) finish(of ledger.Of) *Fault {
	switch {
	case w.row.Seq != w.seq:
		return wrong(of, "wallet: %d entries written, %d are there", w.row.Seq, w.seq)
	case w.row.Balance != w.balance:
		return wrong(of, "wallet: balance %d written, %d computed", w.row.Balance, w.balance)
	case !bytes.Equal(w.row.Head, w.head):
		return wrong(of, "wallet: head %x written, %x computed", short(w.row.Head), short(w.head))
	}
	return w.finishLots(of)
}

func (w *wallet) finishLots(of ledger.Of) *Fault {
	var sum money.Points
	for _, seq := range w.seqs {
		l := w.lots[seq]
		switch {
		case !l.isMade:
			return wrong(of, "lot %d: no entry made it", seq)
		case l.row.Remaining != l.left:
			return wrong(of, "lot %d: %d remaining written, %d computed", seq, l.row.Remaining, l.left)
		}
		sum += l.left
	}
	if of.Wallet.HasLots() && sum != w.balance {
		return wrong(of, "lots: %d remain, the balance is %d", sum, w.balance)
	}
	return nil
}
