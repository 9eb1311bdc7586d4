package ledger

import (
	"context"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/money"
)

// model is the book as a child would keep it: lots in a drawer, points taken
// one by one.
type model struct {
	lots  []Lot
	sum   money.Points
	today int
	// taken tells what each spend took of each lot, and what came back of it.
	taken    map[int64]map[int64]money.Points
	back     map[int64]money.Points
	sequence int64
}

// next finds the lot that the next point is taken from, by looking at all.
func (m *model) next(ok func(Lot) bool) int {
	best := -1
	for i, l := range m.lots {
		if l.Remaining == 0 || !ok(l) {
			continue
		}
		if best < 0 || l.ExpiresOn != nil && (m.lots[best].ExpiresOn == nil || l.ExpiresOn.Before(*m.lots[best].ExpiresOn)) {
			best = i
		}
	}
	return best
}

func (m *model) canSpend(l Lot) bool {
	return !l.AvailableOn.After(day(m.today)) && !m.past(l)
}

func (m *model) past(l Lot) bool { return l.ExpiresOn != nil && l.ExpiresOn.Before(day(m.today)) }

func (m *model) count(ok func(Lot) bool) (n money.Points) {
	for _, l := range m.lots {
		if ok(l) {
			n += l.Remaining
		}
	}
	return n
}

func (m *model) take(n money.Points, ok func(Lot) bool) map[int64]money.Points {
	took := map[int64]money.Points{}
	for range n {
		i := m.next(ok)
		m.lots[i].Remaining--
		took[m.lots[i].Seq]++
	}
	m.sum -= n
	m.sequence++
	return took
}

// player drives the book and the model alike.
type player struct {
	d  *db.DB
	id ids.Member
	model
}

func (p *player) post(t *rapid.T, entry Posting, uses ...int64) error {
	entry.HappenedOn = day(p.today)
	err := inTx(t, p.d, p.id, func(ctx context.Context, tx *db.Tx, h *Held) error {
		if err := h.LoadUses(ctx, tx, Of{p.id, Points}, uses...); err != nil {
			return err
		}
		_, err := Post(ctx, tx, h, entry)
		return err
	})
	if err != nil && !fault.Is(err, "too_few_points") {
		t.Fatal(err)
	}
	return err
}

func (p *player) award(t *rapid.T) {
	a := award(p.id, money.Points(rapid.Int64Range(1, 40).Draw(t, "amount")), nil)
	a.Terms.AvailableOn = day(p.today + rapid.IntRange(0, 3).Draw(t, "pending"))
	if rapid.Bool().Draw(t, "expires") {
		a.Terms.ExpiresOn = until(p.today + rapid.IntRange(0, 8).Draw(t, "days"))
	}
	_ = p.post(t, a)
	p.sequence++
	p.sum += a.Amount
	p.lots = append(p.lots, Lot{Seq: p.sequence, Amount: a.Amount, Remaining: a.Amount, AvailableOn: a.Terms.AvailableOn, ExpiresOn: a.Terms.ExpiresOn})
}

