package closing

import (
	"context"
	"fmt"
	"time"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/inviting"
	"fealty/models/limits"
	"fealty/models/messages"
	"fealty/models/money"
	"fealty/models/once"
	"fealty/models/programme"
	"fealty/models/purchases"
	"fealty/models/referrals"
	"fealty/models/sessions"
	"fealty/models/shipments"
	"fealty/models/vouchers"
)

// Deps are what the flow stands on.
type Deps struct{ Programme *programme.Cache }

// Report counts what a night did.
type Report struct {
	Tiers     int          `json:"tiers"`
	Members   int          `json:"members_expired"`
	Points    money.Points `json:"points_expired"`
	Vouchers  int64        `json:"vouchers_expired"`
	Referrals int          `json:"referrals"`
	Told      int          `json:"told"`
	Wiped     int64        `json:"wiped"`
	Pruned    int64        `json:"pruned"`
}

// batch is how many members one transaction of the night takes at most.
const batch = 1000

// Night closes a day that is over, deciding as at its end, in the order of the
// rules: activate pending, automatic redemptions, tiers, expiry, and what
// follows. Pending points become usable by their date, with nothing to book, and
// there are no automatic redemptions yet. Each batch is its own transaction; a
// second run finds nothing left to do.
func Night(ctx context.Context, d *db.DB, deps Deps, day time.Time) (Report, error) {
	v, err := deps.Programme.InForce(ctx, d)
	if err != nil {
		return Report{}, err
	}
	if !day.Before(v.Today(d.Time())) {
		return Report{}, fmt.Errorf("close %s: the day still runs", day.Format(time.DateOnly))
	}
	n := night{d: d, v: v, rules: deps.Programme, day: day}
	for _, step := range []struct {
		name string
		run  func(context.Context) error
	}{
		{"judge tiers", n.judgeTiers}, {"book what expired", n.expirePoints}, {"expire vouchers", n.expireVouchers},
		{"settle invitations", n.settleReferrals}, {"tell what expires soon", n.tellExpiring},
		{"tell whose tier is at risk", n.tellAtRisk},
		// Members who were held by somebody the first time have a second chance.
		{"book the rest of what expired", n.expirePoints},
		{"sweep", n.sweep},
	} {
		if err := step.run(ctx); err != nil {
			return n.report, fmt.Errorf("close %s: %s: %w", day.Format(time.DateOnly), step.name, err)
		}
	}
	return n.report, nil
}

// night is one on its way.
type night struct {
	d      *db.DB
	v      *programme.Version
	rules  *programme.Cache
	day    time.Time
	report Report
}

// inTx runs one batch.
func (n *night) inTx(ctx context.Context, fn func(tx *db.Tx) error) error {
	return db.InTx(ctx, n.d, fn)
}

// untilNone repeats a batch that answers how many it did, until it did none.
func (n *night) untilNone(ctx context.Context, sum *int64, do func(context.Context, *db.Tx) (int64, error)) error {
	for {
		var did int64
		err := n.inTx(ctx, func(tx *db.Tx) (err error) {
			did, err = do(ctx, tx)
			return err
		})
		if err != nil || did == 0 {
			return err
		}
		*sum += did
	}
}

func (n *night) expireVouchers(ctx context.Context) error {
	return n.untilNone(ctx, &n.report.Vouchers, func(ctx context.Context, tx *db.Tx) (int64, error) {
		return vouchers.Expire(ctx, tx, n.day.AddDate(0, 0, 1), batch)
	})
}

// settleReferrals gives referrers their points, each in its own transaction,
// since two members' wallets are held for it.
func (n *night) settleReferrals(ctx context.Context) error {
	var after ids.Referral
	for {
		due, err := inviting.Due(ctx, n.d, n.day, after)
		if err != nil || len(due) == 0 {
			return err
		}
		for _, r := range due {
			var did bool
			err := n.inTx(ctx, func(tx *db.Tx) error {
				v, err := n.promised(ctx, tx, r)
				if err != nil {
					return err
				}
				did, err = inviting.Settle(ctx, tx, v, inviting.Settlement{Referral: r, Day: n.day})
				return err
			})
			// One of the two may be gone; that must not stop the others' points.
			if err != nil && fault.KindOf(err) != fault.NotFound {
				return err
			}
			if did && err == nil {
				n.report.Referrals++
			}
			after = r.ID
		}
	}
}

// promised is the version under which the friend bought: the referrer was told
// what it gives, and until when to wait.
func (n *night) promised(ctx context.Context, tx *db.Tx, r referrals.Referral) (*programme.Version, error) {
	bought, err := purchases.Find(ctx, tx, r.FriendID, r.PurchaseID)
	if fault.KindOf(err) == fault.NotFound {
		return n.v, nil
	}
	if err != nil {
		return nil, err
	}
	return n.rules.Number(ctx, tx, bought.Version)
}

// sweep wipes the codes whose use can't be undone any more, and forgets what is
// over.
func (n *night) sweep(ctx context.Context) error {
	err := n.untilNone(ctx, &n.report.Wiped, func(ctx context.Context, tx *db.Tx) (int64, error) {
		return vouchers.WipeUsed(ctx, tx, tx.Now.Add(-vouchers.ShopUndoWindow), batch)
	})
	if err != nil {
		return err
	}
	// The address of a parcel is kept for as long as members were told.
	err = n.untilNone(ctx, &n.report.Wiped, func(ctx context.Context, tx *db.Tx) (int64, error) {
		return shipments.WipeOld(ctx, tx, tx.Now.Add(-shipments.KeepAddress), batch)
	})
	if err != nil {
		return err
	}
	for _, prune := range []func(context.Context, *db.DB) (int64, error){once.Prune, limits.Prune, sessions.Prune, messages.Prune} {
		forgotten, err := prune(ctx, n.d)
		if err != nil {
			return err
		}
		n.report.Pruned += forgotten
	}
	return nil
}
