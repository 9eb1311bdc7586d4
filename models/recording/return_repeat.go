package recording

import (
	"context"
	"slices"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ledger"
	"fealty/models/money"
	"fealty/models/once"
	"fealty/models/purchases"
)

type repeated struct {
	deps Deps
	in   ReturnInput
	keep once.Keeper
}

// repeatReturn answers a new key whose return reference is taken: with the same
// content, what the return came to, and the wallet as it is today.
func repeatReturn(ctx context.Context, tx *db.Tx, claim once.Claiming, again repeated) error {
	first, err := purchases.FindReturnReference(ctx, tx, again.in.Reference)
	if err != nil {
		return err
	}
	if string(first.InputHash) != string(claim.Input) {
		return fault.New(fault.Conflict, "reference_taken", fault.Params{"Reference": again.in.Reference})
	}
	receipt := ReturnReceipt{ID: first.ReturnID, Reference: first.Reference, PurchaseID: first.PurchaseID,
		PurchaseReference: again.in.PurchaseReference, Parked: true, Lines: purchases.ReturnedLines{}}
	if err := again.fill(ctx, tx, &receipt); err != nil {
		return err
	}
	kept, err := again.keep(receipt)
	if err != nil {
		return err
	}
	return tx.Apply(ctx, kept)
}

// fill completes the receipt of a return that has been applied; one that still
// waits stays as it is.
func (a repeated) fill(ctx context.Context, tx *db.Tx, receipt *ReturnReceipt) error {
	target, err := a.purchase(ctx, tx, receipt)
	if fault.KindOf(err) == fault.NotFound || err == nil && target.MemberID.IsZero() {
		return nil
	}
	if err != nil {
		return err
	}
	all, err := purchases.Returns(ctx, tx, target.MemberID, target.PurchaseID)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(all, func(r purchases.Return) bool { return r.ID == receipt.ID })
	if at < 0 {
		return wasRefused(ctx, tx, receipt.Reference)
	}
	version, err := a.deps.Programme.InForce(ctx, tx)
	if err != nil {
		return err
	}
	f, g, err := gatherReturn(ctx, tx, version, target)
	if err != nil {
		return err
	}
	r := all[at]
	*receipt = ReturnReceipt{ID: r.ID, Reference: r.Reference, PurchaseID: r.PurchaseID, PurchaseReference: f.Purchase.Reference,
		Amount: r.Amount, Due: r.Due, Taken: r.Taken, Forgiven: r.Forgiven, Owed: r.Owed, RestoredPoints: r.Restored,
		RestoredCredit: creditOf(f, all[:at+1]), Lines: r.Lines, Wallet: g.wallet(), Currency: version.Currency().Code,
		Tier: tierOf(version, f.Standing, g.window(), g.Language, f.Today)}
	return nil
}

// wasRefused answers a parked return again with what was wrong with it; nil when
// it still waits.
func wasRefused(ctx context.Context, r db.Reader, reference string) error {
	why, err := purchases.FindRefusal(ctx, r, reference)
	if err != nil || why == nil {
		return err
	}
	return fault.New(fault.Refused, why.Key, why.Params)
}

func (a repeated) purchase(ctx context.Context, tx *db.Tx, receipt *ReturnReceipt) (purchases.Reference, error) {
	if receipt.PurchaseID.IsZero() {
		return purchases.FindReference(ctx, tx, receipt.PurchaseReference)
	}
	return purchases.FindByID(ctx, tx, receipt.PurchaseID)
}

// creditOf works out again what the last of some returns gave back of the
// credit.
func creditOf(f ReturnFacts, returns []purchases.Return) money.Amount {
	before, after := slices.Clone(f.Lines), slices.Clone(f.Lines)
	for i := range f.Lines {
		before[i].Returned, after[i].Returned = 0, 0
		for n, r := range returns {
			for _, back := range r.Lines {
				if back.Line != f.Lines[i].Line {
					continue
				}
				after[i].Returned += back.Quantity
				if n < len(returns)-1 {
					before[i].Returned += back.Quantity
				}
			}
		}
	}
	var credit money.Amount
	for _, payment := range f.Purchase.Payments {
		if wallet, paid := taken(payment); wallet == ledger.Credit {
			credit += money.Amount(restored(after, paid) - restored(before, paid))
		}
	}
	return credit
}
