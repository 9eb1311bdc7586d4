package enrolling_test

import (
	"context"
	"sync"
	"testing"

	"fealty/models/enrolling"
	"fealty/models/fault"
	"fealty/models/members"
	"fealty/models/messages"
	"fealty/models/programme"
	"fealty/models/verifying"
)

var lea = enrolling.Joining{Contact: "lea@example.com", FirstName: "Lea", Language: "nb", Via: members.ViaAPI}

func TestTheSameMemberTwiceByAPIIsOneMember(t *testing.T) {
	w := newWorld(t)
	first, err := enrolling.Join(t.Context(), w.d, w.deps, lea)
	w.must(err)
	second, err := enrolling.Join(t.Context(), w.d, w.deps, lea)
	w.must(err)
	if !first.IsNew || second.IsNew || first.Member.ID != second.Member.ID || first.Points != 100 {
		t.Errorf("first %+v, then %+v", first, second)
	}
	if got := w.spendable(first.Member.ID); got != 100 {
		t.Errorf("%d points", got)
	}
	if len(w.outbox(messages.Welcome)) != 0 {
		t.Error("an unverified contact was written to")
	}
}

func TestFiftyWhoJoinWithOneContactAreOneMember(t *testing.T) {
	w := newWorld(t)
	ids := make([]string, 50)
	var wait sync.WaitGroup
	for i := range ids {
		wait.Go(func() {
			joined, err := enrolling.Join(context.Background(), w.d, w.deps, lea)
			if err != nil {
				t.Error(err)
			}
			ids[i] = joined.Member.ID.String()
		})
	}
	wait.Wait()
	for _, id := range ids {
		if id != ids[0] || id == "" {
			t.Errorf("members %s and %s", ids[0], id)
		}
	}
	if w.count(`SELECT count(*) FROM members`) != 1 || w.count(`SELECT count(*) FROM entries`) != 1 {
		t.Error("more than one member or welcome")
	}
}

func TestAMemberMadeByAPIProvesTheContactAtTheFirstSignIn(t *testing.T) {
	w := newWorld(t)
	made, err := enrolling.Join(t.Context(), w.d, w.deps, lea)
	w.must(err)
	done := w.confirm(enrolling.Confirmation{Proof: w.proof(w.ask(lea.Contact, ""))})
	contacts, err := members.Contacts(t.Context(), w.d, made.Member.ID)
	if err != nil || done.IsNew || done.Member.ID != made.Member.ID || !contacts[0].IsVerified() {
		t.Errorf("signed in as %+v with %+v, %v", done, contacts, err)
	}
}

func TestPurchasesFromBeforeAreClaimedWhenTheContactIsProved(t *testing.T) {
	w := newWorld(t)
	contact := members.Contact{Kind: members.Email, Value: "guest@example.com"}
	w.buy("G-1", contact)
	w.buy("G-2", contact)
	w.buy("G-3", members.Contact{Kind: members.Email, Value: "somebody@example.com"})
	done := w.join("guest@example.com", "Gro")
	if done.Claimed != 2 {
		t.Errorf("%d purchases were claimed", done.Claimed)
	}
	if got := w.spendable(done.Member.ID); got != 140 {
		t.Errorf("%d points: the welcome and two purchases make 140", got)
	}
}

func TestAnInvitationGivesTheFriendAtOnceAndTellsWhoInvited(t *testing.T) {
	w := newWorld(t)
	host := w.join("host@example.com", "Host")
	invited := func(contact string) enrolling.Confirmed {
		asked, err := enrolling.RequestCode(t.Context(), w.d, w.deps, enrolling.Ask{Contact: contact, IsJoining: true,
			Form: enrolling.Form{FirstName: "Friend", Invite: host.Member.InviteCode}})
		w.must(err)
		return w.confirm(enrolling.Confirmation{Proof: w.proof(asked)})
	}
	version, err := w.deps.Programme.InForce(t.Context(), w.d)
	w.must(err)
	gift := version.Document.Referral.FriendPoints
	if gift == 0 {
		t.Fatal("the default programme gives friends nothing")
	}
	if friend := invited("friend@example.com"); friend.Points != 100+int64(gift) || w.spendable(friend.Member.ID) != 100+gift {
		t.Errorf("the friend starts with %d", friend.Points)
	}
	if n := len(w.outbox(messages.FriendJoined)); n != 1 {
		t.Errorf("%d notices to the host", n)
	}
	w.buy("G-1", members.Contact{Kind: members.Email, Value: "old@example.com"})
	if customer := invited("old@example.com"); customer.Points != 100 {
		t.Errorf("who has bought here before starts with %d", customer.Points)
	}
	if n := w.count(`SELECT count(*) FROM referrals`); n != 1 {
		t.Errorf("%d referrals", n)
	}
	if report, err := verifying.Run(t.Context(), w.d); err != nil || report.Wrong != nil {
		t.Errorf("the book: %+v, %v", report.Wrong, err)
	}
}

func TestAnInvitationOfNobodyDoesNoHarm(t *testing.T) {
	w := newWorld(t)
	asked, err := enrolling.RequestCode(t.Context(), w.d, w.deps, enrolling.Ask{Contact: "x@example.com", IsJoining: true,
		Form: enrolling.Form{FirstName: "X", Invite: "'; DROP"}})
	w.must(err)
	if done := w.confirm(enrolling.Confirmation{Proof: w.proof(asked)}); !done.IsNew || done.Points != 100 {
		t.Errorf("joined as %+v", done)
	}
}

func TestWithoutWelcomePointsAMemberStartsWithEmptyWallets(t *testing.T) {
	w := newWorld(t, func(doc *programme.Document) { doc.Earning.Welcome = 0 })
	done := w.join("+47 406 00 000", "Per")
	if done.Points != 0 || w.spendable(done.Member.ID) != 0 || done.Contact.Kind != members.Phone {
		t.Errorf("joined as %+v", done)
	}
	if n := w.count(`SELECT count(*) FROM wallets`); n != 3 {
		t.Errorf("%d wallets", n)
	}
	if sent := w.outbox(messages.Welcome); len(sent) != 1 || sent[0].Channel != messages.SMS {
		t.Errorf("the welcome went out as %+v", sent)
	}
}

func TestAShopsBadContactIsNamed(t *testing.T) {
	w := newWorld(t)
	_, err := enrolling.Join(t.Context(), w.d, w.deps, enrolling.Joining{Contact: "lea@", FirstName: "<b>", Via: members.ViaAPI})
	if fault.KindOf(err) != fault.Invalid || err.Error() != "invalid [contact: contact_invalid] [first_name: name_invalid]" {
		t.Errorf("got %v", err)
	}
}
