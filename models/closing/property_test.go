package closing_test

import (
	"context"
	"errors"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fealty/models/closing"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/giving"
	"fealty/models/ids"
	"fealty/models/money"
	"fealty/models/redeeming"
	"fealty/models/vouchers"
)

// acts is one sequence of acts in a world: what the members hold and gave.
type acts struct {
	*world
	t        *testing.T
	keys     int
	vouchers []redeeming.Own
	gifts    []giving.TakingBack
	uses     []ids.Use
	did      map[string]int
}

func (a *acts) key() string {
	a.keys++
	return strconv.Itoa(a.keys)
}

// try counts an act, and lets only refusals pass.
func (a *acts) try(t *rapid.T, what string, err error) bool {
	if err == nil {
		a.did[what]++
		return true
	}
	if fault.KindOf(err) != fault.Refused {
		t.Fatalf("%s: %v", what, err)
	}
	a.did["refused"]++
	return false
}

func (a *acts) member(t *rapid.T) ids.Member {
	return rapid.SampledFrom([]ids.Member{a.alice, a.bob}).Draw(t, "member")
}

func (a *acts) earn(t *rapid.T) {
	m, points := a.member(t), money.Points(rapid.IntRange(1, 200).Draw(t, "points"))
	from := a.today().AddDate(0, 0, rapid.IntRange(0, 3).Draw(t, "pending"))
	var until *time.Time
	if days := rapid.IntRange(-1, 15).Draw(t, "days"); days >= 0 {
		last := from.AddDate(0, 0, days)
		until = &last
	}
	a.award(t, m, points, from, until)
}

func (a *acts) redeemOne(t *rapid.T) {
	m := a.member(t)
	got, err := redeeming.Redeem(context.Background(), a.d, a.redeem, redeeming.Redemption{Member: m, Reward: a.reward, Key: a.key()})
	if a.try(t, "redeem", err) {
		a.vouchers = append(a.vouchers, redeeming.Own{Member: m, Voucher: got.Voucher})
	}
}

func (a *acts) returnOne(t *rapid.T) {
	if len(a.vouchers) == 0 {
		return
	}
	own := rapid.SampledFrom(a.vouchers).Draw(t, "voucher")
	before := a.totals(t, own.Member).Balance
	got, err := redeeming.ReturnVoucher(context.Background(), a.d, a.redeem,
		redeeming.VoucherReturn{Member: own.Member, Voucher: own.Voucher, Key: a.key()})
	if a.try(t, "return", err) && a.totals(t, own.Member).Balance != before+got.Points {
		t.Fatalf("a return of %d made %d of %d", got.Points, a.totals(t, own.Member).Balance, before)
	}
}

func (a *acts) useOne(t *rapid.T) {
	if len(a.vouchers) == 0 {
		return
	}
	own := rapid.SampledFrom(a.vouchers).Draw(t, "voucher")
	v, err := vouchers.Find(context.Background(), a.d, own.Member, own.Voucher)
	if err != nil {
		t.Fatalf("%v", err)
	}
	code, err := a.redeem.Keys.Open(v)
	if errors.Is(err, vouchers.ErrWiped) {
		return
	}
	used, err := redeeming.Use(context.Background(), a.d, a.redeem, redeeming.Using{
		Question: redeeming.Question{Code: code.String(), By: redeeming.Who{Staff: ids.Staff{1}, Role: "clerk"}}, Place: "x", Key: a.key()})
	if a.try(t, "use", err) {
		a.uses = append(a.uses, used.Use)
	}
}

func (a *acts) undoUse(t *rapid.T) {
	if len(a.uses) == 0 {
		return
	}
	_, err := redeeming.UndoUse(context.Background(), a.d, redeeming.Undo{Use: rapid.SampledFrom(a.uses).Draw(t, "use"),
		By: redeeming.Who{Staff: ids.Staff{1}, Role: "clerk"}, Key: a.key()})
	a.try(t, "undo use", err)
}

func (a *acts) giveSome(t *rapid.T) {
	m := a.member(t)
	got, err := giving.Donate(context.Background(), a.d, a.give, giving.Gift{Member: m, Cause: a.cause,
		Points: money.Points(rapid.IntRange(1, 150).Draw(t, "points")), Key: a.key()})
	if a.try(t, "give", err) {
		a.gifts = append(a.gifts, giving.TakingBack{Member: m, Donation: got.Donation})
	}
}

func (a *acts) takeBack(t *rapid.T) {
	if len(a.gifts) == 0 {
		return
	}
	cmd := rapid.SampledFrom(a.gifts).Draw(t, "gift")
	cmd.Key = a.key()
	_, err := giving.Undo(context.Background(), a.d, a.give, cmd)
	a.try(t, "undo gift", err)
}

func (a *acts) sleep(t *rapid.T) {
	testdb.Forward(a.t, a.d, time.Duration(rapid.IntRange(1, 30).Draw(t, "hours"))*time.Hour)
	yesterday := a.today().AddDate(0, 0, -1)
	if _, err := closing.Night(context.Background(), a.d, a.night, yesterday); err != nil {
		t.Fatalf("%v", err)
	}
	a.did["night"]++
	if n := a.count(t, `SELECT count(*) FROM lots WHERE open AND expires_on <= $1`, yesterday); n != 0 {
		t.Fatalf("%d lots past their day are open after the night", n)
	}
}

func TestAnySequenceOfActsAddsUp(t *testing.T) {
	w := newWorld(t)
	a := &acts{world: w, t: t, did: map[string]int{}}
	rapid.Check(t, func(t *rapid.T) {
		t.Repeat(map[string]func(*rapid.T){
			"earn": a.earn, "redeem": a.redeemOne, "return": a.returnOne, "use": a.useOne, "undo use": a.undoUse,
			"give": a.giveSome, "undo gift": a.takeBack, "night": a.sleep,
			"": func(t *rapid.T) { a.adds(t) },
		})
	})
	t.Logf("did %v", a.did)
	for _, what := range []string{"redeem", "return", "use", "undo use", "give", "undo gift", "night", "refused"} {
		if a.did[what] == 0 {
			t.Errorf("%s never happened, so nothing was proved of it", what)
		}
	}
}
