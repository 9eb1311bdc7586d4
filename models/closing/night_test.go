package closing_test

import (
	"context"
	"testing"
	"time"

	"fealty/models/closing"
	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/purchases"
	"fealty/models/redeeming"
	"fealty/models/referrals"
	"fealty/models/tiers"
	"fealty/models/vouchers"
)

func (w *world) close(t *testing.T, day time.Time) closing.Report {
	t.Helper()
	report, err := closing.Night(t.Context(), w.d, w.night, day)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestTheNightBooksWhatEndedThatDayOnceAndNothingEarlier(t *testing.T) {
	w := newWorld(t)
	last, next := start.AddDate(0, 0, 3), start.AddDate(0, 0, 4)
	w.award(t, w.alice, 100, start, &last)
	w.award(t, w.alice, 40, start, &next)
	w.award(t, w.bob, 7, start, nil)
	testdb.At(t, w.d, last.Add(23*time.Hour+50*time.Minute))
	if got := w.totals(t, w.alice).Spendable; got != 140 {
		t.Errorf("on the last day she can spend %d", got)
	}
	if _, err := closing.Night(t.Context(), w.d, w.night, last); err == nil {
		t.Error("a day that still runs was closed")
	}
	if r := w.close(t, last.AddDate(0, 0, -1)); r.Points != 0 {
		t.Errorf("the night before booked %d", r.Points)
	}
	testdb.At(t, w.d, next.Add(10*time.Minute))
	if got := w.totals(t, w.alice).Spendable; got != 40 {
		t.Errorf("after midnight, before the night, she can spend %d", got)
	}
	if r := w.close(t, last); r.Points != 100 || r.Members != 1 {
		t.Errorf("the night says %+v", r)
	}
	if r := w.close(t, last); r.Points != 0 || r.Members != 0 {
		t.Errorf("the second run says %+v", r)
	}
	if got := w.totals(t, w.alice); got.Balance != 40 {
		t.Errorf("she has %+v", got)
	}
	told := w.count(t, `SELECT count(*) FROM messages WHERE template = 'points_expired' AND member_id = $1
		AND cast(params->>'points' AS int) = 100 AND cast(params->>'spendable' AS int) = 40`, w.alice)
	if told != 1 {
		t.Errorf("told %d times", told)
	}
	w.adds(t)
}

func TestPointsThatEndInThirtyDaysAreToldOnce(t *testing.T) {
	w := newWorld(t)
	last := start.AddDate(0, 0, 30)
	w.award(t, w.alice, 180, start, &last)
	for day := range 10 {
		testdb.At(t, w.d, start.AddDate(0, 0, day+1).Add(time.Hour))
		w.close(t, start.AddDate(0, 0, day))
	}
	told := w.count(t, `SELECT count(*) FROM messages WHERE template = 'points_expiring' AND params->>'expires_on' = '2026-04-09'
		AND cast(params->>'points' AS int) = 180 AND created_at < $1`, start.AddDate(0, 0, 2))
	if all := w.count(t, `SELECT count(*) FROM messages`); told != 1 || all != 1 {
		t.Errorf("told %d times in %d messages", told, all)
	}
}

func TestVouchersPastTheirDayExpireAndUsedCodesAreWiped(t *testing.T) {
	w := newWorld(t)
	w.award(t, w.alice, 120, start, nil)
	var codes []string
	for _, key := range []string{"a", "b"} {
		got, err := redeeming.Redeem(t.Context(), w.d, w.redeem, redeeming.Redemption{Member: w.alice, Reward: w.reward, Key: key})
		if err != nil {
			t.Fatal(err)
		}
		v, err := vouchers.Find(t.Context(), w.d, w.alice, got.Voucher)
		if err != nil {
			t.Fatal(err)
		}
		code, err := w.redeem.Keys.Open(v)
		if err != nil {
			t.Fatal(err)
		}
		codes = append(codes, code.String())
	}
	use := redeeming.Using{Question: redeeming.Question{Code: codes[0]}, Place: "web", Key: "use"}
	if _, err := redeeming.Use(t.Context(), w.d, w.redeem, use); err != nil {
		t.Fatal(err)
	}
	testdb.At(t, w.d, start.AddDate(0, 0, 20).Add(time.Hour))
	if r := w.close(t, start.AddDate(0, 0, 19)); r.Vouchers != 0 || r.Wiped != 1 {
		t.Errorf("the night before the last day says %+v", r)
	}
	testdb.At(t, w.d, start.AddDate(0, 0, 21).Add(time.Hour))
	if r := w.close(t, start.AddDate(0, 0, 20)); r.Vouchers != 1 {
		t.Errorf("the night of the last day says %+v", r)
	}
	if n := w.count(t, `SELECT count(*) FROM vouchers WHERE code_box IS NOT NULL`); n != 0 {
		t.Errorf("%d codes are still kept", n)
	}
	w.adds(t)
}

func TestATierWhosePromiseHasEndedIsJudgedByWhatWasBought(t *testing.T) {
	w := newWorld(t)
	end := start
	w.in(t, func(ctx context.Context, tx *db.Tx) error {
		kept := purchases.Purchase{MemberID: w.bob, ID: ids.Purchase{1}, Reference: "1", PlacedAt: tx.Now, PlacedOn: start, RecordedAt: tx.Now,
			Channel: "web", Shop: "web", TierSpend: 10_000_000, TierPoints: 100_000, Version: 1, Facts: purchases.Facts("{}")}
		writes, err := purchases.Insert([]purchases.Purchase{kept}, nil)
		if err != nil {
			return err
		}
		for _, m := range []ids.Member{w.alice, w.bob} {
			writes = append(writes, tiers.Save(tiers.Standing{MemberID: m, Tier: "gold", Since: start.AddDate(-1, 0, 0), KeepUntil: &end}))
		}
		return tx.Apply(ctx, writes...)
	})
	testdb.Forward(t, w.d, 24*time.Hour)
	if r := w.close(t, start); r.Tiers != 2 {
		t.Errorf("the night says %+v", r)
	}
	standings, err := tiers.LoadStandings(t.Context(), w.d, w.alice, w.bob)
	if err != nil || standings[w.alice].Tier != "member" || standings[w.bob].Tier != "gold" || !standings[w.bob].KeepUntil.After(end) {
		t.Errorf("they stand at %+v, %v", standings, err)
	}
	if r := w.close(t, start); r.Tiers != 0 {
		t.Errorf("the second run says %+v", r)
	}
}

func TestALateNightJudgesByTheDayOnWhichThePromiseEnded(t *testing.T) {
	w := newWorld(t)
	end := time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC)
	w.in(t, func(ctx context.Context, tx *db.Tx) error {
		kept := purchases.Purchase{MemberID: w.bob, ID: ids.Purchase{1}, Reference: "1", PlacedAt: tx.Now, PlacedOn: start, RecordedAt: tx.Now,
			Channel: "web", Shop: "web", TierSpend: 10_000_000, TierPoints: 100_000, Version: 1, Facts: purchases.Facts("{}")}
		writes, err := purchases.Insert([]purchases.Purchase{kept}, nil)
		if err != nil {
			return err
		}
		return tx.Apply(ctx, append(writes, tiers.Save(tiers.Standing{MemberID: w.bob, Tier: "gold", Since: start, KeepUntil: &end}))...)
	})
	testdb.At(t, w.d, end.AddDate(0, 0, 20))
	w.close(t, end.AddDate(0, 0, 12))
	standings, err := tiers.LoadStandings(t.Context(), w.d, w.bob)
	if bob := standings[w.bob]; err != nil || bob.Tier != "gold" || bob.KeepUntil.Format(time.DateOnly) != "2027-12-31" {
		t.Errorf("Bob, who bought enough that year, stands at %+v, %v", bob, err)
	}
}

