package recording_test

import (
	"context"
	"testing"
	"time"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/members"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/purchases"
	"fealty/models/recording"
	"fealty/models/referrals"
	"fealty/models/tiers"
)

const day = 24 * time.Hour

// publish puts the next version in force now.
func (w *world) publish(number int, change func(*programme.Document)) {
	w.Helper()
	doc := programme.Default(programme.Settings{Currency: "EUR", TimeZone: "Europe/Oslo"})
	change(&doc)
	text, err := doc.Canonical()
	w.must(err)
	w.apply(programme.Insert(programme.Published{Number: number, StartsAt: w.d.Time(), PublishedAt: w.d.Time(), By: "system"}, text))
	w.deps.Programme.Forget()
}

func TestALatePurchaseOfOldRulesLeavesATierTheyDidNotHave(t *testing.T) {
	w := newWorld(t)
	m := w.member("")
	placed := w.d.Time()
	testdb.Forward(t, w.d, day)
	w.publish(2, func(d *programme.Document) {
		d.Tiers.Steps = append(d.Tiers.Steps, tiers.Tier{Key: "platinum", From: 2000})
		d.Words.Tiers["platinum"] = d.Words.Tiers["gold"]
	})
	w.buy(basket(m, "R-1", 2000))
	w.wants("climbed", w.tier(m), "platinum")
	late := basket(m, "R-2", 10)
	late.PlacedAt = placed
	r := w.buy(late)
	w.wants("still", w.tier(m), "platinum")
	w.wants("said", []string{r.Tier.Key, r.Tier.Next}, []string{"platinum", ""})
}

func TestAReturnsReceiptShowsTheWayOfItsOwnDay(t *testing.T) {
	w := newWorld(t, func(d *programme.Document) { d.Tiers.Window, d.Tiers.Months = tiers.Rolling, 12 })
	m := w.member("")
	w.buy(basket(m, "R-1", 200))
	testdb.Forward(t, w.d, 180*day)
	in := basket(m, "R-2", 15)
	in.Lines[0].Quantity = 10 * money.One
	r := w.buy(in)
	w.wants("climbed", w.tier(m), "silver")
	testdb.Forward(t, w.d, 200*day)
	back := w.giveBack(r.ID, "B-1", recording.Back{Line: 1, Quantity: money.One})
	w.wants("the tier is kept, what counts now is what was bought in a year", []any{back.Tier.Key, back.Tier.Value}, []any{"silver", 135})
}

func TestAParkedReturnOfTooMuchIsRefusedWhereItCanBeSeen(t *testing.T) {
	w := newWorld(t)
	m := w.member("")
	early := recording.ReturnInput{PurchaseReference: "R-1", Reference: "B-1", Lines: []recording.Back{{Line: 1, Quantity: 5 * money.One}}}
	other := recording.ReturnInput{PurchaseReference: "R-1", Reference: "B-2", Lines: []recording.Back{{Line: 7, Quantity: money.One}}}
	good := recording.ReturnInput{PurchaseReference: "R-1", Reference: "B-3", Lines: []recording.Back{{Line: 1, Quantity: money.One}}}
	for _, in := range []recording.ReturnInput{early, other, good} {
		_, err := w.tryReturn(in)
		w.must(err)
	}
	w.buy(basket(m, "R-1", 10))
	w.wants("returned", w.count(`SELECT count(*) FROM returns WHERE reference = 'B-3'`), 1)
	w.wants("left waiting", w.count(`SELECT count(*) FROM parked_returns WHERE applied_at IS NULL AND refused_at IS NULL`), 0)
	w.wants("in the log", w.count(`SELECT count(*) FROM audit WHERE action = 'return.refuse' AND member_id = $1 AND reason IN ('B-1 (R-1)', 'B-2 (R-1)')`, m), 2)
	again := recording.ReturnCommand{Input: early}
	again.Key.Scope, again.Key.Key = "api:returns", "asked again"
	_, err := recording.Return(context.Background(), w.d, w.deps, again)
	w.refused(err, fault.Refused, "return_too_much")
	again.Key.Key, again.Input = "and the other", other
	_, err = recording.Return(context.Background(), w.d, w.deps, again)
	w.refused(err, fault.Refused, "return_line")
	w.booksAgree()
}

