package recording

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"fealty/models/db"
	"fealty/models/ledger"
	"fealty/models/messages"
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
}

// rows are what a share writes beside the book, together for all its purchases.
type rows struct {
	bought     []purchases.Purchase
	lines      []purchases.Line
	references []purchases.Reference
	kept       []once.Kept
	standings  []tiers.Standing
	notes      []messages.Message
	// others are writes that only single purchases have.
	others []db.Write
}

// apply writes everything in one statement.
func (s *share) apply(ctx context.Context) error {
	book, err := ledger.Compose(s.held)
	if err != nil {
		return err
	}
	var r rows
	for _, p := range s.all {
		if err := p.book(book); err != nil {
			return err
		}
		if err := r.add(s.tx, p); err != nil {
			return err
		}
	}
	writes, err := r.writes()
	if err != nil {
		return err
	}
	if err := s.tx.Apply(ctx, append(book.Writes(), writes...)...); err != nil {
		return err
	}
	if p := s.all[0]; p.gathered.Parked {
		return ApplyParked(ctx, s.tx, p.deps, p.in.Reference)
	}
	return nil
}

// book adds the purchase's postings and draws its receipt.
func (p *purchase) book(book *ledger.Batch) error {
	debt := book.Balance(ledger.Of{Member: p.member, Wallet: ledger.Debt})
	postings := p.decision.Postings(p.facts, debt, p.cmd.Actor)
	from := len(book.Entries)
	if err := book.Add(postings...); err != nil {
		return err
	}
	p.decision.Entered(book.Entries[from:])
	p.receipt = receiptOf(p.facts, *p.decision, p.wallet().after(postings, p.facts.Today), p.gathered.Language)
	facts, err := p.facts.Stored(p.cmd.Key)
	p.decision.Purchase.Facts = facts
	return err
}

// add takes in one purchase's own rows; the book's come from the ledger.
func (r *rows) add(tx *db.Tx, p *purchase) error {
	d := p.decision
	r.bought, r.lines = append(r.bought, d.Purchase), append(r.lines, d.Lines...)
	if d.Change.Kind != tiers.Same {
		r.standings = append(r.standings, d.Standing)
	}
	if d.Referral.Changed {
		r.others = append(r.others, referrals.Update(d.Referral.Referral))
	}
	for _, use := range d.Uses {
		r.others = append(r.others, vouchers.MarkUsed(use)...)
	}
	r.others = append(r.others, p.capture()...)
	given, err := p.give(tx)
	if err != nil {
		return err
	}
	r.others = append(r.others, given...)
	told, err := p.tell()
	if err != nil {
		return err
	}
	r.notes = append(r.notes, told...)
	if p.claimed != nil {
		r.others = append(r.others, p.claimed...)
		return nil
	}
	return r.keep(tx, p)
}

// keep claims the purchase's key and reference, and keeps the receipt under the
// key and in the audit.
func (r *rows) keep(tx *db.Tx, p *purchase) error {
	text, err := json.Marshal(p.receipt)
	if err != nil {
		return fmt.Errorf("write a receipt: %w", err)
	}
	r.kept = append(r.kept, once.Kept{Key: p.cmd.Key, Input: p.hash, Text: string(text), At: tx.Now})
	r.references = append(r.references, purchases.Reference{Reference: p.in.Reference, PurchaseID: p.id, MemberID: p.member, InputHash: p.hash})
	noted, err := p.audited(tx, p.receipt)
	r.others = append(r.others, noted...)
	return err
}

// writes offers only what is needed.
func (r *rows) writes() ([]db.Write, error) {
	writes, err := purchases.Insert(r.bought, r.lines)
	if len(r.kept) > 0 {
		writes = slices.Concat([]db.Write{once.Insert(r.kept...), purchases.ClaimReferences(r.references)}, writes)
	}
	if len(r.standings) > 0 {
		writes = append(writes, tiers.Save(r.standings...))
	}
	if len(r.notes) > 0 {
		writes = append(writes, messages.Insert(r.notes...))
	}
	return append(writes, r.others...), err
}