func TestAReferrerGetsWhatWasPromisedWhenTheFriendBought(t *testing.T) {
	w := newWorld(t)
	w.in(t, func(ctx context.Context, tx *db.Tx) error {
		bought := purchases.Purchase{MemberID: w.bob, ID: ids.Purchase{1}, Reference: "1", PlacedAt: tx.Now, PlacedOn: start, RecordedAt: tx.Now,
			Channel: "web", Shop: "web", Version: 1, Facts: purchases.Facts("{}")}
		writes, err := purchases.Insert([]purchases.Purchase{bought}, nil)
		if err != nil {
			return err
		}
		return tx.Apply(ctx, append(writes, referrals.Insert(referrals.Referral{ID: ids.Referral{1}, ReferrerID: w.alice, FriendID: w.bob,
			State: referrals.Waiting, JoinedAt: tx.Now, JoinedOn: start, PurchaseID: ids.Purchase{1}, BoughtOn: &start, DueOn: &start}))...)
	})
	testdb.Forward(t, w.d, time.Hour)
	doc := programme.Default(programme.Settings{Currency: "NOK", Languages: []string{"nb"}})
	doc.Referral.ReferrerPoints = 20
	document, err := doc.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	w.in(t, func(ctx context.Context, tx *db.Tx) error {
		return tx.Apply(ctx, programme.Insert(programme.Published{Number: 2, StartsAt: tx.Now, PublishedAt: tx.Now, By: "test"}, document))
	})
	w.cache.Forget()
	testdb.Forward(t, w.d, 25*time.Hour)
	if r := w.close(t, start); r.Referrals != 1 || w.totals(t, w.alice).Spendable != 200 {
		t.Errorf("the night says %+v; Alice has %+v", r, w.totals(t, w.alice))
	}
	w.adds(t)
}

