package inviting

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"fealty/models/audit"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/programme"
	"fealty/models/referrals"
)

// Verdict is what one of the staff says about a referral in review. Refused is
// one of referrals.Refusals, or "" to approve.
type Verdict struct {
	By       audit.By
	Referral ids.Referral
	Refused  string
}

// Decided tells how the referral stands now.
type Decided struct {
	Referral referrals.Referral
	// Given tells whether the friend got the points with it.
	Given bool
}

// Decide ends a review. Approved, the friend gets the points now if they did not
// have them, and the referrer's wait goes on. One that is in review no more is
// fault.Refused "review_over"; an unknown reason is fault.Invalid on "reason".
func Decide(ctx context.Context, d *db.DB, programmes *programme.Cache, verdict Verdict) (Decided, error) {
	if verdict.Refused != "" && !slices.Contains(referrals.Refusals[:], verdict.Refused) {
		var wrong fault.Fields
		wrong.Add("reason", "choice")
		return Decided{}, wrong.Err()
	}
	v, err := programmes.InForce(ctx, d)
	if err != nil {
		return Decided{}, err
	}
	var done Decided
	err = db.InTx(ctx, d, func(tx *db.Tx) (err error) {
		done, err = decide(ctx, tx, v, verdict)
		return err
	})
	if err != nil {
		return Decided{}, fmt.Errorf("decide about a referral: %w", err)
	}
	return done, nil
}

func decide(ctx context.Context, tx *db.Tx, v *programme.Version, verdict Verdict) (Decided, error) {
	look, err := referrals.Find(ctx, tx, verdict.Referral)
	if err != nil {
		return Decided{}, err
	}
	held, err := ledger.Lock(ctx, tx, look.ReferrerID, look.FriendID)
	if err != nil {
		return Decided{}, err
	}
	r, err := referrals.Lock(ctx, tx, verdict.Referral)
	if err != nil || r == nil {
		return Decided{}, err
	}
	change := referrals.Approve(v.Document.Referral, *r)
	if verdict.Refused != "" {
		change = referrals.Refuse(*r, verdict.Refused)
	}
	if r.State != referrals.Review {
		return Decided{}, fault.New(fault.Refused, "review_over")
	}
	change.Referral.ReviewedAt = &tx.Now
	given, err := giveFriend(ctx, tx, held, giving{v, change})
	if err != nil {
		return Decided{}, err
	}
	return Decided{Referral: change.Referral, Given: given}, note(ctx, tx, verdict, change.Referral)
}

type giving struct {
	version *programme.Version
	change  referrals.Change
}

// giveFriend writes the decision and the friend's points. A referral that was
// doubted late had given them before.
func giveFriend(ctx context.Context, tx *db.Tx, held *ledger.Held, g giving) (bool, error) {
	r := g.change.Referral
	var had bool
	err := tx.Get(ctx, &had, `SELECT EXISTS (SELECT FROM entries WHERE member_id = $1 AND wallet = 'points' AND kind = 'referral_friend' AND source_id = $2)`,
		r.FriendID, r.ID)
	if err != nil {
		return false, fmt.Errorf("look what a friend got: %w", err)
	}
	if had || g.change.FriendPoints <= 0 {
		return false, tx.Apply(ctx, referrals.Update(r))
	}
	if err := held.LoadLots(ctx, tx); err != nil {
		return false, err
	}
	give := gain(g.version, g.change, g.version.Today(tx.Now))
	batch, err := ledger.Compose(held, append([]ledger.Posting{give}, ledger.PayDebt(give, held.Debt(r.FriendID))...)...)
	if err != nil {
		return false, err
	}
	return true, tx.Apply(ctx, append(batch.Writes(), referrals.Update(r))...)
}

func note(ctx context.Context, tx *db.Tx, verdict Verdict, r referrals.Referral) error {
	act := verdict.By.Does("referral.approve", "referral", uuid.UUID(r.ID))
	if verdict.Refused != "" {
		act.Action = "referral.refuse"
	}
	act.MemberID = r.ReferrerID
	act.Detail = audit.Detail{"friend": r.FriendID.String(), "flags": r.Flags, "why": verdict.Refused}
	return audit.Record(ctx, tx, act)
}
