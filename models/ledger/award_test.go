package ledger

import (
	"testing"

	"fealty/models/money"
)

// pay takes from the award made last in the same batch.
func pay(amount money.Points) Posting {
	p := post(alice, DebtPaid, -amount)
	p.Draw = FromAward
	return p
}

func TestAnAwardMayPayADebtWholeThoughItEndsFirst(t *testing.T) {
	h := fresh(alice)
	on(t, h, award(alice, 50, nil), debt(alice, 70))
	on(t, h, award(alice, 40, until(5)), pay(40), debt(alice, -40))
	same(t, "left", left(h, alice), map[int64]money.Points{1: 50, 2: 0})
	if _, err := Compose(h, award(alice, 10, until(5)), pay(11)); err == nil {
		t.Error("an award paid more than it gave")
	}
}

func TestOfTwoAwardsInABatchTheLaterPays(t *testing.T) {
	for name, terms := range map[string][2]Posting{
		"the later ends first": {award(alice, 40, nil), award(alice, 30, until(5))},
		"the later ends last":  {award(alice, 40, until(5)), award(alice, 30, nil)},
	} {
		h := fresh(alice)
		on(t, h, award(alice, 9, until(9)))
		on(t, h, terms[0], terms[1], pay(20))
		same(t, name, left(h, alice), map[int64]money.Points{1: 9, 2: 40, 3: 10})
	}
}

func TestALotCanBeTakenToItsLastPointByName(t *testing.T) {
	h := fresh(alice)
	on(t, h, award(alice, 10, nil))
	whole := spend(alice, 10)
	whole.Takes = []Take{{1, 4}, {1, 6}}
	b := on(t, h, whole)
	same(t, "left", left(h, alice), map[int64]money.Points{1: 0})
	if len(b.uses) != 1 || b.uses[0].Amount != 10 {
		t.Errorf("the uses are %+v, want one of ten", b.uses)
	}
	none := spend(alice, 10)
	none.Takes = []Take{{1, 0}}
	if _, err := Compose(h, none); err == nil {
		t.Error("took nothing by name")
	}
}

func TestABatchTellsWhatItLeaves(t *testing.T) {
	h := fresh(alice, bob)
	on(t, h, award(alice, 10, nil), award(bob, 7, nil))
	b := mustCompose(t, h, spend(alice, 4))
	for of, want := range map[Of]money.Points{{alice, Points}: 6, {bob, Points}: 7, {alice, Debt}: 0} {
		same(t, "balance", b.Balance(of), want)
		same(t, "spendable", b.Spendable(of, day(0)), want)
	}
	same(t, "held", []money.Points{h.Balance(alice, Points), b.CanTake(Reclaim{alice, 0, 99}, day(0)), b.CanTake(Reclaim{bob, 0, 99}, day(0))}, []money.Points{10, 6, 7})
}
