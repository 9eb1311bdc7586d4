package recording_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/earning"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/members"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/purchases"
	"fealty/models/recording"
)

func TestAPurchaseEarnsExplainsAndTells(t *testing.T) {
	w := newWorld(t)
	m := w.member("alice@example.com")
	in := basket(m, "R-1", 10)
	in.Lines = append(in.Lines, recording.Line{SKU: "B", Category: "coffee", Quantity: 1500, UnitPrice: 1001, Discount: 1})
	r := w.buy(in)
	// 10.00 + (1.5 × 10.01 = 15.015 → 15.02 − 0.01 = 15.01) = 25.01, and the coffee again.
	w.wants("points", r.Points, 40)
	w.wants("spendable", r.Wallet.Spendable, 40)
	w.wants("expires on", r.ExpiresOn, "2028-03-31")
	sum := money.Points(0)
	for _, e := range r.Explanation {
		sum += e.Points
	}
	w.wants("explained", sum, r.Points)
	w.wants("lines", r.Lines[0].Points+r.Lines[1].Points, r.Points)
	w.wants("tier", r.Tier.Key+" "+r.Tier.Name, "member Member")
	w.wants("balance", w.totals(m).Spendable, 40)
	w.wants("messages", w.count(`SELECT count(*) FROM messages WHERE template = 'points_earned' AND recipient = 'alice@example.com'`), 1)
	p, err := purchases.FindByReference(context.Background(), w.d, "R-1")
	w.must(err)
	lines, err := purchases.Lines(context.Background(), w.d, m, p.ID)
	w.must(err)
	w.wants("amounts", []money.Amount{lines[0].Amount, lines[1].Amount}, []money.Amount{1000, 1501})
	w.wants("total", p.Total, 2501)
	w.wants("kept", p.EntrySeq != nil && *p.EntrySeq == 1, true)
	w.booksAgree()
}

func TestACrossedLineCountsFromTheNextPurchase(t *testing.T) {
	w := newWorld(t)
	m := w.member("alice@example.com")
	first := w.buy(basket(m, "R-1", 400))
	w.wants("at the old rate", first.Points, 400)
	w.wants("tier", first.Tier.Key, "silver")
	w.wants("standing", w.tier(m), "silver")
	w.wants("told", w.count(`SELECT count(*) FROM messages WHERE template = 'tier_up'`), 1)
	w.wants("at the new rate", w.buy(basket(m, "R-2", 100)).Points, 125)
}

func TestAnotherCurrencyIsRefusedByField(t *testing.T) {
	w := newWorld(t)
	in := basket(w.member(""), "R-1", 10)
	in.Currency = "NOK"
	err := w.tryBuy(in)
	w.refused(err, fault.Invalid, "invalid")
	w.wants("field", fault.Of(err).Fields["currency"].Key, "currency_other")
	w.wants("rows", w.count(`SELECT count(*) FROM once_keys`), 0)
}

func TestWhoIsMeantCanBeSaidInFourWays(t *testing.T) {
	w := newWorld(t)
	m := w.member("alice@example.com")
	in := basket(m, "R-1", 10)
	for i, who := range []recording.Who{{ID: m}, {Contact: members.Contact{Kind: "email", Value: "alice@example.com"}}, {Number: "0000000001"}} {
		in.Reference, in.Member = string(rune('A'+i)), who
		w.wants("member", w.buy(in).MemberID, m)
	}
	in.Member, in.Reference = recording.Who{Number: "9999999999"}, "X"
	err := w.tryBuy(in)
	w.wants("number", fault.Of(err).Fields["member.number"].Key, "member_unknown")
	in.Member = recording.Who{ID: ids.Member{1}}
	err = w.tryBuy(in)
	w.wants("id", fault.Of(err).Fields["member.id"].Key, "member_unknown")
	w.wants("references kept", w.count(`SELECT count(*) FROM purchase_references`), 3)
}

