package inviting_test

import (
	"slices"
	"testing"
	"time"

	"fealty/models/audit"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/inviting"
	"fealty/models/ledger"
	"fealty/models/programme"
	"fealty/models/referrals"
)

var secret = []byte("a key of the house, for tests only")

func TestAFriendFromTheSameDeviceIsLookedAtAndNotDenied(t *testing.T) {
	d, v, code := club(t)
	here := referrals.NewTrace(secret, "this device", "203.0.113.7")
	if err := inviting.Seen(t.Context(), d, alice, here); err != nil {
		t.Fatal(err)
	}
	j := inviting.Joining{Friend: bob, Email: "bob@example.com", Code: code, IsNew: true, Trace: referrals.NewTrace(secret, "this device", "198.51.100.1")}
	got := join(t, d, v, j)
	if got.Referral.State != referrals.Review || got.Referral.Flags != referrals.FlagDevice || len(got.Postings) != 0 {
		t.Fatalf("from the same device: %+v", got.Referral)
	}
	if n, err := referrals.CountReview(t.Context(), d); err != nil || n != 1 {
		t.Errorf("%d to look at, %v", n, err)
	}
	list, err := referrals.ListReview(t.Context(), d, ids.Referral{})
	if err != nil || len(list) != 1 || list[0].ReferrerName != "Alice" || list[0].FriendName != "Bob" || list[0].Brought != 1 {
		t.Errorf("the queue: %+v, %v", list, err)
	}
	cache := &programme.Cache{}
	verdict := inviting.Verdict{By: audit.By{Staff: ids.Staff{5}, Role: "owner"}, Referral: got.Referral.ID}
	done, err := inviting.Decide(t.Context(), d, cache, verdict)
	if err != nil || !done.Given || done.Referral.State != referrals.Joined {
		t.Fatalf("approved: %+v, %v", done, err)
	}
	totals, err := ledger.Balances(t.Context(), d, bob, today)
	if err != nil || totals.Spendable != v.Document.Referral.FriendPoints {
		t.Errorf("Bob has %+v, %v", totals, err)
	}
	if _, err := inviting.Decide(t.Context(), d, cache, verdict); !fault.Is(err, "review_over") {
		t.Errorf("decided twice: %v", err)
	}
}

func TestTracesOfOthersAndOldOnesTellNothing(t *testing.T) {
	d, _, _ := club(t)
	here := referrals.NewTrace(secret, "this device", "203.0.113.7")
	if err := inviting.Seen(t.Context(), d, alice, here); err != nil {
		t.Fatal(err)
	}
	both, err := referrals.Alike(t.Context(), d, alice, here)
	slices.Sort(both)
	if err != nil || !slices.Equal(both, []string{referrals.FlagAddress, referrals.FlagDevice}) {
		t.Errorf("alike in %v, %v", both, err)
	}
	for what, trace := range map[string]referrals.Trace{"another": referrals.NewTrace(secret, "that device", "203.0.113.8"), "none": {}} {
		if flags, err := referrals.Alike(t.Context(), d, alice, trace); err != nil || len(flags) != 0 {
			t.Errorf("%s: %v, %v", what, flags, err)
		}
	}
	err = db.InTx(t.Context(), d, func(tx *db.Tx) error {
		return tx.Apply(t.Context(), referrals.Leave(bob, here, tx.Now.Add(-referrals.TraceLife-time.Hour))...)
	})
	if err != nil {
		t.Fatal(err)
	}
	if flags, err := referrals.Alike(t.Context(), d, bob, here); err != nil || len(flags) != 0 {
		t.Errorf("an old trace: %v, %v", flags, err)
	}
	if err := referrals.PruneTraces(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	var left int
	if err := d.Get(t.Context(), &left, `SELECT count(*) FROM referral_traces`); err != nil || left != 2 {
		t.Errorf("%d traces are left, %v", left, err)
	}
}

// ripen stores a friend of Alice's who has bought, and settles it.
func ripen(t *testing.T, d *db.DB, v *programme.Version, n byte) bool {
	t.Helper()
	r := referrals.Referral{ID: ids.Referral{15: n}, ReferrerID: alice, FriendID: ids.Member{9, n}, State: referrals.Waiting,
		JoinedAt: d.Time(), JoinedOn: today, BoughtOn: &today, DueOn: &today, PurchaseID: ids.Purchase{n}}
	var did bool
	err := db.InTx(t.Context(), d, func(tx *db.Tx) (err error) {
		if err := tx.Apply(t.Context(), referrals.Insert(r), ledger.Open(r.FriendID)); err != nil {
			return err
		}
		did, err = inviting.Settle(t.Context(), tx, v, inviting.Settlement{Referral: r, Day: today})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return did
}

func TestTheThirdFriendMakesAnAmbassadorOnce(t *testing.T) {
	d, v, _ := club(t)
	points := v.Document.Referral.ReferrerPoints
	for n := byte(1); n <= 4; n++ {
		if !ripen(t, d, v, n) {
			t.Fatalf("friend %d brought nothing", n)
		}
		want := int64(points) * int64(n)
		if n >= 3 {
			want += 150
		}
		totals, err := ledger.Balances(t.Context(), d, alice, today)
		if err != nil || int64(totals.Balance) != want {
			t.Errorf("after friend %d Alice has %d, %v; want %d", n, totals.Balance, err, want)
		}
	}
	if reached, err := referrals.Milestones(t.Context(), d, alice); err != nil || !slices.Equal(reached, []int{3}) {
		t.Errorf("reached %v, %v", reached, err)
	}
	if now := v.Document.Referral.Reached(4); now == nil || now.Key != "ambassador" {
		t.Errorf("the status is %+v", now)
	}
}

func TestOneHouseholdWaitsForALook(t *testing.T) {
	d, v, _ := club(t)
	for _, m := range []ids.Member{alice, {9, 1}} {
		err := db.InTx(t.Context(), d, func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), `INSERT INTO shipments (member_id, voucher_id, reward_id, state, recipient, street, postcode, city, country, ordered_at)
				VALUES ($1, gen_random_uuid(), gen_random_uuid(), 'ordered', 'x', 'Storgata 1', '0155', 'Oslo', 'NO', $2)`, m, tx.Now)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if ripen(t, d, v, 1) {
		t.Error("a friend of the same household was rewarded without a look")
	}
	r, err := referrals.Find(t.Context(), d, ids.Referral{15: 1})
	if err != nil || r.State != referrals.Review || r.Flags != referrals.FlagHousehold {
		t.Errorf("it stands at %+v, %v", r, err)
	}
}
