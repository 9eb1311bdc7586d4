package referrals_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/ids"
	"fealty/models/referrals"
)

func apply(t *testing.T, d *db.DB, w db.Write) error {
	t.Helper()
	return db.InTx(t.Context(), d, func(tx *db.Tx) error { return tx.Apply(t.Context(), w) })
}

func TestAReferralIsKeptAndFoundByItsFriend(t *testing.T) {
	d := testdb.Open(t)
	r := referrals.Start(policy, invitation()).Referral
	if err := apply(t, d, referrals.Insert(r)); err != nil {
		t.Fatal(err)
	}
	r = referrals.Qualify(policy, r, bought(20000)).Referral
	if err := apply(t, d, referrals.Update(r)); err != nil {
		t.Fatal(err)
	}
	got, err := referrals.FindByFriend(t.Context(), d, bob)
	if err != nil || got == nil {
		t.Fatalf("find: %v, %v", got, err)
	}
	got.JoinedAt = got.JoinedAt.UTC()
	if diff := cmp.Diff(r, *got); diff != "" {
		t.Errorf("referral (-want +got):\n%s", diff)
	}
	if nobody, err := referrals.FindByFriend(t.Context(), d, alice); err != nil || nobody != nil {
		t.Errorf("nobody brought Alice: %v, %v", nobody, err)
	}
	list, err := referrals.ListByReferrer(t.Context(), d, alice, 10)
	if err != nil || len(list) != 1 {
		t.Errorf("Alice's friends: %v, %v", list, err)
	}
}

func TestAFriendHasOneReferral(t *testing.T) {
	d := testdb.Open(t)
	r := referrals.Start(policy, invitation()).Referral
	if err := apply(t, d, referrals.Insert(r)); err != nil {
		t.Fatal(err)
	}
	r.ID, r.ReferrerID = ids.Referral{15: 8}, ids.Member{15: 3}
	if err := apply(t, d, referrals.Insert(r)); !db.Violated(err, "referrals_friend_id_key") {
		t.Errorf("a second referral of one friend: %v", err)
	}
}

func TestDueReferralsAreThoseWhoseWaitHasEnded(t *testing.T) {
	d := testdb.Open(t)
	for n := byte(1); n <= 3; n++ {
		in := invitation()
		in.Referral.ID, in.Referral.FriendID = ids.Referral{15: n}, ids.Member{14: 1, 15: n}
		in.Referral.JoinedAt = day("2026-03-01").Add(time.Duration(n) * time.Hour)
		r := referrals.Start(policy, in).Referral
		if n < 3 {
			r = referrals.Qualify(policy, r, referrals.Purchase{ID: sale, On: day("2026-03-01").AddDate(0, 0, int(n)), Spend: 15000}).Referral
		}
		if err := apply(t, d, referrals.Insert(r)); err != nil {
			t.Fatal(err)
		}
	}
	for on, want := range map[string]int{"2026-03-31": 0, "2026-04-01": 1, "2026-04-02": 2, "2027-01-01": 2} {
		got, err := referrals.Due(t.Context(), d, day(on), ids.Referral{}, 10)
		if err != nil || len(got) != want {
			t.Errorf("%s: %d due, %v; want %d", on, len(got), err, want)
		}
	}
	if n, err := referrals.CountSince(t.Context(), d, alice, day("2026-03-01").Add(2*time.Hour)); err != nil || n != 2 {
		t.Errorf("friends since: %d, %v; want 2", n, err)
	}
}