func TestAQuoteRefusesTheCreditThatThePurchaseWould(t *testing.T) {
	w := newWorld(t)
	m := w.member("")
	w.give(m, ledger.Credit, 300, nil)
	in := basket(m, "R-1", 10)
	in.Payments = paid(recording.Payment{Kind: purchases.PaidCredit, Amount: 400})
	_, err := recording.Quote(context.Background(), w.d, w.deps, in)
	w.refused(err, fault.Refused, "too_few_points")
	w.refused(w.tryBuy(in), fault.Refused, "too_few_points")
	in.Reference, in.Payments[0].Amount = "R-2", 300
	quoted, err := recording.Quote(context.Background(), w.d, w.deps, in)
	w.must(err)
	w.wants("points", quoted.Receipt.Points, w.buy(in).Points)
}

func TestPointsThatAreWorthNothingAreNotTaken(t *testing.T) {
	w := newWorld(t, func(d *programme.Document) { d.Spending.WorthPer100 = 10 })
	m := w.member("")
	w.give(m, ledger.Points, 100, nil)
	in := basket(m, "R-1", 10)
	in.Payments = paid(recording.Payment{Kind: purchases.PaidPoints, Points: 9})
	w.refused(w.tryBuy(in), fault.Refused, "points_worthless")
	w.wants("kept", w.totals(m).Balance, 100)
}

func TestAGuestsPurchaseCanBeClaimedUntilTheSameDayAYearLater(t *testing.T) {
	w := newWorld(t, func(d *programme.Document) { d.Club.TimeZone = "Asia/Taipei" })
	taipei, err := time.LoadLocation("Asia/Taipei")
	w.must(err)
	guest := recording.Who{Contact: members.Contact{Kind: "email", Value: "new@example.com"}}
	for reference, placed := range map[string]time.Time{
		"R-1": time.Date(2025, 3, 10, 23, 59, 0, 0, taipei), "R-2": time.Date(2025, 3, 11, 0, 0, 0, 0, taipei),
	} {
		in := basket(ids.Member{}, reference, 30)
		in.Member, in.PlacedAt = guest, placed
		w.buy(in)
	}
	testdb.At(t, w.d, time.Date(2026, 3, 11, 23, 0, 0, 0, taipei))
	w.claim(w.member("new@example.com"), guest.Contact, 1)
	w.wants("claimed", w.count(`SELECT count(*) FROM purchases WHERE reference = 'R-2'`), 1)
}

// befriended makes Alice and Bob, whom she invited today.
func (w *world) befriended() (alice, bob ids.Member) {
	w.Helper()
	alice, bob = w.member("alice@example.com"), w.member("bob@example.com")
	w.must(w.tx(func(tx *db.Tx) error {
		id, err := db.ID[ids.Referral](tx)
		if err != nil {
			return err
		}
		return tx.Apply(context.Background(), referrals.Insert(referrals.Referral{ID: id, ReferrerID: alice, FriendID: bob, State: referrals.Joined,
			JoinedAt: tx.Now, JoinedOn: w.today()}))
	}))
	return alice, bob
}

func (w *world) referral(friend ids.Member) referrals.Referral {
	w.Helper()
	r, err := referrals.FindByFriend(context.Background(), w.d, friend)
	w.must(err)
	return *r
}

func TestWhatTheFriendBoughtBeforeJoiningBringsNothing(t *testing.T) {
	w := newWorld(t)
	_, bob := w.befriended()
	in := basket(bob, "R-1", 50)
	in.PlacedAt = w.d.Time().Add(-3 * day)
	w.buy(in)
	w.wants("state", w.referral(bob).State, referrals.Joined)
}

