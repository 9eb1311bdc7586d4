package redeeming_test

import (
	"fmt"
	"sync"
	"testing"

	"fealty/models/catalogue"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/money"
	"fealty/models/redeeming"
)

// race lets all callers go at once, and counts winners and refusals by key;
// anything else is a fault of the test.
func (w *world) race(callers int, call func(caller int) error) (won int, refused map[string]int) {
	w.Helper()
	errs := make([]error, callers)
	var ready, done sync.WaitGroup
	gate := make(chan struct{})
	ready.Add(callers)
	for i := range callers {
		done.Go(func() {
			ready.Done()
			<-gate
			errs[i] = call(i)
		})
	}
	ready.Wait()
	close(gate)
	done.Wait()
	refused = map[string]int{}
	for _, err := range errs {
		switch {
		case err == nil:
			won++
		case fault.KindOf(err) == fault.Refused:
			refused[fault.Of(err).Key]++
		default:
			w.Errorf("neither won nor refused: %v", err)
		}
	}
	return won, refused
}

func TestTheLastRewardGoesToExactlyOne(t *testing.T) {
	w := newWorld(t)
	callers, rounds := atOnce()
	crowd := make([]ids.Member, callers)
	for i := range crowd {
		crowd[i] = w.member("One", "member", money.Points(600*rounds))
	}
	for round := range rounds {
		r := w.reward(number(int64(1)), nil)
		won, refused := w.race(callers, func(i int) error {
			_, err := redeeming.Redeem(t.Context(), w.d, w.deps, redeeming.Redemption{Member: crowd[i], Reward: r.ID, Key: fmt.Sprint(round)})
			return err
		})
		if won != 1 || refused["sold_out"] != callers-1 {
			t.Errorf("round %d: %d won, refused %v", round, won, refused)
		}
		w.adds()
	}
	t.Logf("last reward: %d callers × %d rounds, one winner each", callers, rounds)
}

func TestTheLastPointsAreSpentOnce(t *testing.T) {
	w := newWorld(t)
	callers, rounds := atOnce()
	r := w.reward(nil, nil)
	for round := range rounds {
		one := w.member("One", "member", 600)
		won, refused := w.race(callers, func(i int) error {
			_, err := redeeming.Redeem(t.Context(), w.d, w.deps, redeeming.Redemption{Member: one, Reward: r.ID, Key: fmt.Sprint(i)})
			return err
		})
		if won != 1 || refused["too_few_points"] != callers-1 || w.spendable(one) != 0 {
			t.Errorf("round %d: %d won, refused %v", round, won, refused)
		}
		w.adds()
	}
	t.Logf("last points: %d callers × %d rounds, one winner each", callers, rounds)
}

func TestAVoucherIsUsedOnceThoughAWholeCounterTries(t *testing.T) {
	w := newWorld(t)
	callers, rounds := atOnce()
	for round := range rounds {
		r := w.reward(nil, func(r *catalogue.Reward) { r.Price = 1 })
		code := w.code(w.alice, w.redeem(w.alice, r).Voucher)
		people := []redeeming.Who{w.shop, {}, w.kino}
		won, refused := w.race(callers, func(i int) error {
			cmd := redeeming.Using{Question: redeeming.Question{Code: code, By: people[i%3]}, Place: "here", Key: fmt.Sprint("use", round, i)}
			_, err := redeeming.Use(t.Context(), w.d, w.deps, cmd)
			return err
		})
		kino := (callers - 1 + 1) / 3
		if won != 1 || refused["voucher_other_partner"] != kino || refused["voucher_used"] != callers-1-kino {
			t.Errorf("round %d: %d won, refused %v", round, won, refused)
		}
		var uses int
		if err := w.d.Get(t.Context(), &uses, `SELECT count(*) FROM voucher_uses WHERE reward_id = $1`, r.ID); err != nil || uses != 1 {
			t.Errorf("round %d: %d uses, %v", round, uses, err)
		}
	}
	t.Logf("one-use voucher: %d callers × %d rounds, one winner each", callers, rounds)
}

func TestTheSameKeyAtOnceHasOneEffectAndOneAnswer(t *testing.T) {
	w := newWorld(t)
	callers, _ := atOnce()
	r := w.reward(number(int64(1000)), nil)
	answers := make([]redeeming.Receipt, callers)
	won, _ := w.race(callers, func(i int) (err error) {
		answers[i], err = redeeming.Redeem(t.Context(), w.d, w.deps, redeeming.Redemption{Member: w.alice, Reward: r.ID, Key: "same"})
		return err
	})
	if won != callers || w.spendable(w.alice) != 600 {
		t.Errorf("%d of %d were answered, %d points are left", won, callers, w.spendable(w.alice))
	}
	for _, a := range answers {
		if a != answers[0] {
			t.Errorf("answered %+v and %+v", a, answers[0])
		}
	}
	w.adds()
}

func TestUsingAndReturningAtOnceHasOneWinner(t *testing.T) {
	w := newWorld(t)
	_, rounds := atOnce()
	r := w.reward(nil, func(r *catalogue.Reward) { r.Price = 10 })
	for round := range rounds * 5 {
		got := w.redeem(w.alice, r)
		code := w.code(w.alice, got.Voucher)
		won, refused := w.race(8, func(i int) error {
			if i%2 == 0 {
				_, err := redeeming.Use(t.Context(), w.d, w.deps,
					redeeming.Using{Question: redeeming.Question{Code: code, By: w.shop}, Place: "x", Key: fmt.Sprint("u", round, i)})
				return err
			}
			_, err := redeeming.ReturnVoucher(t.Context(), w.d, w.deps,
				redeeming.VoucherReturn{Member: w.alice, Voucher: got.Voucher, Key: fmt.Sprint("r", round, i)})
			return err
		})
		if won != 1 || refused["voucher_used"]+refused["voucher_returned"] != 7 {
			t.Errorf("round %d: %d won, refused %v", round, won, refused)
		}
	}
	w.adds()
}
