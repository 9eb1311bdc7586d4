package recording_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/money"
	"fealty/models/purchases"
	"fealty/models/recording"
	"fealty/models/referrals"
	"fealty/models/vouchers"
)

// voucher issues one of five euros off to a member.
func (w *world) voucher(m ids.Member) (v vouchers.Voucher, code vouchers.Code) {
	w.Helper()
	w.must(w.tx(func(tx *db.Tx) (err error) {
		reward := catalogue.Reward{Kind: catalogue.MoneyOff, State: catalogue.Live, Price: 100, Worth: 500, ValidDays: 30, Places: catalogue.Everywhere, Art: "cup"}
		if reward.ID, err = db.ID[ids.Reward](tx); err != nil {
			return err
		}
		if err := catalogue.Save(context.Background(), tx, reward, []catalogue.Text{{Language: "en", Name: "Five off"}}); err != nil {
			return err
		}
		if code, err = vouchers.NewCode(tx.Random()); err != nil {
			return err
		}
		v = vouchers.Voucher{MemberID: m, RewardID: reward.ID, State: vouchers.Issued, CodeKey: w.deps.Keys.Key(code), Price: 100, Worth: 500,
			IssuedAt: tx.Now, ExpiresOn: w.today().AddDate(0, 0, 30)}
		if v.ID, err = db.ID[ids.Voucher](tx); err != nil {
			return err
		}
		if v.CodeBox, err = w.deps.Keys.Seal(tx.Random(), v.ID, code); err != nil {
			return err
		}
		return tx.Apply(context.Background(), vouchers.Insert(v)...)
	}))
	return v, code
}

func voucherBasket(m ids.Member, reference string, code vouchers.Code) recording.Input {
	in := basket(m, reference, 20)
	in.Payments = paid(recording.Payment{Kind: purchases.PaidVoucher, Code: code})
	return in
}

func TestAMoneyVoucherPaysOnceAndThatPartEarnsNothing(t *testing.T) {
	w := newWorld(t)
	m := w.member("")
	v, code := w.voucher(m)
	r := w.buy(voucherBasket(m, "R-1", code))
	w.wants("points", r.Points, 15)
	used, err := vouchers.Find(context.Background(), w.d, m, v.ID)
	w.must(err)
	w.wants("state", used.State, vouchers.Used)
	w.refused(w.tryBuy(voucherBasket(m, "R-2", code)), fault.Refused, "voucher_used")
	w.refused(w.tryBuy(voucherBasket(w.member(""), "R-3", code)), fault.Refused, "voucher_unknown")
	w.wants("codes kept in clear", w.count(`SELECT count(*) FROM purchases WHERE cast(payments AS text) LIKE $1`, "%"+string(code)+"%"), 0)
}

func TestAVoucherIsGoodAgainOnlyWhenAllCameBack(t *testing.T) {
	w := newWorld(t)
	m := w.member("")
	v, code := w.voucher(m)
	in := voucherBasket(m, "R-1", code)
	in.Lines[0].Quantity, in.Lines[0].UnitPrice = 2*money.One, 1000
	r := w.buy(in)
	state := func() vouchers.State {
		got, err := vouchers.Find(context.Background(), w.d, m, v.ID)
		w.must(err)
		return got.State
	}
	w.giveBack(r.ID, "B-1", recording.Back{Line: 1, Quantity: money.One})
	w.wants("after half", state(), vouchers.Used)
	w.giveBack(r.ID, "B-2")
	w.wants("after all", state(), vouchers.Issued)
	again := w.buy(voucherBasket(m, "R-2", code))
	_, err := testdb.Owner(t, w.d).Exec(`UPDATE vouchers SET code_box = NULL WHERE state = 'used'`)
	w.must(err)
	w.giveBack(again.ID, "B-3")
	w.wants("with its code wiped, a new one", w.count(`SELECT count(*) FROM vouchers WHERE state = 'issued' AND code_box IS NOT NULL AND id <> $1`, v.ID), 1)
}

func TestOneVoucherAndFiftyPurchasesAtOnce(t *testing.T) {
	w := newWorld(t)
	m := w.member("")
	_, code := w.voucher(m)
	errs := make([]error, 50)
	var wait sync.WaitGroup
	for i := range errs {
		wait.Go(func() { errs[i] = w.tryBuy(voucherBasket(m, fmt.Sprint("R-", i), code)) })
	}
	wait.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if !fault.Is(err, "voucher_used") {
			t.Error(err)
		}
	}
	w.wants("winners", won, 1)
	w.wants("purchases", w.count(`SELECT count(*) FROM purchases`), 1)
}

func TestTheFriendsFirstPurchaseLetsTheReferrerWaitAndAReturnTakesItBack(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.member("alice@example.com"), w.member("bob@example.com")
	var id ids.Referral
	w.must(w.tx(func(tx *db.Tx) (err error) {
		id, err = db.ID[ids.Referral](tx)
		return err
	}))
	w.apply(referrals.Insert(referrals.Referral{ID: id, ReferrerID: alice, FriendID: bob, State: referrals.Joined, JoinedAt: w.d.Time(), JoinedOn: w.today()}))
	state := func() referrals.State {
		r, err := referrals.FindByFriend(context.Background(), w.d, bob)
		w.must(err)
		return r.State
	}
	w.buy(basket(bob, "R-1", 14))
	w.wants("under the minimum", state(), referrals.Joined)
	r := w.buy(basket(bob, "R-2", 20))
	w.wants("after the first", state(), referrals.Waiting)
	w.wants("told", w.count(`SELECT count(*) FROM messages WHERE template = 'friend_bought' AND recipient = 'alice@example.com'`), 1)
	w.wants("nothing yet", w.totals(alice).Balance, 0)
	w.giveBack(r.ID, "B-1")
	w.wants("after the return", state(), referrals.Joined)
}

func TestAReturnAndItsPurchaseMayCrossEachOther(t *testing.T) {
	w := newWorld(t)
	m := w.member("")
	var wait sync.WaitGroup
	for i := range 30 {
		reference := fmt.Sprint("R-", i)
		wait.Go(func() {
			if err := w.tryBuy(basket(m, reference, 10)); err != nil {
				t.Error(err)
			}
		})
		wait.Go(func() {
			if _, err := w.tryReturn(recording.ReturnInput{PurchaseReference: reference, Reference: "B-" + reference}); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	w.wants("left waiting", w.count(`SELECT count(*) FROM parked_returns WHERE applied_at IS NULL`), 0)
	w.wants("returns", w.count(`SELECT count(*) FROM returns`), 30)
	w.wants("balance", w.totals(m).Balance, 0)
	w.booksAgree()
}
