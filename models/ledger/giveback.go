package ledger

import (
	"maps"

	"github.com/shopspring/decimal"

	"fealty/models/money"
)

// graceDays is how long points live again that come back after their day.
const graceDays = 7

// giveBack fills the lots again that an entry took from: all that is still out,
// or pro rata of it when the amount is smaller.
func (a *act) giveBack() error {
	t := a.wallet.ownUses(a.posting.GivesBack)
	if t == nil {
		return errUses
	}
	places, out := a.outstanding(t)
	parts, err := share(a.posting.Amount, out)
	if err != nil {
		return err
	}
	var graced money.Points
	for i, place := range places {
		l := a.wallet.lots[place]
		if a.posting.Grace && !l.Graced && l.IsPast(*dayOf(&a.posting.HappenedOn)) {
			graced += parts[i]
			continue
		}
		a.take(place, -parts[i])
		t.restored[l.Seq] += parts[i]
	}
	t.graced += graced
	a.grace(graced)
	return nil
}

func (a *act) grace(amount money.Points) {
	if amount == 0 {
		return
	}
	last := a.posting.HappenedOn.AddDate(0, 0, graceDays)
	a.make(amount, Terms{AvailableOn: a.posting.HappenedOn, ExpiresOn: &last}, true)
}

// outstanding lists the places of the lots the entry took from, and how much of
// each has not come back. What came back as a grace counts against the lots
// that end first, since those were past.
func (a *act) outstanding(t *takenBy) ([]int, []money.Points) {
	var places []int
	var out []money.Points
	graced := t.graced
	for i, l := range a.wallet.lots {
		left := t.taken[l.Seq] - t.restored[l.Seq]
		if !l.Graced {
			n := min(graced, left)
			left -= n
			graced -= n
		}
		if left > 0 {
			places, out = append(places, i), append(out, left)
		}
	}
	return places, out
}

// share divides an amount over what is out, never more than is out of each.
func share(amount money.Points, out []money.Points) ([]money.Points, error) {
	var all money.Points
	weights := make([]decimal.Decimal, len(out))
	for i, n := range out {
		all += n
		weights[i] = decimal.NewFromInt(int64(n))
	}
	if amount > all {
		return nil, errTooMuch
	}
	if amount == all {
		return out, nil
	}
	parts := make([]money.Points, len(out))
	for i, n := range money.Split(int64(amount), weights) {
		parts[i] = money.Points(n)
	}
	return parts, nil
}

// ownUses gives the batch's own copy of what an entry took; nil when it was not
// loaded.
func (w *wallet) ownUses(entry int64) *takenBy {
	t := w.uses[entry]
	if t == nil {
		return nil
	}
	own := &takenBy{taken: t.taken, restored: maps.Clone(t.restored), graced: t.graced}
	w.uses = maps.Clone(w.uses)
	w.uses[entry] = own
	return own
}
