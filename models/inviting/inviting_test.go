package inviting_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/inviting"
	"fealty/models/ledger"
	"fealty/models/members"
	"fealty/models/programme"
	"fealty/models/referrals"
)

var (
	alice, bob = ids.Member{1}, ids.Member{2}
	today      = time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC)
)

// club has Alice, whose code is ABCDEFGH or whatever was minted, and Bob.
func club(t *testing.T) (d *db.DB, v *programme.Version, code string) {
	t.Helper()
	d = testdb.Open(t)
	doc := programme.Default(programme.Settings{Currency: "NOK", Languages: []string{"nb"}})
	v, err := programme.NewVersion(1, testdb.Start, doc)
	if err != nil {
		t.Fatal(err)
	}
	document, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	err = db.InTx(t.Context(), d, func(tx *db.Tx) error {
		ctx := context.Background()
		minted, err := members.Mint(ctx, tx, 2)
		if err != nil {
			return err
		}
		code = minted[0].InviteCode
		writes := []db.Write{programme.Insert(programme.Published{Number: 1, StartsAt: tx.Now, PublishedAt: tx.Now, By: "test"}, document),
			ledger.Open(alice, bob)}
		var list []members.Member
		for i, m := range []ids.Member{alice, bob} {
			list = append(list, members.Member{ID: m, Number: minted[i].Number, InviteCode: minted[i].InviteCode, FirstName: []string{"Alice", "Bob"}[i],
				Language: "nb", State: members.Active, JoinedVia: members.ViaPortal, JoinedAt: tx.Now, JoinedOn: today})
		}
		writes = append(writes, members.Insert(list...), members.InsertContact(members.Contact{Kind: members.Email,
			Value: "alice.h@gmail.com", MemberID: alice, VerifiedAt: &tx.Now, AddedAt: tx.Now}))
		return tx.Apply(ctx, writes...)
	})
	if err != nil {
		t.Fatal(err)
	}
	return d, v, code
}

// join lets Bob come by a link, and writes what that gives.
func join(t *testing.T, d *db.DB, v *programme.Version, j inviting.Joining) inviting.Welcomed {
	t.Helper()
	var got inviting.Welcomed
	err := db.InTx(t.Context(), d, func(tx *db.Tx) (err error) {
		held, err := ledger.Lock(t.Context(), tx, bob)
		if err != nil {
			return err
		}
		if got, err = inviting.Joined(t.Context(), tx, v, j); err != nil {
			return err
		}
		batch, err := ledger.Compose(held, got.Postings...)
		if err != nil {
			return err
		}
		return tx.Apply(t.Context(), append(batch.Writes(), got.Writes...)...)
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestAFriendGainsAtOnceAndTheReferrerSeesThemWait(t *testing.T) {
	d, v, code := club(t)
	join(t, d, v, inviting.Joining{Friend: bob, Email: "bob@example.com", Code: code, IsNew: true})
	totals, err := ledger.Balances(t.Context(), d, bob, today)
	if err != nil || totals.Spendable != v.Document.Referral.FriendPoints {
		t.Errorf("Bob has %+v, %v", totals, err)
	}
	friends, err := inviting.Friends(t.Context(), d, alice)
	if err != nil || len(friends) != 1 || friends[0].FirstName != "Bob" || friends[0].State != referrals.Joined || friends[0].Points != 0 {
		t.Errorf("Alice sees %+v, %v", friends, err)
	}
	if none, err := inviting.Friends(t.Context(), d, bob); err != nil || len(none) != 0 {
		t.Errorf("Bob sees %+v, %v", none, err)
	}
	var told int
	if err := d.Get(t.Context(), &told, `SELECT count(*) FROM messages WHERE template = 'friend_joined' AND member_id = $1`, alice); err != nil || told != 1 {
		t.Errorf("Alice was told %d times, %v", told, err)
	}
}

func TestWhatIsNoInvitationGivesNothingAndStopsNobody(t *testing.T) {
	d, v, code := club(t)
	for blocked, j := range map[string]inviting.Joining{
		inviting.BlockedUnknown:   {Friend: bob, Code: "nobody's", IsNew: true},
		referrals.BlockedSelf:     {Friend: alice, Code: code, IsNew: true},
		referrals.BlockedExisting: {Friend: bob, Code: code},
	} {
		var got inviting.Welcomed
		err := db.InTx(t.Context(), d, func(tx *db.Tx) (err error) {
			got, err = inviting.Joined(t.Context(), tx, v, j)
			return err
		})
		if err != nil || got.Blocked != blocked || len(got.Postings)+len(got.Writes) != 0 {
			t.Errorf("%s: answered %+v, %v", blocked, got, err)
		}
	}
}

func TestTheSamePersonTwiceIsLookedAtFirst(t *testing.T) {
	d, v, code := club(t)
	got := join(t, d, v, inviting.Joining{Friend: bob, Email: "aliceh+bob@gmail.com", Code: code, IsNew: true})
	if got.Referral.State != referrals.Review || len(got.Postings) != 0 {
		t.Errorf("a similar address gives %+v", got)
	}
}

func TestALinkSaysWhoInvitesAndNothingElse(t *testing.T) {
	d, v, code := club(t)
	got, err := inviting.Landing(t.Context(), d, v, code)
	if err != nil || got.Name != "Alice" || got.Member != alice {
		t.Errorf("the link shows %+v, %v", got, err)
	}
	if _, err := inviting.Landing(t.Context(), d, v, "ZZZZZZZZ"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("an unknown link: %v", err)
	}
	off := *v
	off.Document.Referral.On = false
	if _, err := inviting.Landing(t.Context(), d, &off, code); fault.KindOf(err) != fault.NotFound {
		t.Errorf("with invitations off: %v", err)
	}
}
