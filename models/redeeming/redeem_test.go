package redeeming_test

import (
	"errors"
	"testing"
	"time"

	"fealty/models/catalogue"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/redeeming"
	"fealty/models/vouchers"
)

func TestARedemptionTakesThePointsOnceHoweverOftenItIsSent(t *testing.T) {
	w := newWorld(t)
	r := w.reward(number(int64(5)), nil)
	cmd := redeeming.Redemption{Member: w.alice, Reward: r.ID, Key: "press"}
	first, err := redeeming.Redeem(t.Context(), w.d, w.deps, cmd)
	if err != nil {
		t.Fatal(err)
	}
	testdb.Forward(t, w.d, time.Hour)
	again, err := redeeming.Redeem(t.Context(), w.d, w.deps, cmd)
	if err != nil || again != first {
		t.Errorf("the repeat answered %+v, %v; the first %+v", again, err, first)
	}
	if first.Spendable != 600 || w.spendable(w.alice) != 600 || first.ExpiresOn != "2026-04-09" {
		t.Errorf("the receipt says %+v, the wallet %d", first, w.spendable(w.alice))
	}
	if _, err := redeeming.Redeem(t.Context(), w.d, w.deps, redeeming.Redemption{Member: w.alice, Reward: ids.Reward{99}, Key: "press"}); fault.KindOf(err) != fault.Mismatch {
		t.Errorf("the same key for another reward: %v", err)
	}
	var told int
	if err := w.d.Get(t.Context(), &told, `SELECT count(*) FROM messages WHERE template = 'voucher_issued'`); err != nil || told != 1 {
		t.Errorf("told %d times, %v", told, err)
	}
	w.adds()
}

func TestEachRefusalHasItsKeyAndIsKept(t *testing.T) {
	w := newWorld(t)
	held := w.reward(nil, func(r *catalogue.Reward) { r.Price, r.PerMember = 1, number(1) })
	w.redeem(w.alice, held)
	for key, r := range map[string]catalogue.Reward{
		"limit_reached":  held,
		"sold_out":       w.reward(number(int64(0)), nil),
		"too_few_points": w.reward(nil, func(r *catalogue.Reward) { r.Price = 1200 }),
		"not_started":    w.reward(nil, func(r *catalogue.Reward) { r.StartsOn = number(today.AddDate(0, 0, 1)) }),
		"ended":          w.reward(nil, func(r *catalogue.Reward) { r.EndsOn = number(today.AddDate(0, 0, -1)) }),
		"not_live":       w.reward(nil, func(r *catalogue.Reward) { r.State = catalogue.Paused }),
	} {
		cmd := redeeming.Redemption{Member: w.alice, Reward: r.ID, Key: key}
		_, first := redeeming.Redeem(t.Context(), w.d, w.deps, cmd)
		_, again := redeeming.Redeem(t.Context(), w.d, w.deps, cmd)
		if !fault.Is(first, key) || fault.KindOf(first) != fault.Refused || first.Error() != again.Error() {
			t.Errorf("%s: answered %v, then %v", key, first, again)
		}
	}
	bob := w.member("Bob", "silver", 5000)
	gold := w.reward(nil, func(r *catalogue.Reward) { r.Tier = "gold" })
	if _, err := redeeming.Redeem(t.Context(), w.d, w.deps, redeeming.Redemption{Member: bob, Reward: gold.ID, Key: "k"}); !fault.Is(err, "tier_too_low") {
		t.Errorf("silver takes what is for gold: %v", err)
	}
	w.redeem(w.alice, gold)
	draft := w.reward(nil, func(r *catalogue.Reward) { r.State = catalogue.Draft })
	if _, err := redeeming.Redeem(t.Context(), w.d, w.deps, redeeming.Redemption{Member: bob, Reward: draft.ID, Key: "k2"}); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a draft answers %v", err)
	}
	w.adds()
}

