package enrolling

import (
	"context"
	"time"

	"github.com/google/uuid"

	"fealty/models/db"
	"fealty/models/earning"
	"fealty/models/inviting"
	"fealty/models/ledger"
	"fealty/models/members"
	"fealty/models/messages"
	"fealty/models/purchases"
	"fealty/models/tiers"
)

// start is what a new member begins with.
type start struct {
	member members.Member
	gift   inviting.Welcomed
	batch  *ledger.Batch
	at     time.Time
}

func (e enrolment) gather(ctx context.Context, tx *db.Tx) (start, error) {
	member, err := e.member(ctx, tx)
	if err != nil {
		return start{}, err
	}
	held, err := ledger.Lock(ctx, tx)
	if err != nil {
		return start{}, err
	}
	held.Open(member.ID)
	gift, err := e.gift(ctx, tx)
	if err != nil {
		return start{}, err
	}
	batch, err := ledger.Compose(held, append(e.welcome(), gift.Postings...)...)
	return start{member: member, gift: gift, batch: batch, at: tx.Now}, err
}

func (e enrolment) member(ctx context.Context, tx *db.Tx) (members.Member, error) {
	minted, err := members.Mint(ctx, tx, 1)
	if err != nil {
		return members.Member{}, err
	}
	return members.Member{
		ID: e.Contact.MemberID, Number: minted[0].Number, InviteCode: minted[0].InviteCode, FirstName: e.FirstName,
		NameFolded: members.Fold(e.FirstName), Language: e.Language, State: members.Active, JoinedVia: e.Via,
		JoinedAt: tx.Now, JoinedOn: e.version.Today(tx.Now),
	}, nil
}

// gift is what the invitation gives; nothing without one. Who has bought here
// before is no new customer, so their purchases are looked for.
func (e enrolment) gift(ctx context.Context, tx *db.Tx) (inviting.Welcomed, error) {
	if e.Invite == "" {
		return inviting.Welcomed{}, nil
	}
	before, err := purchases.LockGuests(ctx, tx, e.Contact.Kind, e.Contact.Value, time.Time{})
	if err != nil {
		return inviting.Welcomed{}, err
	}
	joining := inviting.Joining{Friend: e.Contact.MemberID, Code: e.Invite, IsNew: len(before) == 0, Trace: e.Trace}
	if e.Contact.Kind == members.Email {
		joining.Email = e.Contact.Value
	}
	return inviting.Joined(ctx, tx, e.version, joining)
}

// welcome is the posting of the welcome points, usable at once; none when the
// programme gives none.
func (e enrolment) welcome() []ledger.Posting {
	policy := e.version.Document.Earning
	if policy.Welcome == 0 {
		return nil
	}
	available, expires := earning.Terms(policy.Expiry, 0, e.version.Today(e.Contact.AddedAt))
	return []ledger.Posting{{
		Member: e.Contact.MemberID, Wallet: ledger.Points, Kind: ledger.Welcome, Amount: policy.Welcome,
		Terms: &ledger.Terms{AvailableOn: available, ExpiresOn: expires}, Source: "member", SourceID: uuid.UUID(e.Contact.MemberID),
		Actor: ledger.Actor{Kind: ledger.BySystem}, Version: e.version.Number, HappenedOn: available,
	}}
}

func (e enrolment) writes(s start) []db.Write {
	standing := tiers.Start(e.version.Document.Tiers, s.member.ID, s.member.JoinedOn)
	writes := append([]db.Write{members.Insert(s.member), tiers.Save(standing)}, s.batch.Writes()...)
	writes = append(writes, s.gift.Writes...)
	if e.Quiet || !e.Contact.IsVerified() && !e.Greets {
		return writes
	}
	return append(writes, messages.Insert(messages.Message{
		ID: messages.ID(messages.Welcome, s.member.ID.String(), e.Contact.Value), MemberID: s.member.ID, Channel: channelOf(e.Contact),
		Recipient: e.Contact.Value, Template: messages.Welcome, Language: s.member.Language, CreatedAt: s.at,
		Params: messages.Params{"points": int64(s.batch.Sum(ledger.Points))},
	}))
}
