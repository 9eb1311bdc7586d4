package referrals_test

import (
	"testing"
	"time"

	"fealty/models/ids"
	"fealty/models/money"
	"fealty/models/referrals"
)

func day(s string) time.Time {
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return d
}

var (
	policy = referrals.Policy{On: true, ReferrerPoints: 200, FriendPoints: 100, MinimumSpend: 15000, ReturnDays: 30, PerWeek: 5}
	alice  = ids.Member{15: 1}
	bob    = ids.Member{15: 2}
	sale   = ids.Purchase{15: 9}
)

func invitation() referrals.Invitation {
	r := referrals.Referral{ID: ids.Referral{15: 7}, ReferrerID: alice, FriendID: bob, JoinedAt: day("2026-03-01"), JoinedOn: day("2026-03-01")}
	return referrals.Invitation{Referral: r, FriendIsNew: true, ReferrerEmail: "alice@example.org", FriendEmail: "bob@example.org"}
}

func bought(spend money.Amount) referrals.Purchase {
	return referrals.Purchase{ID: sale, On: day("2026-03-10"), Spend: spend}
}

func TestBothSidesGainAndTheReferrerWaits(t *testing.T) {
	joined := referrals.Start(policy, invitation())
	if joined.FriendPoints != 100 || joined.ReferrerPoints != 0 || joined.Referral.State != referrals.Joined {
		t.Fatalf("joined: %+v", joined)
	}
	waiting := referrals.Qualify(policy, joined.Referral, bought(15000))
	if !waiting.Changed || waiting.Referral.State != referrals.Waiting || *waiting.Referral.DueOn != day("2026-04-09") || waiting.ReferrerPoints != 0 {
		t.Fatalf("bought: %+v", waiting)
	}
	if early := referrals.Mature(policy, waiting.Referral, day("2026-04-08")); early.Changed || early.ReferrerPoints != 0 {
		t.Errorf("rewarded before the return window had ended: %+v", early)
	}
	rewarded := referrals.Mature(policy, waiting.Referral, day("2026-04-09"))
	if rewarded.ReferrerPoints != 200 || rewarded.Referral.State != referrals.Rewarded {
		t.Fatalf("due: %+v", rewarded)
	}
	if again := referrals.Mature(policy, rewarded.Referral, day("2026-04-10")); again.Changed || again.ReferrerPoints != 0 {
		t.Errorf("rewarded twice: %+v", again)
	}
}

func TestOnlyAPurchaseOfTheMinimumQualifiesAndOnlyOnce(t *testing.T) {
	joined := referrals.Start(policy, invitation()).Referral
	if small := referrals.Qualify(policy, joined, bought(14999)); small.Changed {
		t.Errorf("a purchase below the minimum: %+v", small)
	}
	waiting := referrals.Qualify(policy, joined, bought(20000)).Referral
	if second := referrals.Qualify(policy, waiting, bought(20000)); second.Changed {
		t.Errorf("a second purchase: %+v", second)
	}
	off := policy
	off.On = false
	if change := referrals.Qualify(off, joined, bought(20000)); change.Changed {
		t.Errorf("invitations are off: %+v", change)
	}
}

func TestAReturnBelowTheMinimumStartsTheWaitAgain(t *testing.T) {
	waiting := referrals.Qualify(policy, referrals.Start(policy, invitation()).Referral, bought(20000)).Referral
	if enough := referrals.AfterReturn(policy, waiting, bought(15000)); enough.Changed {
		t.Errorf("enough is left: %+v", enough)
	}
	other := bought(0)
	other.ID = ids.Purchase{15: 8}
	if elsewhere := referrals.AfterReturn(policy, waiting, other); elsewhere.Changed {
		t.Errorf("a return of another purchase: %+v", elsewhere)
	}
	back := referrals.AfterReturn(policy, waiting, bought(14999))
	if back.Referral.State != referrals.Joined || back.Referral.DueOn != nil || !back.Referral.PurchaseID.IsZero() {
		t.Fatalf("too little is left: %+v", back)
	}
	if again := referrals.Qualify(policy, back.Referral, bought(15000)); again.Referral.State != referrals.Waiting {
		t.Errorf("the next purchase: %+v", again)
	}
	rewarded := referrals.Mature(policy, waiting, day("2026-05-01")).Referral
	if late := referrals.AfterReturn(policy, rewarded, bought(0)); late.Changed {
		t.Errorf("what is rewarded stays: %+v", late)
	}
}

func TestSelfAndExistingCustomersAreBlocked(t *testing.T) {
	self, existing, off := invitation(), invitation(), policy
	self.Referral.FriendID, existing.FriendIsNew, off.On = alice, false, false
	for want, change := range map[string]referrals.Change{
		referrals.BlockedSelf: referrals.Start(policy, self), referrals.BlockedExisting: referrals.Start(policy, existing),
		referrals.BlockedOff: referrals.Start(off, invitation()),
	} {
		if change.Blocked != want || change.Changed || change.FriendPoints != 0 {
			t.Errorf("want %s, got %+v", want, change)
		}
	}
}

func TestWhatLooksOddWaitsForAReview(t *testing.T) {
	odd := invitation()
	odd.FriendEmail, odd.ThisWeek = "Ali.ce+2@example.org", 5
	review := referrals.Start(policy, odd)
	if review.Referral.State != referrals.Review || review.Referral.Flags != "similar_email,many" || review.FriendPoints != 0 {
		t.Fatalf("odd: %+v", review)
	}
	counted := referrals.Qualify(policy, review.Referral, bought(15000))
	if counted.Referral.State != referrals.Review || counted.Referral.DueOn == nil {
		t.Fatalf("the purchase counts meanwhile: %+v", counted)
	}
	if early := referrals.Mature(policy, counted.Referral, day("2027-01-01")); early.ReferrerPoints != 0 {
		t.Errorf("rewarded without a review: %+v", early)
	}
	approved := referrals.Approve(policy, counted.Referral)
	if approved.Referral.State != referrals.Waiting || approved.FriendPoints != 100 {
		t.Errorf("approved: %+v", approved)
	}
	if again := referrals.Approve(policy, approved.Referral); again.Changed || again.FriendPoints != 0 {
		t.Errorf("approved twice: %+v", again)
	}
	refused := referrals.Refuse(counted.Referral, referrals.RefusedOther)
	if refused.Referral.State != referrals.Blocked || refused.FriendPoints != 0 {
		t.Errorf("refused: %+v", refused)
	}
}

func TestSimilarEmailsAreTheSameBox(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"a.b@x.org", "ab@x.org", true}, {"ab+club@x.org", "AB@x.org", true}, {"a@gmail.com", "a@googlemail.com", true},
		{"ab@x.org", "ab@y.org", false}, {"ab@x.org", "abc@x.org", false}, {"", "", false},
	} {
		if got := referrals.SimilarEmails(c.a, c.b); got != c.want {
			t.Errorf("%q and %q: %v", c.a, c.b, got)
		}
	}
}
