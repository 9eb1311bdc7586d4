package redeeming_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/redeeming"
	"fealty/models/shipments"
	"fealty/models/vouchers"
)

func TestAPoolHandsOutEachOfItsCodesOnceAsItWasWritten(t *testing.T) {
	w := newWorld(t)
	r := w.reward(nil, func(r *catalogue.Reward) { r.Price, r.Codes = 10, catalogue.PoolCodes })
	w.pool(r, "Spring-0001", "spring 0002")
	seen := map[string]bool{}
	for range 2 {
		seen[w.code(w.alice, w.redeem(w.alice, r).Voucher)] = true
	}
	if !seen["Spring-0001"] || !seen["spring 0002"] {
		t.Errorf("handed out %v", seen)
	}
	_, err := redeeming.Redeem(t.Context(), w.d, w.deps, redeeming.Redemption{Member: w.alice, Reward: r.ID, Key: w.key()})
	if key(err) != "sold_out" {
		t.Errorf("an empty pool answers %v", err)
	}
	found, err := redeeming.Check(t.Context(), w.d, w.deps, redeeming.Question{Code: " SPRING0001 ", By: w.shop})
	if err != nil || found.Reward != r.ID {
		t.Errorf("the counter finds %+v, %v", found, err)
	}
	_, err = redeeming.ReturnVoucher(t.Context(), w.d, w.deps, redeeming.VoucherReturn{Member: w.alice, Voucher: found.Voucher, Key: w.key()})
	if key(err) != "voucher_code_seen" {
		t.Errorf("a code that was seen is returned: %v", err)
	}
	w.adds()
}

func TestACodeIsInOnePoolOnly(t *testing.T) {
	w := newWorld(t)
	r := w.reward(nil, func(r *catalogue.Reward) { r.Price, r.Codes = 10, catalogue.PoolCodes })
	w.pool(r, "AAAA-1111", "BBBB-2222")
	w.redeem(w.alice, r)
	w.in(func(ctx context.Context, tx *db.Tx) error {
		var codes []vouchers.Code
		for _, text := range []string{"aaaa1111", "CCCC-3333", "bbbb 2222"} {
			code, _ := vouchers.Foreign(text)
			codes = append(codes, code)
		}
		refused, err := vouchers.AddToPool(ctx, tx, w.deps.Keys, r.ID, codes)
		if fmt.Sprint(refused) != "[0 2]" {
			t.Errorf("refused %v", refused)
		}
		return err
	})
}

func TestTheLastCodeOfAPoolAndTheLastSeatGoToExactlyOne(t *testing.T) {
	w := newWorld(t)
	callers, _ := atOnce()
	crowd := make([]ids.Member, callers)
	for i := range crowd {
		crowd[i] = w.member("One", "member", 1200)
	}
	pooled := w.reward(nil, func(r *catalogue.Reward) { r.Codes = catalogue.PoolCodes })
	w.pool(pooled, "LAST-CODE")
	starts := w.d.Time().Add(24 * time.Hour)
	seat := w.reward(number(int64(1)), func(r *catalogue.Reward) { r.Kind, r.HappensAt = catalogue.Event, &starts })
	for _, r := range []catalogue.Reward{pooled, seat} {
		won, refused := w.race(callers, func(i int) error {
			_, err := redeeming.Redeem(t.Context(), w.d, w.deps, redeeming.Redemption{Member: crowd[i], Reward: r.ID, Key: "last " + r.ID.String()})
			return err
		})
		if won != 1 || refused["sold_out"] != callers-1 {
			t.Errorf("%s: %d won, refused %v", r.Kind, won, refused)
		}
	}
	w.adds()
	t.Logf("last code and last seat: %d callers, one winner each", callers)
}

// share puts up a shared code.
func (w *world) share(r catalogue.Reward, text string, total *int64) {
	w.Helper()
	code, err := vouchers.Foreign(text)
	if err != nil {
		w.Fatal(err)
	}
	w.in(func(ctx context.Context, tx *db.Tx) error {
		id, err := db.ID[ids.Shared](tx)
		if err != nil {
			return err
		}
		return tx.Apply(ctx, vouchers.InsertShared(vouchers.Shared{ID: id, RewardID: r.ID, Code: text, CodeKey: w.deps.Keys.Key(code),
			Total: total, PerMember: 1, CreatedAt: tx.Now}))
	})
}

