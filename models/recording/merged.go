package recording

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/money"
)

// lockReturning locks the wallets of a purchase's member, and of who they are now
// if they were merged since. Somebody may be merged while it waits: then it
// looks again.
func lockReturning(ctx context.Context, tx *db.Tx, member ids.Member) (*ledger.Held, ids.Member, error) {
	into, err := mergedInto(ctx, tx, member)
	for err == nil {
		people := []ids.Member{member}
		if !into.IsZero() {
			people = append(people, into)
		}
		held, err := ledger.Lock(ctx, tx, people...)
		if err != nil {
			return nil, into, err
		}
		again, err := mergedInto(ctx, tx, member)
		if err != nil || again == into {
			return held, into, err
		}
		into = again
	}
	return nil, into, err
}

func mergedInto(ctx context.Context, tx *db.Tx, member ids.Member) (ids.Member, error) {
	var into []ids.Member
	err := tx.Select(ctx, &into, `SELECT merged_into FROM members WHERE id = $1 AND merged_into IS NOT NULL`, member)
	if err != nil {
		return ids.Member{}, fmt.Errorf("look whether a member was merged: %w", err)
	}
	if len(into) == 0 {
		return ids.Member{}, nil
	}
	return into[0], nil
}

// between is a posting that moves between a merged member and who they are now.
func (r *returning) between(o returned, from, to ids.Member) ledger.Posting {
	return ledger.Posting{Member: from, Wallet: ledger.Points, Kind: ledger.Merged, Source: "member", SourceID: uuid.UUID(to), Actor: r.cmd.Actor,
		Version: o.facts.Version.Number, HappenedOn: o.facts.Today}
}

// lend moves what the return is about to take back, as far as it is there, from
// who the member is now to whose purchase it was.
func (r *returning) lend(ctx context.Context, tx *db.Tx, o returned, into ids.Member) error {
	own := o.facts.Purchase.MemberID
	reclaim := o.decision.Reclaim()
	missing := reclaim.Amount - o.held.CanTake(reclaim, o.facts.Today)
	n := o.held.CanTake(ledger.Reclaim{Member: into, Amount: max(0, missing)}, o.facts.Today)
	if n <= 0 {
		return nil
	}
	out, in := r.between(o, into, own), r.between(o, own, into)
	out.Amount, out.Draw, in.Amount, in.Terms = -n, ledger.TakingBack, n, &ledger.Terms{AvailableOn: o.facts.Today}
	_, err := ledger.Post(ctx, tx, o.held, out, in)
	return err
}

// handOn moves what the return left with a merged member to who they are now:
// what was restored, under its old days, and what is owed.
func (r *returning) handOn(o returned, into ids.Member) ([]db.Write, error) {
	own := o.facts.Purchase.MemberID
	var postings []ledger.Posting
	move := func(w ledger.Wallet, n money.Points, takes []ledger.Take, terms *ledger.Terms) {
		out, in := r.between(o, own, into), r.between(o, into, own)
		out.Wallet, out.Amount, out.Takes = w, -n, takes
		in.Wallet, in.Amount, in.Terms = w, n, terms
		postings = append(postings, out, in)
	}
	for _, w := range []ledger.Wallet{ledger.Points, ledger.Credit} {
		for _, l := range o.held.Lots(own, w) {
			if l.Remaining > 0 {
				move(w, l.Remaining, []ledger.Take{{Lot: l.Seq, Amount: l.Remaining}}, &ledger.Terms{AvailableOn: l.AvailableOn, ExpiresOn: l.ExpiresOn, Graced: l.Graced})
			}
		}
	}
	if owed := o.held.Debt(own); owed > 0 {
		move(ledger.Debt, owed, nil, nil)
	}
	if len(postings) == 0 {
		return nil, nil
	}
	batch, err := ledger.Compose(o.held, postings...)
	if err != nil {
		return nil, err
	}
	return batch.Writes(), nil
}
