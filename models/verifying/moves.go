package verifying

import (
	"fealty/models/ledger"
	"fealty/models/money"
)

// moves checks that the entry's lot and uses come to its amount, and that no
// lot goes below zero or above what it was made with.
func (w *wallet) moves(of ledger.Of, e *ledger.Entry) *Fault {
	var moved money.Points
	if l := w.lots[e.Seq]; l != nil {
		if e.Amount < 0 {
			return wrong(of, "entry %d: it takes, and yet there is a lot of it", e.Seq)
		}
		l.isMade, l.left = true, l.row.Amount
		moved = l.row.Amount
	}
	for _, u := range w.uses[e.Seq] {
		if f := w.use(of, e, u); f != nil {
			return f
		}
		moved -= u.Amount
	}
	switch {
	case !of.Wallet.HasLots() && (moved != 0 || len(w.uses[e.Seq]) > 0):
		return wrong(of, "entry %d: a debt has no lots", e.Seq)
	case of.Wallet.HasLots() && moved != e.Amount:
		return wrong(of, "entry %d: amount %d written, %d by its lots", e.Seq, e.Amount, moved)
	}
	return w.backTo(of, e)
}

func (w *wallet) use(of ledger.Of, e *ledger.Entry, u ledger.Use) *Fault {
	l := w.lots[u.Lot]
	switch {
	case l == nil || !l.isMade:
		return wrong(of, "entry %d: it uses lot %d, which isn't there", e.Seq, u.Lot)
	case (u.Amount > 0) != (e.Amount < 0):
		return wrong(of, "entry %d: its use of lot %d has the wrong sign", e.Seq, u.Lot)
	}
	l.left -= u.Amount
	if l.left < 0 || l.left > l.row.Amount {
		return wrong(of, "entry %d: it leaves %d in lot %d, which was made with %d", e.Seq, l.left, u.Lot, l.row.Amount)
	}
	return nil
}

// backTo checks that an entry which gives back does not give more than was
// taken, neither in all nor to one lot.
func (w *wallet) backTo(of ledger.Of, e *ledger.Entry) *Fault {
	if e.GivesBack == 0 {
		return nil
	}
	var took money.Points
	taken := map[int64]money.Points{}
	for _, u := range w.uses[e.GivesBack] {
		taken[u.Lot] += u.Amount
		took += u.Amount
	}
	in := func(lot int64) *money.Points {
		key := [2]int64{e.GivesBack, lot}
		if w.givenBack[key] == nil {
			w.givenBack[key] = new(money.Points)
		}
		return w.givenBack[key]
	}
	all := in(0)
	*all += e.Amount
	if *all > took {
		return wrong(of, "entry %d: with it %d came back of entry %d, which took %d", e.Seq, *all, e.GivesBack, took)
	}
	for _, u := range w.uses[e.Seq] {
		back := in(u.Lot)
		*back -= u.Amount
		if *back > taken[u.Lot] {
			return wrong(of, "entry %d: with it %d came back to lot %d, of which entry %d took %d", e.Seq, *back, u.Lot, e.GivesBack, taken[u.Lot])
		}
	}
	return nil
}