func TestASharedCodeGivesEachMemberOneAndNoMoreThanThereAre(t *testing.T) {
	w := newWorld(t)
	r := w.reward(nil, func(r *catalogue.Reward) { r.Kind, r.Price, r.ByCode = catalogue.MoneyOff, 0, true })
	w.share(r, "SUMMER-25", number(int64(2)))
	bob, cy := w.member("Bob", "member", 0), w.member("Cy", "member", 0)
	for _, c := range []struct {
		member ids.Member
		want   string
	}{{w.alice, ""}, {w.alice, "limit_reached"}, {bob, ""}, {cy, "code_used_up"}} {
		_, err := redeeming.TakeShared(t.Context(), w.d, w.deps, redeeming.Sharing{Member: c.member, Code: "summer25", Key: w.key()})
		if key(err) != c.want {
			t.Errorf("answered %v", err)
		}
	}
	if got := w.spendable(w.alice); got != 1200 {
		t.Errorf("a shared code took points: %d are left", got)
	}
	if _, err := redeeming.TakeShared(t.Context(), w.d, w.deps, redeeming.Sharing{Member: cy, Code: "WINTER-25", Key: w.key()}); fieldKey(err) != "code_unknown" {
		t.Errorf("an unknown code answers %v", err)
	}
}

func TestASharedCodeIsUsedAtTheCounterByWhoStandsThere(t *testing.T) {
	w := newWorld(t)
	r := w.reward(nil, func(r *catalogue.Reward) { r.Price, r.ByCode = 0, true })
	w.share(r, "HELLO", nil)
	ask := redeeming.Question{Code: "hello", By: w.shop, Channel: "counter"}
	if found, err := redeeming.Check(t.Context(), w.d, w.deps, ask); err != nil || !found.IsShared || found.Reward != r.ID {
		t.Errorf("%+v, %v", found, err)
	}
	if _, err := redeeming.Use(t.Context(), w.d, w.deps, redeeming.Using{Question: ask, Place: "here", Key: w.key()}); key(err) != "code_needs_member" {
		t.Errorf("without a member: %v", err)
	}
	ask.Member = w.alice
	used, err := redeeming.Use(t.Context(), w.d, w.deps, redeeming.Using{Question: ask, Place: "here", Key: w.key()})
	if err != nil || used.Found.Text.HandOver == "" || w.voucherOf(used.Voucher).State != vouchers.Used {
		t.Errorf("%+v, %v", used, err)
	}
	if _, err := redeeming.Use(t.Context(), w.d, w.deps, redeeming.Using{Question: ask, Place: "here", Key: w.key()}); key(err) != "limit_reached" {
		t.Errorf("a second time: %v", err)
	}
	if _, err := redeeming.UndoUse(t.Context(), w.d, redeeming.Undo{Use: used.Use, By: w.shop, Key: w.key()}); err != nil {
		t.Errorf("undone: %v", err)
	}
	if code := w.code(w.alice, used.Voucher); len(code) != 14 {
		t.Errorf("after the undo the member sees the code %q", code)
	}
}

func TestASharedCodeStopsAtItsTotalThoughACrowdTries(t *testing.T) {
	w := newWorld(t)
	callers, _ := atOnce()
	r := w.reward(nil, func(r *catalogue.Reward) { r.Price, r.ByCode = 0, true })
	w.share(r, "CROWD", number(int64(3)))
	crowd := make([]ids.Member, callers)
	for i := range crowd {
		crowd[i] = w.member("One", "member", 0)
	}
	won, refused := w.race(callers, func(i int) error {
		_, err := redeeming.TakeShared(t.Context(), w.d, w.deps, redeeming.Sharing{Member: crowd[i], Code: "CROWD", Key: "k"})
		return err
	})
	if won != 3 || refused["code_used_up"] != callers-3 {
		t.Errorf("%d won, refused %v", won, refused)
	}
}