func TestARefusalStaysThoughTheReasonIsGone(t *testing.T) {
	w := newWorld(t)
	r := w.reward(nil, func(r *catalogue.Reward) { r.StartsOn = number(today.AddDate(0, 0, 1)) })
	cmd := redeeming.Redemption{Member: w.alice, Reward: r.ID, Key: "early"}
	_, before := redeeming.Redeem(t.Context(), w.d, w.deps, cmd)
	testdb.Forward(t, w.d, 24*time.Hour)
	_, after := redeeming.Redeem(t.Context(), w.d, w.deps, cmd)
	var f *fault.Error
	if !errors.As(after, &f) || f.Key != "not_started" || f.Params["on"] != "2026-03-11" || before.Error() != after.Error() {
		t.Errorf("answered %v, then %v", before, after)
	}
}

func TestAReturnedVoucherGivesEveryPointBackToItsLots(t *testing.T) {
	w := newWorld(t)
	r := w.reward(number(int64(1)), nil)
	before := w.lots()
	got := w.redeem(w.alice, r)
	code := w.code(w.alice, got.Voucher)
	if len(w.lots()) == 0 || w.lots()[0] == before[0] {
		t.Fatal("the redemption took from no lot")
	}
	back, err := redeeming.ReturnVoucher(t.Context(), w.d, w.deps, redeeming.VoucherReturn{Member: w.alice, Voucher: got.Voucher, Key: w.key()})
	if err != nil || back.Points != 600 || back.Spendable != 1200 {
		t.Fatalf("the return gave %+v, %v", back, err)
	}
	for i, lot := range w.lots() {
		if lot != before[i] {
			t.Errorf("lot %d was %v and is %v", i, before[i], lot)
		}
	}
	_, err = redeeming.ReturnVoucher(t.Context(), w.d, w.deps, redeeming.VoucherReturn{Member: w.alice, Voucher: got.Voucher, Key: w.key()})
	if !fault.Is(err, "voucher_returned") {
		t.Errorf("a second return: %v", err)
	}
	if _, err := redeeming.Check(t.Context(), w.d, w.deps, redeeming.Question{Code: code, By: w.shop}); !fault.Is(err, "voucher_returned") {
		t.Errorf("its code answers %v", err)
	}
	v, err := vouchers.Find(t.Context(), w.d, w.alice, got.Voucher)
	if err != nil || v.CodeBox != nil {
		t.Errorf("the code is still kept, %v", err)
	}
	w.redeem(w.alice, r)
	w.adds()
}

// lots tells what remains of Alice's lots, in their order.
func (w *world) lots() []string {
	w.Helper()
	var list []string
	err := w.d.Select(w.Context(), &list, `SELECT concat(seq, ': ', remaining, ' until ', expires_on) FROM lots
		WHERE member_id = $1 ORDER BY seq`, w.alice)
	if err != nil {
		w.Fatal(err)
	}
	return list
}

func TestOnlyAnUnusedVoucherOfMineCanBeReturnedInTime(t *testing.T) {
	w := newWorld(t)
	r := w.reward(nil, nil)
	used, late := w.redeem(w.alice, r), w.redeem(w.alice, r)
	if _, err := redeeming.Use(t.Context(), w.d, w.deps, w.using(w.shop, w.code(w.alice, used.Voucher))); err != nil {
		t.Fatal(err)
	}
	back := func(m ids.Member, v ids.Voucher) error {
		_, err := redeeming.ReturnVoucher(t.Context(), w.d, w.deps, redeeming.VoucherReturn{Member: m, Voucher: v, Key: w.key()})
		return err
	}
	if err := back(w.alice, used.Voucher); !fault.Is(err, "voucher_used") {
		t.Errorf("a used one: %v", err)
	}
	if err := back(w.member("Charlie", "member", 0), late.Voucher); fault.KindOf(err) != fault.NotFound {
		t.Errorf("Charlie returns Alice's: %v", err)
	}
	testdb.Forward(t, w.d, 31*24*time.Hour)
	if err := back(w.alice, late.Voucher); !fault.Is(err, "voucher_expired") {
		t.Errorf("one past its day: %v", err)
	}
	w.adds()
}