func TestAReturnOfTheFirstPurchaseLetsTheNextOneCount(t *testing.T) {
	w := newWorld(t)
	_, bob := w.befriended()
	first := w.buy(basket(bob, "R-1", 50))
	testdb.Forward(t, w.d, 5*day)
	second := w.buy(basket(bob, "R-2", 20))
	w.wants("waits for", w.referral(bob).PurchaseID, first.ID)
	w.giveBack(first.ID, "B-1")
	r := w.referral(bob)
	w.wants("then for", []any{r.State, r.PurchaseID}, []any{referrals.Waiting, second.ID})
	w.wants("until", r.DueOn.Format(time.DateOnly), w.today().AddDate(0, 0, 30).Format(time.DateOnly))
	w.giveBack(second.ID, "B-2")
	w.wants("then for nothing", w.referral(bob).State, referrals.Joined)
}

func TestPointsComeBackForAWeekWhenTheirDayHasPassedOncePerLot(t *testing.T) {
	w := newWorld(t)
	m := w.member("")
	last := w.today().AddDate(0, 0, 3)
	w.give(m, ledger.Points, 100, &last)
	in := basket(m, "R-1", 10)
	in.Payments = paid(recording.Payment{Kind: purchases.PaidPoints, Points: 100})
	r := w.buy(in)
	testdb.Forward(t, w.d, 10*day)
	w.giveBack(r.ID, "B-1")
	grace := w.today().AddDate(0, 0, 7)
	w.wants("for a week", w.count(`SELECT remaining FROM lots WHERE graced AND expires_on = $1`, grace), 100)
	in.Reference = "R-2"
	again := w.buy(in)
	testdb.Forward(t, w.d, 10*day)
	w.giveBack(again.ID, "B-2")
	w.wants("no second week", w.totals(m).Spendable, 0)
	w.wants("graced lots", w.count(`SELECT count(*) FROM lots WHERE graced`), 1)
	w.booksAgree()
}

func TestAReturnTakesPendingPointsToo(t *testing.T) {
	w := newWorld(t, func(d *programme.Document) { d.Earning.PendingDays = 14 })
	m := w.member("")
	in := basket(m, "R-1", 10)
	in.Lines[0].Quantity = 3 * money.One
	r := w.buy(in)
	w.wants("pending", r.Wallet.Pending, 30)
	back := w.giveBack(r.ID, "B-1", recording.Back{Line: 1, Quantity: money.One})
	w.wants("taken", []any{back.Due, back.Taken, back.Owed, back.Wallet.Pending}, []any{10, 10, 0, 20})
	w.booksAgree()
}

func TestThreePartialReturnsOfThreeLinesAddUpWhateverTheirOrder(t *testing.T) {
	w := newWorld(t, func(d *programme.Document) { d.Earning.Base.Shipping = true })
	m := w.member("")
	in := basket(m, "R-1", 0)
	in.Shipping, in.Discount = 490, 100
	in.Lines = []recording.Line{
		{SKU: "A", Category: "coffee", Quantity: 3 * money.One, UnitPrice: 333},
		{SKU: "B", Quantity: 1250, UnitPrice: 799}, {SKU: "C", Quantity: 2 * money.One, UnitPrice: 50, Discount: 100},
	}
	r := w.buy(in)
	spent := basket(m, "R-2", 1)
	spent.Payments = paid(recording.Payment{Kind: purchases.PaidPoints, Points: r.Points / 2})
	w.buy(spent)
	var due, parts money.Points
	for i, lines := range [][]recording.Back{{{Line: 2, Quantity: 417}, {Line: 1, Quantity: money.One}}, {{Line: 2, Quantity: 833}, {Line: 3, Quantity: money.One}}, nil} {
		back := w.giveBack(r.ID, "B-"+string(rune('1'+i)), lines...)
		due += back.Due
		parts += back.Taken + back.Forgiven + back.Owed
	}
	w.wants("due", []money.Points{due, parts}, []money.Points{r.Points, r.Points})
	w.booksAgree()
}
