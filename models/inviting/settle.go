package inviting

import (
	"context"
	"time"

	"github.com/google/uuid"

	"fealty/models/db"
	"fealty/models/earning"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/members"
	"fealty/models/messages"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/referrals"
)

// Due lists some referrals whose friend's purchase is past its return window at
// the end of a day, in id order after the given one.
func Due(ctx context.Context, r db.Reader, day time.Time, after ids.Referral) ([]referrals.Referral, error) {
	return referrals.Due(ctx, r, day, after, 100)
}

// Settle gives the referrer of one referral the points, at the end of a day, and
// answers whether it did. What has changed since it was listed, or a referrer
// who is gone, gets nothing. Run it again and nothing happens: the state says so
// under the lock.
func Settle(ctx context.Context, tx *db.Tx, v *programme.Version, due Settlement) (bool, error) {
	// The friend's wallets are held too, so that a return of that purchase is
	// either seen here or sees this.
	held, err := ledger.Lock(ctx, tx, due.Referral.ReferrerID, due.Referral.FriendID)
	if err != nil {
		return false, err
	}
	r, err := referrals.Lock(ctx, tx, due.Referral.ID)
	if err != nil || r == nil {
		return false, err
	}
	change := referrals.Mature(v.Document.Referral, *r, due.Day)
	if !change.Changed {
		return false, nil
	}
	referrer, err := members.Find(ctx, tx, r.ReferrerID)
	if err != nil {
		return false, err
	}
	if !referrer.IsActive() {
		change.Referral.State = referrals.Lapsed
		return false, tx.Apply(ctx, referrals.Update(change.Referral))
	}
	if same, err := doubtHousehold(ctx, tx, *r); err != nil || same {
		return false, err
	}
	change.Referral.RewardedAt = &tx.Now
	return true, reward(ctx, tx, held, rewarding{change, referrer, v, due.Day})
}

// doubtHousehold sends a referral to review whose two had something sent to one
// address, unless staff have looked at it, and tells whether it did.
func doubtHousehold(ctx context.Context, tx *db.Tx, r referrals.Referral) (bool, error) {
	same, err := referrals.ShareHousehold(ctx, tx, r.ReferrerID, r.FriendID)
	if err != nil || !same {
		return false, err
	}
	doubt := referrals.Doubt(r, referrals.FlagHousehold)
	if !doubt.Changed {
		return false, nil
	}
	return true, tx.Apply(ctx, referrals.Update(doubt.Referral))
}

// Settlement is one referral that is due at the end of a day.
type Settlement struct {
	Referral referrals.Referral
	Day      time.Time
}

type rewarding struct {
	change   referrals.Change
	referrer members.Member
	version  *programme.Version
	day      time.Time
}

func reward(ctx context.Context, tx *db.Tx, held *ledger.Held, r rewarding) error {
	reached, err := r.milestones(ctx, tx)
	if err != nil {
		return err
	}
	writes := []db.Write{referrals.Update(r.change.Referral)}
	for _, m := range reached {
		writes = append(writes, referrals.InsertMilestone(r.referrer.ID, m, tx.Now))
	}
	if err := held.LoadLots(ctx, tx); err != nil {
		return err
	}
	batch, err := ledger.Compose(held, r.postings(reached, held.Debt(r.referrer.ID))...)
	if err != nil {
		return err
	}
	writes = append(writes, batch.Writes()...)
	held.Advance(batch)
	contacts, err := members.Contacts(ctx, tx, r.referrer.ID)
	if err != nil {
		return err
	}
	params := messages.Params{"points": int64(r.change.ReferrerPoints),
		"spendable": int64(held.Spendable(r.referrer.ID, ledger.Points, r.day))}
	// Another message told that it was coming; "settled" keeps the two apart.
	what := telling{messages.FriendBought, r.change.Referral.ID.String() + " settled", params}
	if list := notice(tx, r.referrer, contacts, what); list != nil {
		writes = append(writes, messages.Insert(list...))
	}
	return tx.Apply(ctx, writes...)
}

// milestones are those that this friend makes full. The referrer's wallets are
// held, so no two friends count at once.
func (r rewarding) milestones(ctx context.Context, tx *db.Tx) ([]referrals.Milestone, error) {
	policy := r.version.Document.Referral
	if len(policy.Milestones) == 0 {
		return nil, nil
	}
	before, err := referrals.Milestones(ctx, tx, r.referrer.ID)
	if err != nil {
		return nil, err
	}
	friends, err := referrals.CountRewarded(ctx, tx, r.referrer.ID)
	return policy.Due(friends+1, before), err
}

// postings give the referrer the points; what they owe is paid from them first.
func (r rewarding) postings(reached []referrals.Milestone, debt money.Points) []ledger.Posting {
	list := r.gains(reached)
	for _, give := range list {
		pays := min(debt, give.Amount)
		list = append(list, ledger.PayDebt(give, pays)...)
		debt -= pays
	}
	return list
}

func (r rewarding) gains(reached []referrals.Milestone) []ledger.Posting {
	available, expires := earning.Terms(r.version.Document.Earning.Expiry, 0, r.day)
	give := ledger.Posting{Member: r.referrer.ID, Wallet: ledger.Points, Kind: ledger.Referral, Amount: r.change.ReferrerPoints, Source: "referral",
		SourceID: uuid.UUID(r.change.Referral.ID), Actor: ledger.Actor{Kind: ledger.BySystem}, Version: r.version.Number,
		HappenedOn: r.day, Terms: &ledger.Terms{AvailableOn: available, ExpiresOn: expires}}
	var list []ledger.Posting
	if give.Amount > 0 {
		list = append(list, give)
	}
	for _, m := range reached {
		if m.Points > 0 {
			give.Kind, give.Amount, give.Source = ledger.Milestone, m.Points, "milestone"
			give.Terms = &ledger.Terms{AvailableOn: available, ExpiresOn: expires}
			list = append(list, give)
		}
	}
	return list
}