func (p *player) spend(t *rapid.T) {
	n := money.Points(rapid.Int64Range(1, 60).Draw(t, "amount"))
	err := p.post(t, spend(p.id, n))
	if n > p.count(p.canSpend) {
		if err == nil {
			t.Fatal("spent more than can be spent")
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	took := p.take(n, p.canSpend)
	p.taken[p.sequence] = took
}

func (p *player) takeBack(t *rapid.T) {
	if len(p.lots) == 0 {
		t.Skip("nothing there")
	}
	own := rapid.SampledFrom(p.lots).Draw(t, "own")
	there := func(l Lot) bool { return l.Seq == own.Seq || !p.past(l) }
	n := min(money.Points(rapid.Int64Range(1, 60).Draw(t, "amount")), p.count(there))
	if n == 0 {
		t.Skip("nothing there")
	}
	_ = p.post(t, takeBack(p.id, n, own.Seq))
	p.take(n, func(l Lot) bool {
		i := slices.IndexFunc(p.lots, func(l Lot) bool { return l.Seq == own.Seq })
		return there(l) && (p.lots[i].Remaining == 0 || l.Seq == own.Seq)
	})
}

func (p *player) night(t *rapid.T) {
	p.today++
	n := p.count(p.past)
	if n == 0 {
		return
	}
	e := post(p.id, Expired, -n)
	e.Draw = Expiring
	p.today--
	_ = p.post(t, e)
	p.today++
	p.take(n, p.past)
}

// restore gives back part of a spend; which point goes to which lot is checked
// against what was taken, and then believed.
func (p *player) restore(t *rapid.T) {
	var open []int64
	for seq, took := range p.taken {
		if out := total(took) - p.back[seq]; out > 0 {
			open = append(open, seq)
		}
	}
	if len(open) == 0 {
		t.Skip("nothing was spent")
	}
	slices.Sort(open)
	seq := rapid.SampledFrom(open).Draw(t, "spend")
	e := giveBack(p.id, money.Points(rapid.Int64Range(1, int64(total(p.taken[seq])-p.back[seq])).Draw(t, "amount")), seq)
	e.Grace = rapid.Bool().Draw(t, "grace")
	_ = p.post(t, e, seq)
	p.sequence++
	p.sum += e.Amount
	p.back[seq] += e.Amount
	before := p.lots
	p.lots = p.read(t)
	var came money.Points
	for i, l := range p.lots {
		if i >= len(before) {
			came += l.Amount
			if !e.Grace || !l.Graced || !l.ExpiresOn.Equal(day(p.today+graceDays)) {
				t.Fatalf("a lot came of giving back: %+v", l)
			}
			continue
		}
		came += l.Remaining - before[i].Remaining
		if l.Remaining < before[i].Remaining || l.Remaining-before[i].Remaining > p.taken[seq][l.Seq] {
			t.Fatalf("lot %d: from %d to %d by an entry that took %d", l.Seq, before[i].Remaining, l.Remaining, p.taken[seq][l.Seq])
		}
	}
	if came != e.Amount {
		t.Fatalf("%d came back of %d", came, e.Amount)
	}
}

func total(took map[int64]money.Points) (n money.Points) {
	for _, part := range took {
		n += part
	}
	return n
}

func (p *player) read(t *rapid.T) []Lot {
	lots, err := Lots(context.Background(), p.d, Of{p.id, Points})
	if err != nil {
		t.Fatal(err)
	}
	return lots
}

// check compares the book with the model.
func (p *player) check(t *rapid.T) {
	lots := p.read(t)
	if len(lots) != len(p.lots) {
		t.Fatalf("%d lots, the model has %d", len(lots), len(p.lots))
	}
	for i, l := range lots {
		if l.Seq != p.lots[i].Seq || l.Remaining != p.lots[i].Remaining {
			t.Fatalf("lot %d holds %d, the model's lot %d %d", l.Seq, l.Remaining, p.lots[i].Seq, p.lots[i].Remaining)
		}
	}
	got, err := Balances(context.Background(), p.d, p.id, day(p.today))
	if err != nil || got.Balance != p.sum || got.Spendable != p.count(p.canSpend) {
		t.Fatalf("%+v, %v; the model has %d, %d to spend", got, err, p.sum, p.count(p.canSpend))
	}
	balanced(t, p.d)
}

func TestAnySequenceKeepsTheBookInStepWithANaiveOne(t *testing.T) {
	d := testdb.Open(t)
	players := 0
	rapid.Check(t, func(t *rapid.T) {
		players++
		p := &player{d: d, id: member(1000 + players), model: model{taken: map[int64]map[int64]money.Points{}, back: map[int64]money.Points{}}}
		open(t, d, p.id)
		t.Repeat(map[string]func(*rapid.T){
			"award": p.award, "award again": p.award, "spend": p.spend, "take back": p.takeBack, "restore": p.restore, "night": p.night, "": p.check,
		})
	})
}