func TestPointsPayAndThatPartEarnsNothing(t *testing.T) {
	w := newWorld(t)
	m := w.member("")
	w.give(m, ledger.Points, 200, nil)
	in := basket(m, "R-1", 20)
	in.Payments = paid(recording.Payment{Kind: purchases.PaidPoints, Points: 100}) // 5 euros
	r := w.buy(in)
	w.wants("points", r.Points, 15)
	w.wants("spendable", r.Wallet.Spendable, 115)
	w.wants("balance", w.totals(m).Spendable, 115)
	in.Reference, in.Payments[0].Points = "R-2", 300
	w.refused(w.tryBuy(in), fault.Refused, "too_few_points")
	w.refused(w.tryBuy(in), fault.Refused, "too_few_points")
	w.wants("references kept", w.count(`SELECT count(*) FROM purchase_references`), 1)
	in.Payments[0] = recording.Payment{Kind: purchases.PaidPoints, Amount: 101}
	_, err := recording.Purchase(context.Background(), w.d, w.deps, command("other", in))
	w.must(err)
	w.wants("points for 1.01, rounded up, and 18 earned", w.totals(m).Spendable, 115-21+18)
	w.booksAgree()
}

func TestCreditPaysFromItsOwnWallet(t *testing.T) {
	w := newWorld(t)
	m := w.member("")
	w.give(m, ledger.Credit, 500, nil)
	in := basket(m, "R-1", 10)
	in.Payments = paid(recording.Payment{Kind: purchases.PaidCredit, Amount: 300})
	r := w.buy(in)
	w.wants("points", r.Points, 7)
	w.wants("credit", w.totals(m).Credit, 200)
	w.wants("all back", w.giveBack(r.ID, "B-1").RestoredCredit, 300)
	w.wants("credit again", w.totals(m).Credit, 500)
	w.booksAgree()
}

func TestADebtIsPaidFirst(t *testing.T) {
	w := newWorld(t)
	m := w.member("")
	r := w.buy(basket(m, "R-1", 50))
	in := basket(m, "R-2", 10)
	in.Payments = paid(recording.Payment{Kind: purchases.PaidPoints, Points: 50})
	w.wants("half was paid with points", w.buy(in).Points, 7)
	back := w.giveBack(r.ID, "B-1")
	w.wants("taken and owed", []money.Points{back.Due, back.Taken, back.Owed}, []money.Points{50, 7, 43})
	third := w.buy(basket(m, "R-3", 60))
	w.wants("award", third.Points, 60)
	w.wants("wallet", third.Wallet, recording.Wallet{Spendable: 17})
	w.wants("owed", w.totals(m).Owed, 0)
	w.wants("spendable", w.totals(m).Spendable, 17)
	w.booksAgree()
}

func TestForgivenIsForgottenWhereTheShopSaysSo(t *testing.T) {
	w := newWorld(t, func(d *programme.Document) { d.Spending.Debt = programme.Forgive })
	m := w.member("")
	r := w.buy(basket(m, "R-1", 50))
	in := basket(m, "R-2", 3)
	in.Payments = paid(recording.Payment{Kind: purchases.PaidPoints, Points: 50})
	w.buy(in)
	back := w.giveBack(r.ID, "B-1")
	w.wants("forgiven", []money.Points{back.Due, back.Taken, back.Forgiven, back.Owed}, []money.Points{50, 0, 50, 0})
	w.booksAgree()
}

func TestPendingPointsCountForTiersAndCanNotBeSpent(t *testing.T) {
	w := newWorld(t, func(d *programme.Document) { d.Earning.PendingDays = 14 })
	m := w.member("a@example.com")
	r := w.buy(basket(m, "R-1", 300))
	w.wants("wallet", r.Wallet, recording.Wallet{Pending: 300})
	w.wants("tier", r.Tier.Key, "silver")
	w.wants("available", r.AvailableOn, "2026-03-24")
	in := basket(m, "R-2", 10)
	in.Payments = paid(recording.Payment{Kind: purchases.PaidPoints, Points: 1})
	w.refused(w.tryBuy(in), fault.Refused, "too_few_points")
	testdb.Forward(t, w.d, 14*24*time.Hour)
	in.Reference = "R-3"
	w.buy(in)
	w.booksAgree()
}