func TestAnOrderGoesThroughItsStatesAndGivesPointsBackToTheirLots(t *testing.T) {
	w := newWorld(t)
	r := w.reward(number(int64(5)), func(r *catalogue.Reward) { r.Kind = catalogue.Physical })
	before := fmt.Sprint(w.lots())
	id := w.redeemTo(r, &home).Voucher
	ship := func(to shipments.State) error {
		_, err := redeeming.Ship(t.Context(), w.d, w.deps, redeeming.Shipping{Voucher: id, To: to, Tracking: "https://post.example/1", By: w.shop, Key: w.key()})
		return err
	}
	for _, step := range []struct {
		to      shipments.State
		want    string
		voucher vouchers.State
	}{{shipments.Delivered, "shipment_state", vouchers.Reserved}, {shipments.Packed, "", vouchers.Reserved}, {shipments.Sent, "", vouchers.Used},
		{shipments.Packed, "shipment_state", vouchers.Used}, {shipments.Cancelled, "", vouchers.Cancelled}, {shipments.Delivered, "shipment_state", vouchers.Cancelled}} {
		if err := ship(step.to); key(err) != step.want || w.voucherOf(id).State != step.voucher {
			t.Errorf("%s: %v, the voucher is %s", step.to, err, w.voucherOf(id).State)
		}
	}
	if after := fmt.Sprint(w.lots()); after != before {
		t.Errorf("the lots were %s and are %s", before, after)
	}
	got, err := shipments.Find(t.Context(), w.d, w.alice, id)
	if err != nil || got.Link() != "https://post.example/1" || got.SentAt == nil || got.EndedAt == nil {
		t.Errorf("%+v, %v", got, err)
	}
	w.adds()
}

func TestAMemberCallsOffWhatNobodyHasPacked(t *testing.T) {
	w := newWorld(t)
	r := w.reward(number(int64(5)), func(r *catalogue.Reward) { r.Kind = catalogue.Physical })
	first, second := w.redeemTo(r, &home).Voucher, w.redeemTo(r, &home).Voucher
	off := func(of ids.Member, id ids.Voucher) error {
		_, err := redeeming.CancelOrder(t.Context(), w.d, w.deps, redeeming.CallingOff{Member: of, Voucher: id, Key: w.key()})
		return err
	}
	if err := off(w.member("Charlie", "member", 0), first); key(err) != "shipment_unknown" {
		t.Errorf("somebody else called it off: %v", err)
	}
	if err := off(w.alice, first); err != nil || w.spendable(w.alice) != 600 {
		t.Errorf("%v, %d points", err, w.spendable(w.alice))
	}
	_, err := redeeming.Ship(t.Context(), w.d, w.deps, redeeming.Shipping{Voucher: second, To: shipments.Packed, By: w.shop, Key: w.key()})
	if err != nil {
		t.Fatal(err)
	}
	if err := off(w.alice, second); key(err) != "shipment_state" {
		t.Errorf("what was packed is called off: %v", err)
	}
	w.in(func(ctx context.Context, tx *db.Tx) error {
		return tx.Apply(ctx, shipments.Erase([]ids.Member{w.alice})...)
	})
	var left []string
	if err := w.d.Select(t.Context(), &left, `SELECT recipient || street || city || tracking FROM shipments WHERE member_id = $1`, w.alice); err != nil || strings.Join(left, "") != "" {
		t.Errorf("after erasure there is %v, %v", left, err)
	}
	w.adds()
}

func fieldKey(err error) string {
	for _, f := range faultFields(err) {
		return f
	}
	return ""
}

func faultFields(err error) (keys []string) {
	if err == nil {
		return nil
	}
	for _, field := range fault.Of(err).Fields {
		keys = append(keys, field.Key)
	}
	return keys
}

func TestTheAddressOfAParcelIsWipedOnceItHasServed(t *testing.T) {
	w := newWorld(t)
	r := w.reward(nil, func(r *catalogue.Reward) { r.Kind = catalogue.Physical })
	over, open := w.redeemTo(r, &home).Voucher, w.redeemTo(r, &home).Voucher
	_, err := redeeming.CancelOrder(t.Context(), w.d, w.deps, redeeming.CallingOff{Member: w.alice, Voucher: over, Key: w.key()})
	if err != nil {
		t.Fatal(err)
	}
	for after, want := range map[time.Duration]int64{shipments.KeepAddress - time.Hour: 0, shipments.KeepAddress + time.Hour: 1} {
		w.in(func(ctx context.Context, tx *db.Tx) error {
			n, err := shipments.WipeOld(ctx, tx, tx.Now.Add(after-shipments.KeepAddress), 10)
			if n != want {
				t.Errorf("%s after its end %d addresses were wiped", after, n)
			}
			return err
		})
	}
	if got, err := shipments.Find(t.Context(), w.d, w.alice, open); err != nil || got.Recipient == "" {
		t.Errorf("what is still to come lost its address: %+v, %v", got, err)
	}
}
