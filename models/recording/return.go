package recording

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"fealty/models/audit"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/money"
	"fealty/models/once"
	"fealty/models/programme"
	"fealty/models/purchases"
	"fealty/models/referrals"
)

// ReturnReceipt is what a recorded return came to: Due = Taken + Forgiven +
// Owed. It is stored as text under the idempotency key.
type ReturnReceipt struct {
	ID                ids.Return   `json:"id"`
	Reference         string       `json:"reference"`
	PurchaseID        ids.Purchase `json:"purchase_id,omitzero"`
	PurchaseReference string       `json:"purchase_reference,omitempty"`
	// Parked says that the return waits for its purchase.
	Parked         bool                    `json:"parked,omitempty"`
	Amount         money.Amount            `json:"amount"`
	Due            money.Points            `json:"due"`
	Taken          money.Points            `json:"taken"`
	Forgiven       money.Points            `json:"forgiven"`
	Owed           money.Points            `json:"owed"`
	RestoredPoints money.Points            `json:"restored_points"`
	RestoredCredit money.Amount            `json:"restored_credit"`
	Lines          purchases.ReturnedLines `json:"lines"`
	Wallet         Wallet                  `json:"wallet"`
	Tier           Tier                    `json:"tier"`
	Currency       string                  `json:"currency"`
}

// Return records a return once, as Purchase does. One whose purchase is not
// there yet is kept and applied after it: its receipt is Parked. A purchase id
// that is nobody's is fault.NotFound.
func Return(ctx context.Context, d *db.DB, deps Deps, cmd ReturnCommand) (ReturnReceipt, error) {
	if err := checkReturn(cmd.Input); err != nil {
		return ReturnReceipt{}, err
	}
	claim := once.Claiming{Key: cmd.Key, Input: once.Hash(cmd.Input)}
	receipt, err := once.Act[ReturnReceipt](ctx, d, claim, func(tx *db.Tx, keep once.Keeper) error {
		r := &returning{deps: deps, cmd: cmd, in: cmd.Input, hash: claim.Input}
		return r.run(ctx, tx, keep)
	})
	if !purchases.IsReturnTaken(err) && !errors.Is(err, errRecorded) {
		return receipt, err
	}
	return once.Act[ReturnReceipt](ctx, d, claim, func(tx *db.Tx, keep once.Keeper) error {
		return repeatReturn(ctx, tx, claim, repeated{deps, cmd.Input, keep})
	})
}

func checkReturn(in ReturnInput) error {
	var f fault.Fields
	checkReference(&f, in.Reference)
	if len(in.Lines) > MaxLines {
		f.Add("lines", "lines", fault.Params{"Max": MaxLines})
		return f.Err()
	}
	for i, l := range in.Lines {
		at := "lines." + strconv.Itoa(i)
		if l.Quantity <= 0 || l.Quantity > money.MaxQuantity {
			f.Add(at+".quantity", "quantity")
		}
		if l.Line < 1 {
			f.Add(at+".line", "return_line")
		}
	}
	return f.Err()
}

// returning is one return on its way.
type returning struct {
	deps Deps
	cmd  ReturnCommand
	in   ReturnInput
	hash []byte
	id   ids.Return
	// isParked says that it was claimed when it was parked.
	isParked bool
}

func (r *returning) run(ctx context.Context, tx *db.Tx, keep once.Keeper) error {
	id, err := db.ID[ids.Return](tx)
	if err != nil {
		return err
	}
	r.id = id
	target, err := r.target(ctx, tx)
	if err != nil {
		return err
	}
	if target.MemberID.IsZero() {
		return r.park(ctx, tx, target, keep)
	}
	receipt, writes, err := r.record(ctx, tx, target)
	if err != nil {
		return err
	}
	kept, err := keep(receipt)
	if err != nil {
		return err
	}
	noted, err := r.audited(tx, receipt, audit.Act{MemberID: target.MemberID})
	if err != nil {
		return err
	}
	return tx.Apply(ctx, append(append(writes, noted...), kept, r.claim(target))...)
}

// errRecorded says that the return's reference is taken.
var errRecorded = errors.New("the return was recorded before")

// claim takes the reference with the last writes, so that a refusal, which is
// kept, leaves it free.
func (r *returning) claim(target purchases.Reference) db.Write {
	return purchases.ClaimReturns(purchases.ReturnReference{Reference: r.in.Reference, ReturnID: r.id, PurchaseID: target.PurchaseID, InputHash: r.hash})
}

