package redeeming_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/gifts"
	"fealty/models/ids"
	"fealty/models/redeeming"
	"fealty/models/vouchers"
)

// send makes a link for a voucher of Alice's and gives its token.
func (w *world) send(voucher ids.Voucher) (gifts.Gift, string) {
	w.Helper()
	sent, err := redeeming.SendGift(w.Context(), w.d, w.deps, redeeming.Sending{Member: w.alice, Voucher: voucher, Key: w.key()})
	if err != nil {
		w.Fatal(err)
	}
	token := gifts.Link(w.deps.Keys.Lookup, sent.Gift)
	g, err := gifts.FindByToken(w.Context(), w.d, token)
	if err != nil {
		w.Fatal(err)
	}
	return g, token
}

func (w *world) accept(token string, member ids.Member) (redeeming.Accepted, error) {
	return redeeming.AcceptGift(w.Context(), w.d, w.deps, redeeming.Accepting{Token: token, Member: member, Key: w.key()})
}

// refuses wants a refusal under a key.
func (w *world) refuses(want string, err error) {
	w.Helper()
	if !fault.Is(err, want) {
		w.Errorf("%v; want %s", err, want)
	}
}

func TestAGiftGoesToAFriendWithItsOldDayUnderACodeOfTheirOwn(t *testing.T) {
	w := newWorld(t)
	r := w.reward(number(int64(5)), nil)
	mine := w.redeem(w.alice, r)
	old := w.code(w.alice, mine.Voucher)
	g, token := w.send(mine.Voucher)
	_, err := redeeming.Check(t.Context(), w.d, w.deps, redeeming.Question{Code: old, By: w.shop})
	w.refuses("voucher_on_way", err)
	_, err = redeeming.SendGift(t.Context(), w.d, w.deps, redeeming.Sending{Member: w.alice, Voucher: mine.Voucher, Key: w.key()})
	w.refuses("voucher_reserved", err)
	_, err = w.accept(token, w.alice)
	w.refuses("gift_own", err)

	got, err := w.accept(token, ids.Member{})
	if err != nil || got.Holder != g.Bearer() {
		t.Fatalf("accepted: %+v, %v", got, err)
	}
	theirs, err := vouchers.Find(t.Context(), w.d, got.Holder, got.Voucher)
	if err != nil || !theirs.ExpiresOn.Equal(g.ExpiresOn) || theirs.EntrySeq != nil || theirs.Price != 0 {
		t.Errorf("the friend has %+v, %v", theirs, err)
	}
	code := w.code(got.Holder, got.Voucher)
	if code == old {
		t.Error("the giver knows the friend's code")
	}
	_, err = redeeming.Check(t.Context(), w.d, w.deps, redeeming.Question{Code: old, By: w.shop})
	w.refuses("voucher_given", err)
	found, err := redeeming.Check(t.Context(), w.d, w.deps, redeeming.Question{Code: code, By: w.shop})
	if err != nil || found.Guest != "Alice H." || !found.Member.IsZero() {
		t.Errorf("the counter sees %+v, %v", found, err)
	}
	w.refuses("gift_accepted", redeeming.TakeGiftBack(t.Context(), w.d, w.deps, redeeming.GiftBack{Member: w.alice, Voucher: mine.Voucher}))

	bob := w.member("Bob", "member", 0)
	home, err := w.accept(gifts.Kept(w.deps.Keys.Lookup, g.ID), bob)
	if err != nil || home.Holder != bob || w.code(bob, home.Voucher) != code {
		t.Errorf("joined and took it along: %+v, %v", home, err)
	}
	used, err := redeeming.Use(t.Context(), w.d, w.deps, redeeming.Using{Question: redeeming.Question{Code: code, By: w.shop}, Place: "here", Key: w.key()})
	if err != nil || used.Member != bob {
		t.Errorf("used: %+v, %v", used, err)
	}
	w.stockAdds()
}

// stockAdds checks that gifts took nothing from the shelf.
func (w *world) stockAdds() {
	w.Helper()
	var wrong int
	err := w.d.Get(w.Context(), &wrong, `SELECT count(*) FROM reward_stock s WHERE put_in - remaining <>
		(SELECT count(*) FROM vouchers v WHERE v.reward_id = s.reward_id AND v.state NOT IN ('returned', 'cancelled'))`)
	if err != nil || wrong != 0 {
		w.Errorf("%d shelves don't add up, %v", wrong, err)
	}
}

func TestAGiftThatCameBackIsAsBefore(t *testing.T) {
	w := newWorld(t)
	r := w.reward(nil, func(r *catalogue.Reward) { r.PerMember = number(1) })
	mine := w.redeem(w.alice, r)
	_, token := w.send(mine.Voucher)
	for range 2 { // a second press changes nothing
		if err := redeeming.TakeGiftBack(t.Context(), w.d, w.deps, redeeming.GiftBack{Member: w.alice, Voucher: mine.Voucher}); err != nil {
			t.Fatal(err)
		}
	}
	_, err := w.accept(token, ids.Member{})
	w.refuses("gift_taken_back", err)
	_, again := w.send(mine.Voucher)
	if again == token {
		t.Error("the old link works again")
	}
	if _, err := w.accept(again, ids.Member{}); err != nil {
		t.Error(err)
	}
	_, err = redeeming.Redeem(t.Context(), w.d, w.deps, redeeming.Redemption{Member: w.alice, Reward: r.ID, Key: w.key()})
	w.refuses("limit_reached", err) // what one gave away was one's own
}

