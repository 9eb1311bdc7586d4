package ledger

import (
	"encoding/hex"
	"errors"
	"slices"
	"testing"
	"time"

	"fealty/models/fault"
	"fealty/models/money"
)

var alice, bob = member(1), member(2)

func TestSpendingTakesWhatEndsSoonestThenTheOldestAndNeverExpiringLast(t *testing.T) {
	h := fresh(alice)
	on(t, h, award(alice, 10, nil), award(alice, 10, until(9)), award(alice, 10, until(3)), award(alice, 10, until(9)))
	on(t, h, spend(alice, 25))
	same(t, "left", left(h, alice), map[int64]money.Points{1: 10, 2: 0, 3: 0, 4: 5})
	on(t, h, spend(alice, 6))
	same(t, "left", left(h, alice), map[int64]money.Points{1: 9, 2: 0, 3: 0, 4: 0})
}

func TestPendingPastAndHeldPointsCanNotBeSpent(t *testing.T) {
	h := fresh(alice)
	pending := award(alice, 10, nil)
	pending.Terms.AvailableOn = day(1)
	on(t, h, pending, award(alice, 20, until(-1)), award(alice, 40, until(0)))
	h.wallets[Of{alice, Points}].holds = with(nil, [16]byte{1}, 15)
	_, err := Compose(h, spend(alice, 26))
	var refused *fault.Error
	if !errors.As(err, &refused) || refused.Kind != fault.Refused || refused.Key != "too_few_points" {
		t.Fatalf("got %v", err)
	}
	same(t, "what is told", refused.Params, fault.Params{"needed": int64(26), "spendable": int64(25)})
	mustCompose(t, h, spend(alice, 25))
	captured := spend(alice, 40)
	captured.Hold = [16]byte{1}
	mustCompose(t, h, captured)
	same(t, "balance", h.Balance(alice, Points), 70)
	later := spend(alice, 11)
	later.HappenedOn = day(1)
	if _, err := Compose(h, later); err == nil {
		t.Error("spent a lot past its day, or a held part")
	}
}

func TestComposeChangesNothingItWasGiven(t *testing.T) {
	h := fresh(alice)
	on(t, h, award(alice, 50, nil))
	on(t, h, spend(alice, 20))
	before := left(h, alice)
	b := mustCompose(t, h, spend(alice, 10), giveBack(alice, 20, 2), debt(alice, 5))
	same(t, "left", left(h, alice), before)
	same(t, "balance held", h.Balance(alice, Points), 30)
	same(t, "balance after", b.Balance(Of{alice, Points}), 40)
	same(t, "outstanding", h.Outstanding(Of{alice, Points}, 2), 20)
	same(t, "debt", h.Debt(alice), 0)
}

func TestGivingBackFillsExactlyTheLotsItCameFrom(t *testing.T) {
	h := fresh(alice)
	on(t, h, award(alice, 30, until(5)), award(alice, 70, until(9)))
	on(t, h, spend(alice, 100))
	on(t, h, award(alice, 500, nil))
	on(t, h, giveBack(alice, 50, 3))
	same(t, "half", left(h, alice), map[int64]money.Points{1: 15, 2: 35, 4: 500})
	on(t, h, giveBack(alice, 33, 3))
	same(t, "a third more", left(h, alice), map[int64]money.Points{1: 25, 2: 58, 4: 500})
	if _, err := Compose(h, giveBack(alice, 18, 3)); !errors.Is(err, errTooMuch) {
		t.Errorf("gave back more than was taken: %v", err)
	}
	on(t, h, giveBack(alice, 17, 3))
	same(t, "all", left(h, alice), map[int64]money.Points{1: 30, 2: 70, 4: 500})
}