// mustBeNew looks, behind the lock, whether the return was recorded before: it
// must not be judged by what it has left itself.
func (r *returning) mustBeNew(ctx context.Context, tx *db.Tx) error {
	if r.isParked {
		return nil
	}
	_, err := purchases.FindReturnReference(ctx, tx, r.in.Reference)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	return errRecorded
}

// target finds the purchase. What is yet to come, or still a guest's, has no
// member; then the reference is held, so that nothing slips between.
func (r *returning) target(ctx context.Context, tx *db.Tx) (purchases.Reference, error) {
	if !r.in.PurchaseID.IsZero() {
		found, err := purchases.FindByID(ctx, tx, r.in.PurchaseID)
		if err != nil || !found.MemberID.IsZero() {
			return found, err
		}
		r.in.PurchaseReference = found.Reference
	}
	if err := purchases.HoldReference(ctx, tx, r.in.PurchaseReference); err != nil {
		return purchases.Reference{}, err
	}
	found, err := purchases.FindReference(ctx, tx, r.in.PurchaseReference)
	if fault.KindOf(err) == fault.NotFound {
		return purchases.Reference{Reference: r.in.PurchaseReference}, nil
	}
	return found, err
}

func (r *returning) park(ctx context.Context, tx *db.Tx, target purchases.Reference, keep once.Keeper) error {
	if err := r.mustBeNew(ctx, tx); err != nil {
		return err
	}
	body, err := json.Marshal(parkedBody{ReturnID: r.id, Actor: r.cmd.Actor, Quiet: r.cmd.Quiet, Input: r.in})
	if err != nil {
		return fmt.Errorf("write a parked return: %w", err)
	}
	receipt := ReturnReceipt{ID: r.id, Reference: r.in.Reference, PurchaseID: target.PurchaseID,
		PurchaseReference: target.Reference, Parked: true, Lines: purchases.ReturnedLines{}}
	kept, err := keep(receipt)
	if err != nil {
		return err
	}
	noted, err := r.audited(tx, receipt, audit.Act{})
	if err != nil {
		return err
	}
	return tx.Apply(ctx, append(noted, kept, r.claim(target), purchases.Park(purchases.Parked{Reference: r.in.Reference, PurchaseReference: target.Reference,
		Body: body, ParkedAt: tx.Now}))...)
}

// record is what stands behind the claim. It gives the writes that are left.
func (r *returning) record(ctx context.Context, tx *db.Tx, target purchases.Reference) (ReturnReceipt, []db.Write, error) {
	held, into, err := lockReturning(ctx, tx, target.MemberID)
	if err != nil {
		return ReturnReceipt{}, nil, err
	}
	if err := r.mustBeNew(ctx, tx); err != nil {
		return ReturnReceipt{}, nil, err
	}
	version, err := r.deps.Programme.InForce(ctx, tx)
	if err != nil {
		return ReturnReceipt{}, nil, err
	}
	f, g, err := gatherReturn(ctx, tx, version, target)
	if err != nil {
		return ReturnReceipt{}, nil, err
	}
	d, err := DecideReturn(f, r.in.Lines)
	if err != nil {
		return ReturnReceipt{}, nil, err
	}
	if err := held.LoadLots(ctx, tx); err != nil {
		return ReturnReceipt{}, nil, err
	}
	o := returned{f, g, &d, held}
	if err := r.restore(ctx, tx, o); err != nil {
		return ReturnReceipt{}, nil, err
	}
	if into.IsZero() {
		return r.reverse(ctx, tx, o)
	}
	return r.reverseMerged(ctx, tx, o, into)
}

// reverseMerged is reverse for the purchase of a member who was merged since:
// whoever they are now lends what is taken, and gets what is left.
func (r *returning) reverseMerged(ctx context.Context, tx *db.Tx, o returned, into ids.Member) (ReturnReceipt, []db.Write, error) {
	if err := r.lend(ctx, tx, o, into); err != nil {
		return ReturnReceipt{}, nil, err
	}
	receipt, writes, err := r.reverse(ctx, tx, o)
	if err != nil {
		return receipt, nil, err
	}
	// The wallets move again, so these go first.
	if err := tx.Apply(ctx, writes...); err != nil {
		return receipt, nil, err
	}
	rest, err := r.handOn(o, into)
	return receipt, rest, err
}