func TestAReferrerGetsThePointsOnceTheReturnWindowIsPast(t *testing.T) {
	w := newWorld(t)
	due := start.AddDate(0, 0, 1)
	w.in(t, func(ctx context.Context, tx *db.Tx) error {
		return tx.Apply(ctx, referrals.Insert(referrals.Referral{ID: ids.Referral{1}, ReferrerID: w.alice, FriendID: w.bob,
			State: referrals.Waiting, JoinedAt: tx.Now, JoinedOn: start, PurchaseID: ids.Purchase{1}, BoughtOn: &start, DueOn: &due}))
	})
	testdb.At(t, w.d, due.Add(time.Hour))
	if r := w.close(t, start); r.Referrals != 0 {
		t.Errorf("the night before says %+v", r)
	}
	testdb.At(t, w.d, due.Add(25*time.Hour))
	if r := w.close(t, due); r.Referrals != 1 {
		t.Errorf("the night says %+v", r)
	}
	if r := w.close(t, due); r.Referrals != 0 || w.totals(t, w.alice).Spendable != 200 {
		t.Errorf("the second run says %+v; Alice has %+v", r, w.totals(t, w.alice))
	}
	w.adds(t)
}

func TestANightThatIsKilledHalfwayGoesOnWhereItWas(t *testing.T) {
	w := newWorld(t)
	const crowd = 2300
	last := start
	list := make([]ids.Member, crowd)
	w.in(t, func(ctx context.Context, tx *db.Tx) error {
		for i := range list {
			list[i] = ids.Member{9, byte(i >> 8), byte(i)}
		}
		if err := tx.Apply(ctx, ledger.Open(list...)); err != nil {
			return err
		}
		held, err := ledger.Lock(ctx, tx, list...)
		if err != nil {
			return err
		}
		postings := make([]ledger.Posting, crowd)
		for i, m := range list {
			postings[i] = ledger.Posting{Member: m, Wallet: ledger.Points, Kind: ledger.Opening, Amount: 10, Source: "test", Version: 1,
				Terms: &ledger.Terms{AvailableOn: start, ExpiresOn: &last}, Actor: ledger.Actor{Kind: ledger.BySystem}, HappenedOn: start}
		}
		_, err = ledger.Post(ctx, tx, held, postings...)
		return err
	})
	testdb.Forward(t, w.d, 24*time.Hour)
	// Somebody holds one member's wallet, and the night is stopped while it runs.
	ctx, kill := context.WithCancel(t.Context())
	time.AfterFunc(150*time.Millisecond, kill)
	if _, err := closing.Night(ctx, w.d, w.night, start); err == nil {
		t.Log("the night was quicker than its killer")
	}
	kill()
	w.adds(t)
	var sum money.Points
	first := w.count(t, `SELECT count(*) FROM entries WHERE kind = 'expired'`)
	r := w.close(t, start)
	sum += r.Points
	if r.Members != crowd-first || int(sum) != 10*(crowd-first) {
		t.Errorf("%d were done before, the second run says %+v", first, r)
	}
	if n := w.count(t, `SELECT count(*) FROM (SELECT member_id FROM entries WHERE kind = 'expired' GROUP BY member_id HAVING count(*) = 1) x`); n != crowd {
		t.Errorf("%d of %d lots expired exactly once", n, crowd)
	}
	t.Logf("killed after %d of %d, then the rest", first, crowd)
	w.adds(t)
}