func TestAReturnByTheShopGivesSevenDaysToWhatIsPastItsDayOnce(t *testing.T) {
	h := fresh(alice)
	on(t, h, award(alice, 30, until(1)), award(alice, 70, until(40)))
	on(t, h, spend(alice, 100))
	back := giveBack(alice, 50, 3)
	back.HappenedOn, back.Grace = day(2), true
	on(t, h, back)
	same(t, "half", left(h, alice), map[int64]money.Points{1: 0, 2: 35, 4: 15})
	graced := h.Lots(alice, Points)[1]
	if graced.Seq != 4 || !graced.Graced || !graced.ExpiresOn.Equal(day(9)) {
		t.Errorf("the grace is %+v", graced)
	}
	rest := back
	on(t, h, rest)
	same(t, "all", left(h, alice), map[int64]money.Points{1: 0, 2: 70, 4: 15, 5: 15})

	again := spend(alice, 30)
	again.HappenedOn = day(3)
	on(t, h, again)
	second := giveBack(alice, 30, 6)
	second.HappenedOn, second.Grace = day(20), true
	on(t, h, second)
	same(t, "no second grace", left(h, alice), map[int64]money.Points{1: 0, 2: 70, 4: 15, 5: 15})
	same(t, "spendable", h.Spendable(alice, Points, day(20)), 70)
}

func TestWithoutGraceWhatIsPastComesBackToItsOldDay(t *testing.T) {
	h := fresh(alice)
	on(t, h, award(alice, 30, until(1)))
	on(t, h, spend(alice, 30))
	back := giveBack(alice, 30, 2)
	back.HappenedOn = day(2)
	on(t, h, back)
	same(t, "lots", left(h, alice), map[int64]money.Points{1: 30})
	same(t, "spendable", h.Spendable(alice, Points, day(2)), 0)
}

func TestTakingBackTakesOfTheOwnLotEvenPastItsDay(t *testing.T) {
	h := fresh(alice)
	on(t, h, award(alice, 10, until(2)), award(alice, 20, until(-3)))
	same(t, "can take", h.CanTake(Reclaim{alice, 2, 50}, day(0)), 30)
	on(t, h, takeBack(alice, 25, 2))
	same(t, "left", left(h, alice), map[int64]money.Points{1: 5, 2: 0})
}

func TestTakingBackBeginsWithThePurchasesOwnLotPendingOrNot(t *testing.T) {
	h := fresh(alice)
	own := award(alice, 20, nil)
	own.Terms.AvailableOn = day(30)
	on(t, h, award(alice, 10, until(2)), own, award(alice, 10, until(-3)))
	same(t, "can take", h.CanTake(Reclaim{alice, 2, 50}, day(0)), 30)
	on(t, h, takeBack(alice, 25, 2))
	same(t, "left", left(h, alice), map[int64]money.Points{1: 5, 2: 0, 3: 10})
	if _, err := Compose(h, takeBack(alice, 6, 2)); !errors.Is(err, errNotThere) {
		t.Errorf("took more than was there: %v", err)
	}
}

func TestAnAwardPaysADebtInTheSameBatch(t *testing.T) {
	h := fresh(alice)
	on(t, h, award(alice, 5, until(1)), debt(alice, 30))
	pay := post(alice, DebtPaid, -30)
	pay.Draw = FromAward
	pending := award(alice, 40, nil)
	pending.Terms.AvailableOn = day(14)
	b := on(t, h, pending, pay, debt(alice, -30))
	same(t, "left", left(h, alice), map[int64]money.Points{1: 5, 2: 10})
	same(t, "owed", h.Debt(alice), 0)
	same(t, "net", []money.Points{b.Sum(Points), b.Sum(Debt)}, []money.Points{10, -30})
	if _, err := Compose(h, debt(alice, -1)); !errors.Is(err, errRange) {
		t.Errorf("a debt below zero: %v", err)
	}
}

func TestTheNightTakesWhatIsLeftOfLotsWhoseLastDayHasEnded(t *testing.T) {
	h := fresh(alice)
	on(t, h, award(alice, 10, until(0)), award(alice, 20, until(1)), award(alice, 40, nil))
	on(t, h, spend(alice, 4))
	same(t, "past", h.Past(alice, Points, day(0)), 6)
	expired := post(alice, Expired, -5)
	expired.Draw = Expiring
	if _, err := Compose(h, expired); !errors.Is(err, errTakes) {
		t.Errorf("left a point past its day: %v", err)
	}
	expired.Amount = -6
	on(t, h, expired)
	same(t, "left", left(h, alice), map[int64]money.Points{1: 0, 2: 20, 3: 40})
	expired.Amount = -1
	if _, err := Compose(h, expired); !errors.Is(err, errTakes) {
		t.Errorf("expired what was not past: %v", err)
	}
}