// returned is a return's decision with what it was made of.
type returned struct {
	facts    ReturnFacts
	gathered gathered
	decision *ReturnDecision
	held     *ledger.Held
}

func gatherReturn(ctx context.Context, tx *db.Tx, version *programme.Version, target purchases.Reference) (ReturnFacts, gathered, error) {
	f := ReturnFacts{Version: version, Today: version.Today(tx.Now), RecordedAt: tx.Now}
	g, err := gather(ctx, tx, question{member: target.MemberID, version: version, today: f.Today, reference: target.Reference})
	if err != nil {
		return f, g, err
	}
	if f.Purchase, err = purchases.Find(ctx, tx, target.MemberID, target.PurchaseID); err != nil {
		return f, g, err
	}
	if f.Lines, err = purchases.Lines(ctx, tx, target.MemberID, target.PurchaseID); err != nil {
		return f, g, err
	}
	f.Standing = g.standing(version.Document.Tiers, f.Today)
	if f.Window, err = returnWindow(ctx, tx, f); err != nil {
		return f, g, err
	}
	lapsed, err := Lapsed(ctx, tx, f.Purchase)
	if err != nil {
		return f, g, err
	}
	f.Lapsed = lapsed[f.Purchase.ID]
	brought, err := g.friend()
	if err != nil || brought == nil {
		return f, g, err
	}
	f.Referral = &brought.Referral
	f.Other, err = otherPurchase(ctx, tx, f)
	return f, g, err
}

// otherPurchase finds what the referral may wait for instead of this purchase.
func otherPurchase(ctx context.Context, r db.Reader, f ReturnFacts) (*referrals.Purchase, error) {
	if f.Referral.PurchaseID != f.Purchase.ID || f.Referral.State == referrals.Rewarded {
		return nil, nil
	}
	wanted := purchases.Wanted{Member: f.Purchase.MemberID, Not: f.Purchase.ID, Since: f.Referral.JoinedOn, Spend: f.Version.Document.Referral.MinimumSpend}
	found, err := purchases.First(ctx, r, wanted)
	if found == nil {
		return nil, err
	}
	return &referrals.Purchase{ID: found.ID, On: found.PlacedOn, Spend: found.TierSpend}, nil
}

// restore gives back what was paid with points and credit, first.
func (r *returning) restore(ctx context.Context, tx *db.Tx, o returned) error {
	postings := o.decision.Restoring(o.facts, r.id, r.cmd.Actor)
	if len(postings) == 0 {
		return nil
	}
	for _, wallet := range []ledger.Wallet{ledger.Points, ledger.Credit} {
		var seqs []int64
		for _, p := range postings {
			if p.Wallet == wallet {
				seqs = append(seqs, p.GivesBack)
			}
		}
		if len(seqs) == 0 {
			continue
		}
		if err := o.held.LoadUses(ctx, tx, ledger.Of{Member: o.facts.Purchase.MemberID, Wallet: wallet}, seqs...); err != nil {
			return err
		}
	}
	_, err := ledger.Post(ctx, tx, o.held, postings...)
	return err
}

// reverse takes back what is due and offers all that is to be written.
func (r *returning) reverse(ctx context.Context, tx *db.Tx, o returned) (ReturnReceipt, []db.Write, error) {
	takeable := o.held.CanTake(o.decision.Reclaim(), o.facts.Today)
	postings, split := o.decision.Reversing(o.facts, r.id, Taker{r.cmd.Actor, takeable})
	var book []db.Write
	if len(postings) > 0 {
		batch, err := ledger.Compose(o.held, postings...)
		if err != nil {
			return ReturnReceipt{}, nil, err
		}
		book = batch.Writes()
		o.held.Advance(batch)
	}
	receipt := r.receipt(o, split)
	rows, err := r.rows(receipt, split, o)
	if err != nil {
		return ReturnReceipt{}, nil, err
	}
	again, err := r.vouchersAgain(ctx, tx, o)
	if err != nil {
		return ReturnReceipt{}, nil, err
	}
	unstamped, err := givesBack(ctx, tx, o)
	return receipt, slices.Concat(book, rows, again, unstamped, r.tell(receipt, o)), err
}
