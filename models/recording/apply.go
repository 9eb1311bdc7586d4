package recording

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"fealty/models/db"
	"fealty/models/ledger"
	"fealty/models/once"
	"fealty/models/purchases"
	"fealty/models/referrals"
	"fealty/models/tiers"
	"fealty/models/vouchers"
)

// outcome is a decision with what it was made of.
type outcome struct {
	facts    Facts
	gathered gathered
	decision *Decision
	held     *ledger.Held
}

// apply writes everything in one statement.
func (p *purchase) apply(ctx context.Context, tx *db.Tx, o outcome) (Receipt, error) {
	d := o.decision
	postings := d.Postings(o.facts, o.held.Debt(p.member), p.cmd.Actor)
	batch, err := ledger.Compose(o.held, postings...)
	if err != nil {
		return Receipt{}, err
	}
	d.Entered(batch.Entries)
	receipt := receiptOf(o.facts, *d, o.wallet().after(postings, o.facts.Today), o.gathered.Language)
	writes, err := d.Writes(o.facts, p.cmd.Key)
	if err != nil {
		return Receipt{}, err
	}
	given, err := p.give(tx, o, &receipt)
	if err != nil {
		return Receipt{}, err
	}
	told, err := p.tell(o, receipt)
	if err != nil {
		return Receipt{}, err
	}
	finish, err := p.finish(tx, receipt)
	if err != nil {
		return Receipt{}, err
	}
	return receipt, tx.Apply(ctx, slices.Concat(batch.Writes(), writes, given, o.capture(), told, finish)...)
}

// Writes offers the decision's own rows: purchase, lines, standing, referral,
// vouchers used. The book's come from the ledger.
func (d *Decision) Writes(f Facts, key once.Key) ([]db.Write, error) {
	facts, err := f.Stored(key)
	if err != nil {
		return nil, err
	}
	d.Purchase.Facts = facts
	writes, err := purchases.Insert([]purchases.Purchase{d.Purchase}, d.Lines)
	if err != nil {
		return nil, err
	}
	if d.Change.Kind != tiers.Same {
		writes = append(writes, tiers.Save(d.Standing))
	}
	if d.Referral.Changed {
		writes = append(writes, referrals.Update(d.Referral.Referral))
	}
	for _, use := range d.Uses {
		writes = append(writes, vouchers.MarkUsed(use)...)
	}
	return writes, nil
}

// finish keeps the receipt under its key and in the audit, or takes the guest's
// purchase over.
func (p *purchase) finish(tx *db.Tx, r Receipt) ([]db.Write, error) {
	if p.claimed != nil {
		return p.claimed, nil
	}
	text, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("write a receipt: %w", err)
	}
	writes, err := p.audited(tx, r)
	return append(writes, once.Finish(p.cmd.Key, string(text), false)), err
}
