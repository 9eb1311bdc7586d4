package importing

import (
	"context"
	"time"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/money"
	"fealty/models/once"
	"fealty/models/programme"
	"fealty/models/purchases"
	"fealty/models/recording"
	"fealty/models/tiers"
)

// decide replays each life in the order of time.
func (w *work) decide(ctx context.Context) error {
	for _, l := range w.lives {
		for _, a := range l.acts {
			v, err := w.run.deps.Programme.At(ctx, w.tx, a.at)
			if err != nil {
				return err
			}
			l.sleep(v, v.Today(a.at))
			if a.buys != nil {
				err = w.buy(l, a, v)
			} else {
				err = w.bring(l, a, v)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// sleep lives through the nights before a day in which a promise ended.
func (l *life) sleep(v *programme.Version, today time.Time) {
	policy := v.Document.Tiers
	if l.standing.Tier == "" {
		l.standing, l.hasMoved = tiers.Start(policy, l.member, today), true
	}
	// A tier that came with a later version is not for an old one to judge.
	if policy.Rank(l.standing.Tier) < 0 {
		return
	}
	for l.standing.KeepUntil != nil && l.standing.KeepUntil.Before(today) {
		night := *l.standing.KeepUntil
		next, change := tiers.Night(policy, l.standing, l.window(tiers.WindowStart(policy, night), night), night)
		if change.Kind == tiers.Same || next.KeepUntil != nil && !next.KeepUntil.After(night) {
			return
		}
		l.standing, l.hasMoved = next, true
	}
}

// window sums what counts from a day to a day, both inclusive.
func (l *life) window(from, to time.Time) tiers.Window {
	var sum tiers.Window
	for _, b := range l.bought {
		if !b.PlacedOn.Before(from) && !b.PlacedOn.After(to) {
			sum.Spend += b.TierSpend
			sum.Points += b.TierPoints
		}
	}
	return sum
}

// buy records a purchase as it would have been on its day.
func (w *work) buy(l *life, a *act, v *programme.Version) error {
	id, err := db.NewID[struct{}](a.at, w.random)
	if err != nil {
		return err
	}
	today := v.Today(a.at)
	f := recording.Facts{Member: l.member, Purchase: ids.Purchase(id), Version: v, Standing: l.standing,
		Window: l.window(tiers.WindowStart(v.Document.Tiers, today), today), Today: today, RecordedAt: w.tx.Now}
	d, err := recording.Decide(f, *a.buys)
	if err != nil {
		return err
	}
	debt := w.batch.Balance(ledger.Of{Member: l.member, Wallet: ledger.Debt})
	from := len(w.batch.Entries)
	if err := w.batch.Add(d.Postings(f, debt, ledger.Actor{Kind: ledger.ByImport})...); err != nil {
		return err
	}
	d.Entered(w.batch.Entries[from:])
	if d.Purchase.Facts, err = f.Stored(once.Key{}); err != nil {
		return err
	}
	l.move(d.Standing, d.Change)
	b := &bought{Purchase: d.Purchase, lines: d.Lines, isNew: true, returned: map[int]money.Quantity{}}
	l.bought, l.at[a.reference] = append(l.bought, b), b
	w.rows.bought = append(w.rows.bought, b)
	w.rows.claims = append(w.rows.claims, purchases.Reference{Reference: a.reference, PurchaseID: b.ID, MemberID: l.member, InputHash: a.hash})
	w.tally.purchases++
	w.tally.lines += len(d.Lines)
	w.tally.bought += d.Purchase.Total
	w.tally.issued += d.Award.Points
	w.tally.repaid += min(debt, d.Award.Points)
	return nil
}

func (l *life) move(s tiers.Standing, c tiers.Change) {
	if c.Kind != tiers.Same {
		l.standing, l.hasMoved = s, true
	}
}

// bring records a return; one that can't be is listed.
func (w *work) bring(l *life, a *act, v *programme.Version) error {
	b := l.at[a.brings.of]
	if b == nil {
		w.lose(a, fault.New(fault.NotFound, "purchase_unknown"))
		return nil
	}
	if b.isPaidOtherwise() {
		w.lose(a, fault.New(fault.Refused, "import_paid"))
		return nil
	}
	id, err := db.NewID[struct{}](a.at, w.random)
	if err != nil {
		return err
	}
	f := recording.ReturnFacts{Purchase: b.Purchase, Lines: b.lines, Version: v, Standing: l.standing, Today: v.Today(a.at), RecordedAt: w.tx.Now, Lapsed: b.lapsed}
	f.Window = l.window(tiers.ReturnWindowStart(v.Document.Tiers, l.standing, f.Today), f.Today)
	d, err := recording.DecideReturn(f, b.named(a.brings.lines))
	if kind := fault.KindOf(err); kind == fault.Refused || kind == fault.Invalid {
		w.lose(a, faultOf(err))
		return nil
	}
	if err != nil {
		return err
	}
	taker := recording.Taker{Actor: ledger.Actor{Kind: ledger.ByImport}, Takeable: w.batch.CanTake(d.Reclaim(), f.Today)}
	postings, split := d.Reversing(f, ids.Return(id), taker)
	if err := w.batch.Add(postings...); err != nil {
		return err
	}
	l.move(d.Standing, d.Change)
	b.lapsed -= split.Lapsed
	w.enter(b, d)
	w.rows.returned(a, split, purchases.Return{MemberID: l.member, PurchaseID: b.ID, ID: ids.Return(id), ReturnedAt: a.at, RecordedAt: w.tx.Now,
		Amount: d.Amount, Due: d.Due, Lines: d.Back})
	w.tally.returned(d, split)
	return nil
}

// enter leaves the purchase as it stands after the return.
func (w *work) enter(b *bought, d recording.ReturnDecision) {
	if !b.isNew && len(b.returned) == 0 {
		w.rows.touched = append(w.rows.touched, b)
	}
	b.Purchase, b.lines = d.Purchase, d.Lines
	for _, back := range d.Back {
		if back.Line > 0 {
			b.returned[back.Line] += back.Quantity
		}
	}
}

func (t *tally) returned(d recording.ReturnDecision, split recording.Split) {
	t.returns++
	t.brought += d.Amount
	t.reversed += split.Taken
	t.forgiven += split.Forgiven
	t.owed += split.Owed
}

// isPaidOtherwise tells whether points, credit or a voucher paid for it; then
// they must be given back too, which the API does.
func (b *bought) isPaidOtherwise() bool {
	for _, p := range b.Payments {
		if p.Kind != purchases.PaidMoney {
			return true
		}
	}
	return false
}

// named gives the lines by number; what is named by its SKU is found in the
// order of the lines, as far as they have not come back.
func (b *bought) named(asked []back) []recording.Back {
	var out []recording.Back
	taken := map[int]money.Quantity{}
	for _, a := range asked {
		left := a.quantity
		for _, line := range b.lines {
			if a.line != 0 || line.SKU != a.sku || left == 0 {
				continue
			}
			if n := min(left, line.Left()-taken[line.Line]); n > 0 {
				out = append(out, recording.Back{Line: line.Line, Quantity: n})
				taken[line.Line] += n
				left -= n
			}
		}
		// What is left over names a line that is not there, and is refused.
		if left > 0 {
			out = append(out, recording.Back{Line: a.line, Quantity: left})
		}
	}
	return out
}

// lose lists a return that can't be recorded.
func (w *work) lose(a *act, why *fault.Error) {
	w.tally.unmatched = append(w.tally.unmatched, LeftOver{Row: a.row, Quantity: a.brings.sum(), Why: why})
	w.tally.moved[Returned] += a.rows
}

// loseAll lists the returns of somebody who is no member.
func (w *work) loseAll(l *life) {
	for _, a := range l.acts {
		if a.brings != nil {
			w.lose(a, fault.New(fault.NotFound, "purchase_unknown"))
		}
	}
}

func (b *bringing) sum() (sum money.Quantity) {
	for _, l := range b.lines {
		sum += l.quantity
	}
	return sum
}