func TestAGuestsPurchaseIsClaimedUnderTheVersionOfItsDay(t *testing.T) {
	w := newWorld(t)
	guest := recording.Who{Contact: members.Contact{Kind: "email", Value: "new@example.com"}}
	in := basket(ids.Member{}, "R-1", 30)
	in.Member = guest
	first := w.buy(in)
	w.wants("claimable", first.Claimable && first.Points == 0 && first.MemberID.IsZero(), true)
	again, err := recording.Purchase(context.Background(), w.d, w.deps, command("another key", in))
	w.must(err)
	w.wants("again", again, first)
	early, err := w.tryReturn(recording.ReturnInput{PurchaseID: first.ID, Reference: "B-1"})
	w.must(err)
	w.wants("a guest's return waits", early.Parked, true)
	in.Reference = "R-2"
	w.buy(in)
	doc := programme.Default(programme.Settings{Currency: "EUR", TimeZone: "Europe/Oslo"})
	doc.Earning.PerUnit = doc.Earning.PerUnit.Add(doc.Earning.PerUnit)
	text, err := doc.Canonical()
	w.must(err)
	testdb.Forward(t, w.d, time.Hour)
	w.apply(programme.Insert(programme.Published{Number: 2, StartsAt: w.d.Time(), PublishedAt: w.d.Time(), By: "system"}, text))
	testdb.Forward(t, w.d, time.Hour)
	m := w.member("new@example.com")
	w.claim(m, guest.Contact, 2)
	w.claim(m, guest.Contact, 0)
	w.wants("points of the old version, one purchase given back", w.totals(m).Spendable, 30)
	w.wants("the new version", w.buy(basket(m, "R-3", 30)).Points, 60)
	w.booksAgree()
}

func TestAGuestWhoJoinsMeanwhileLosesNothing(t *testing.T) {
	w := newWorld(t)
	contact := members.Contact{Kind: "email", Value: "new@example.com"}
	m := w.member("")
	var wait sync.WaitGroup
	for i := range 20 {
		in := basket(ids.Member{}, fmt.Sprint("R-", i), 10)
		in.Member = recording.Who{Contact: contact}
		wait.Go(func() {
			if err := w.tryBuy(in); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Go(func() {
		w.must(w.tx(func(tx *db.Tx) error {
			mine := contact
			mine.MemberID, mine.VerifiedAt, mine.AddedAt = m, &tx.Now, tx.Now
			if err := tx.Apply(context.Background(), members.InsertContact(mine)); err != nil {
				return err
			}
			_, err := recording.ClaimGuests(context.Background(), tx, w.deps, recording.Claiming{Member: m, Contact: mine, Actor: ledger.Actor{Kind: ledger.BySystem}})
			return err
		}))
	})
	wait.Wait()
	w.wants("points of all twenty", w.totals(m).Balance, 200)
	w.wants("still waiting", w.count(`SELECT count(*) FROM guest_purchases WHERE claimed_at IS NULL`), 0)
	w.booksAgree()
}

func (w *world) claim(m ids.Member, c members.Contact, want int) {
	w.Helper()
	c.MemberID = m
	w.must(w.tx(func(tx *db.Tx) error {
		got, err := recording.ClaimGuests(context.Background(), tx, w.deps, recording.Claiming{Member: m, Contact: c, Actor: ledger.Actor{Kind: ledger.BySystem}})
		w.wants("claimed", len(got), want)
		return err
	}))
}

func TestTheQuoteIsTheReceiptAndWritesNothing(t *testing.T) {
	w := newWorld(t)
	m := w.member("")
	w.give(m, ledger.Points, 100, nil)
	in := basket(m, "R-1", 310)
	in.Payments = paid(recording.Payment{Kind: purchases.PaidPoints, Points: 60})
	quoted, err := recording.Quote(context.Background(), w.d, w.deps, in)
	w.must(err)
	w.wants("rows", w.count(`SELECT count(*) FROM purchases`)+w.count(`SELECT count(*) FROM once_keys`), 0)
	w.wants("worth", quoted.Worth, 500)
	receipt := w.buy(in)
	quoted.Receipt.ID = receipt.ID
	w.wants("quote", quoted.Receipt, receipt)
	newcomer := basket(ids.Member{}, "", 10)
	newcomer.Member = recording.Who{Contact: members.Contact{Kind: "email", Value: "new@example.com"}}
	quoted, err = recording.Quote(context.Background(), w.d, w.deps, newcomer)
	w.must(err)
	w.wants("a newcomer's", quoted.Receipt.Points, 10)
}

func TestTheOrderOfLinesDoesNotMatter(t *testing.T) {
	w := newWorld(t, func(d *programme.Document) { d.Earning.Expiry = earning.Expiry{Kind: earning.Never} })
	a, b := w.member(""), w.member("")
	in := basket(a, "R-1", 7)
	in.Lines = append(in.Lines, recording.Line{SKU: "B", Category: "coffee", Quantity: 333, UnitPrice: 1999})
	one := w.buy(in)
	in.Reference, in.Member.ID = "R-2", b
	in.Lines[0], in.Lines[1] = in.Lines[1], in.Lines[0]
	two := w.buy(in)
	w.wants("points", one.Points, two.Points)
	w.wants("expires", one.ExpiresOn, "")
}
