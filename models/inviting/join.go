package inviting

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"fealty/models/db"
	"fealty/models/earning"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/members"
	"fealty/models/messages"
	"fealty/models/programme"
	"fealty/models/referrals"
)

// Joining is a new member who came by a link. Email may be empty; IsNew is false
// when they have bought at the shop before.
type Joining struct {
	Friend ids.Member
	Email  string
	Code   string
	IsNew  bool
	// Trace is where the friend is, as far as that is known.
	Trace referrals.Trace
}

// Welcomed is what an invitation gives a new member: postings for the caller's
// batch and writes for its round trip. Blocked tells why there is nothing.
type Welcomed struct {
	Referral referrals.Referral
	Blocked  string
	Postings []ledger.Posting
	Writes   []db.Write
}

// BlockedUnknown says that nobody has this code.
const BlockedUnknown = "unknown_code"

// Joined decides what an invitation is worth to a member who joins, inside the
// caller's transaction, which holds the new member's wallets. The friend's gain
// can be spent at once. A code that is nobody's gives nothing and is no error:
// joining goes on.
func Joined(ctx context.Context, tx *db.Tx, v *programme.Version, j Joining) (Welcomed, error) {
	code, ok := members.ParseInvite(j.Code)
	if !ok {
		return Welcomed{Blocked: BlockedUnknown}, nil
	}
	referrer, err := members.FindByInvite(ctx, tx, code)
	if fault.KindOf(err) == fault.NotFound {
		return Welcomed{Blocked: BlockedUnknown}, nil
	}
	if err != nil {
		return Welcomed{}, err
	}
	contacts, err := members.Contacts(ctx, tx, referrer.ID)
	if err != nil {
		return Welcomed{}, err
	}
	change, err := start(ctx, tx, v, invitation{j, referrer, contacts})
	if err != nil || !change.Changed {
		return Welcomed{Blocked: change.Blocked}, err
	}
	w := Welcomed{Referral: change.Referral, Writes: append(referrals.Leave(j.Friend, j.Trace, tx.Now), referrals.Insert(change.Referral))}
	if change.FriendPoints > 0 {
		w.Postings = append(w.Postings, gain(v, change, v.Today(tx.Now)))
	}
	params := messages.Params{"points": int64(v.Document.Referral.ReferrerPoints)}
	if list := notice(tx, referrer, contacts, telling{messages.FriendJoined, change.Referral.ID.String(), params}); list != nil {
		w.Writes = append(w.Writes, messages.Insert(list...))
	}
	return w, nil
}

type invitation struct {
	Joining
	referrer members.Member
	contacts []members.Contact
}

func start(ctx context.Context, tx *db.Tx, v *programme.Version, in invitation) (referrals.Change, error) {
	week, err := referrals.CountSince(ctx, tx, in.referrer.ID, tx.Now.AddDate(0, 0, -7))
	if err != nil {
		return referrals.Change{}, err
	}
	alike, err := referrals.Alike(ctx, tx, in.referrer.ID, in.Trace)
	if err != nil {
		return referrals.Change{}, err
	}
	id, err := db.ID[ids.Referral](tx)
	if err != nil {
		return referrals.Change{}, err
	}
	var email string
	for _, c := range in.contacts {
		if c.Kind == members.Email && email == "" {
			email = c.Value
		}
	}
	return referrals.Start(v.Document.Referral, referrals.Invitation{
		Referral: referrals.Referral{ID: id, ReferrerID: in.referrer.ID, FriendID: in.Friend, JoinedAt: tx.Now,
			JoinedOn: v.Today(tx.Now)},
		FriendIsNew: in.IsNew, ReferrerEmail: email, FriendEmail: in.Email, ThisWeek: week, Alike: alike,
	}), nil
}

func gain(v *programme.Version, change referrals.Change, on time.Time) ledger.Posting {
	available, expires := earning.Terms(v.Document.Earning.Expiry, 0, on)
	return ledger.Posting{Member: change.Referral.FriendID, Wallet: ledger.Points, Kind: ledger.ReferralFriend,
		Amount: change.FriendPoints, Terms: &ledger.Terms{AvailableOn: available, ExpiresOn: expires}, Source: "referral",
		SourceID: uuid.UUID(change.Referral.ID), Actor: ledger.Actor{Kind: ledger.BySystem}, Version: v.Number, HappenedOn: on}
}

type telling struct {
	template, about string
	params          messages.Params
}

// notice is a message to the member's first verified contact, or none.
func notice(tx *db.Tx, to members.Member, contacts []members.Contact, what telling) []messages.Message {
	for _, c := range contacts {
		if !c.IsVerified() {
			continue
		}
		channel := messages.Email
		if c.Kind == members.Phone {
			channel = messages.SMS
		}
		return []messages.Message{{ID: messages.ID(what.template, what.about, c.Value), MemberID: to.ID, Channel: channel,
			Recipient: c.Value, Template: what.template, Language: to.Language, Params: what.params, CreatedAt: tx.Now}}
	}
	return nil
}

// Inviter is whose link it is: what a stranger may see of them.
type Inviter struct {
	Member ids.Member
	Name   string
}

// Landing finds whose invitation a code is; fault.NotFound when nobody's, or
// when the programme has no invitations now.
func Landing(ctx context.Context, r db.Reader, v *programme.Version, typed string) (Inviter, error) {
	code, ok := members.ParseInvite(typed)
	if !ok || !v.Document.Referral.On {
		return Inviter{}, fault.New(fault.NotFound, "invite_unknown")
	}
	m, err := members.FindByInvite(ctx, r, code)
	var f *fault.Error
	if errors.As(err, &f) && f.Kind == fault.NotFound {
		return Inviter{}, fault.New(fault.NotFound, "invite_unknown")
	}
	if err != nil {
		return Inviter{}, fmt.Errorf("find whose invitation it is: %w", err)
	}
	return Inviter{Member: m.ID, Name: m.FirstName}, nil
}