func TestNamedTakesAreTakenExactly(t *testing.T) {
	h := fresh(alice)
	on(t, h, award(alice, 10, until(2)), award(alice, 20, nil))
	move := spend(alice, 15)
	move.Takes = []Take{{2, 12}, {1, 3}}
	on(t, h, move)
	same(t, "left", left(h, alice), map[int64]money.Points{1: 7, 2: 8})
	for _, takes := range [][]Take{{{2, 9}, {1, 6}}, {{2, 8}}, {{9, 15}}, {{2, 20}, {1, -5}}} {
		move.Takes = takes
		if _, err := Compose(h, move); err == nil {
			t.Errorf("took %v for 15", takes)
		}
	}
	move.Amount, move.Takes = -3, []Take{{2, 5}}
	if _, err := Compose(h, move); !errors.Is(err, errTakes) {
		t.Errorf("took 5 for 3: %v", err)
	}
}

func TestWhatNoRuleCanMeanIsRefused(t *testing.T) {
	h := fresh(alice)
	on(t, h, award(alice, 10, nil))
	h.wallets[Of{alice, Credit}].loaded = false
	change := func(p Posting, f func(*Posting)) Posting { f(&p); return p }
	for name, c := range map[string]struct {
		posting Posting
		want    error
	}{
		"nothing":         {post(alice, Adjustment, 0), errZero},
		"no day":          {change(award(alice, 1, nil), func(p *Posting) { p.HappenedOn = time.Time{} }), errDay},
		"no terms":        {post(alice, Adjustment, 1), errTerms},
		"both":            {change(award(alice, 1, nil), func(p *Posting) { p.GivesBack = 1 }), errTerms},
		"a take back":     {change(spend(alice, 1), func(p *Posting) { p.GivesBack = 1 }), errTerms},
		"undoes later":    {change(award(alice, 1, nil), func(p *Posting) { p.Undoes = 2 }), errUndoes},
		"uses not loaded": {giveBack(alice, 1, 1), errUses},
		"lots not loaded": {change(spend(alice, 1), func(p *Posting) { p.Wallet = Credit }), errLots},
		"no hold":         {change(spend(alice, 1), func(p *Posting) { p.Hold = [16]byte{9} }), ErrNoHold},
		"overflow":        {award(alice, 1<<63-1, nil), errRange},
		"no award":        {change(spend(alice, 1), func(p *Posting) { p.Draw = FromAward }), errNotThere},
	} {
		if _, err := Compose(h, c.posting); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
	if _, err := Compose(h, award(bob, 1, nil)); err == nil {
		t.Error("posted to a member who isn't held")
	}
}

func TestTheChainCoversEveryFieldAndTheEntryBefore(t *testing.T) {
	h := fresh(alice)
	e := on(t, h, award(alice, 10, nil)).Entries[0]
	same(t, "encoding v1 stays for ever", hex.EncodeToString(e.Hash), "f9f15804539c1115c0c29007cbfb9001374fc715a5c2a969e0b2fb7d8bc7ce49")
	seen := [][]byte{e.Hash, e.Chain(e.Hash)}
	for _, change := range []func(*Entry){
		func(e *Entry) { e.Member = bob }, func(e *Entry) { e.Wallet = Credit }, func(e *Entry) { e.Seq++ },
		func(e *Entry) { e.Kind = Welcome }, func(e *Entry) { e.Amount++ }, func(e *Entry) { e.Balance++ },
		func(e *Entry) { e.Source = "other" }, func(e *Entry) { e.SourceID[3]++ }, func(e *Entry) { e.Actor = ByStaff },
		func(e *Entry) { e.ActorID[3]++ }, func(e *Entry) { e.Undoes++ }, func(e *Entry) { e.GivesBack++ },
		func(e *Entry) { e.Version++ }, func(e *Entry) { e.Detail = `{"a":1}` },
		func(e *Entry) { e.HappenedOn = day(1) }, func(e *Entry) { e.RecordedAt = e.RecordedAt.Add(1000) },
	} {
		other := e
		change(&other)
		hash := other.Chain(nil)
		if slices.ContainsFunc(seen, func(s []byte) bool { return slices.Equal(s, hash) }) {
			t.Errorf("the change left the hash as it was: %+v", other)
		}
		seen = append(seen, hash)
	}
}