func TestAGiftEndsWithItsDay(t *testing.T) {
	w := newWorld(t)
	mine := w.redeem(w.alice, w.reward(nil, nil))
	g, token := w.send(mine.Voucher)
	testdb.At(t, w.d, g.ExpiresOn.AddDate(0, 0, 1).Add(12*time.Hour))
	_, err := w.accept(token, ids.Member{})
	w.refuses("gift_expired", err)
	for _, want := range []int{1, 0} {
		if n, err := redeeming.EndGifts(t.Context(), w.d, g.ExpiresOn.AddDate(0, 0, 1)); err != nil || n != want {
			t.Errorf("%d ended, %v; want %d", n, err, want)
		}
	}
	v, err := vouchers.Find(t.Context(), w.d, w.alice, mine.Voucher)
	if err != nil || v.State != vouchers.Issued || v.StateOn(g.ExpiresOn.AddDate(0, 0, 1)) != vouchers.Expired {
		t.Errorf("the giver's voucher: %+v, %v", v, err)
	}
}

func TestWhatIsTiedToItsMemberIsNoGift(t *testing.T) {
	w := newWorld(t)
	for _, change := range []func(*catalogue.Reward){
		func(r *catalogue.Reward) { r.NoGift = true },
		func(r *catalogue.Reward) { r.Codes = catalogue.PoolCodes },
	} {
		mine := w.redeem(w.alice, w.reward(nil, func(r *catalogue.Reward) { r.Price = 1 }))
		v, err := vouchers.Find(t.Context(), w.d, w.alice, mine.Voucher)
		if err != nil {
			t.Fatal(err)
		}
		r := catalogue.Reward{Kind: catalogue.Product}
		change(&r)
		version, err := w.deps.Programme.InForce(t.Context(), w.d)
		if err != nil {
			t.Fatal(err)
		}
		if redeeming.DecideGift(r, v, version, w.d.Time()) == nil {
			t.Errorf("%+v can be given", r)
		}
		v.GrantedBy = ids.Purchase{1}
		if redeeming.DecideGift(catalogue.Reward{Kind: catalogue.MoneyOff}, v, version, w.d.Time()) == nil {
			t.Error("the bonus of a purchase can be given")
		}
		if refusal := redeeming.DecideGift(catalogue.Reward{Kind: catalogue.Gift}, v, version, w.d.Time()); refusal != nil {
			t.Errorf("a gift after a purchase: %v", refusal)
		}
	}
}

func TestAGiftLinkWorksOnceThoughManyFollowIt(t *testing.T) {
	w := newWorld(t)
	callers, rounds := atOnce()
	crowd := []ids.Member{{}, w.member("One", "member", 0), w.member("Two", "member", 0)}
	for round := range rounds {
		r := w.reward(number(int64(3)), func(r *catalogue.Reward) { r.Price = 1 })
		mine := w.redeem(w.alice, r)
		_, token := w.send(mine.Voucher)
		won, refused := w.race(callers, func(i int) error {
			cmd := redeeming.Accepting{Token: token, Member: crowd[i%3], Key: fmt.Sprint(round, i)}
			if i == callers-1 {
				return redeeming.TakeGiftBack(t.Context(), w.d, w.deps, redeeming.GiftBack{Member: w.alice, Voucher: mine.Voucher})
			}
			_, err := redeeming.AcceptGift(t.Context(), w.d, w.deps, cmd)
			return err
		})
		if won != 1 || refused["gift_accepted"]+refused["gift_taken_back"] != callers-1 {
			t.Errorf("round %d: %d won, refused %v", round, won, refused)
		}
		var out int
		err := w.d.Get(t.Context(), &out, `SELECT count(*) FROM vouchers WHERE reward_id = $1 AND state = 'issued'`, r.ID)
		if err != nil || out != 1 {
			t.Errorf("round %d: %d good vouchers of one, %v", round, out, err)
		}
	}
	w.stockAdds()
	t.Logf("gift link: %d callers × %d rounds, one winner each", callers, rounds)
}

func TestATokenIsKeptAsADigestOnly(t *testing.T) {
	w := newWorld(t)
	mine := w.redeem(w.alice, w.reward(nil, nil))
	g, token := w.send(mine.Voucher)
	kept := gifts.Kept(w.deps.Keys.Lookup, g.ID)
	w.in(func(ctx context.Context, tx *db.Tx) error {
		var n int
		err := tx.Get(ctx, &n, `SELECT count(*) FROM gifts t WHERE strpos(cast(t AS text), $1) + strpos(cast(t AS text), $2) > 0`, token, kept)
		if err == nil && n != 0 {
			t.Error("a token stands in the table")
		}
		return err
	})
	if len(token) < 22 || token == kept || !g.Fits(kept) || g.Fits(token) {
		t.Errorf("the tokens are %q and %q", token, kept)
	}
	if _, err := w.accept(kept, ids.Member{}); !fault.Is(err, "gift_accepted") {
		t.Errorf("the secret before the gift was accepted: %v", err)
	}
}
