package recording

import (
	"context"
	"encoding/json"
	"time"

	"fealty/models/db"
	"fealty/models/earning"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/money"
	"fealty/models/once"
	"fealty/models/purchases"
)

// repeat answers a new key whose reference is taken: the first receipt when the
// content is the same.
func (p *purchase) repeat(ctx context.Context, tx *db.Tx, keep once.Keeper) error {
	first, err := purchases.FindReference(ctx, tx, p.in.Reference)
	if fault.KindOf(err) == fault.NotFound {
		return errAgain
	}
	if err != nil {
		return err
	}
	if string(first.InputHash) != string(p.hash) {
		return fault.New(fault.Conflict, "reference_taken", fault.Params{"Reference": p.in.Reference})
	}
	receipt, err := p.firstReceipt(ctx, tx, first)
	if err != nil {
		return err
	}
	write, err := keep(receipt)
	if err != nil {
		return err
	}
	return tx.Apply(ctx, write)
}

// firstReceipt gives the receipt as it was kept, to the byte; once the key has
// been pruned, what the purchase itself still tells, with today's wallet.
func (p *purchase) firstReceipt(ctx context.Context, tx *db.Tx, first purchases.Reference) (any, error) {
	if first.MemberID.IsZero() {
		return guestReceipt(first.PurchaseID, p.in), nil
	}
	bought, err := purchases.Find(ctx, tx, first.MemberID, first.PurchaseID)
	if err != nil {
		return nil, err
	}
	facts, err := readFacts(bought.Facts)
	if err != nil {
		return nil, err
	}
	kept, err := once.FindByID(ctx, tx, facts.Key, p.hash)
	if err != nil && fault.KindOf(err) != fault.Mismatch {
		return nil, err
	}
	if kept != nil {
		return json.RawMessage(kept.Text), nil
	}
	return p.rebuild(ctx, tx, bought)
}

func (p *purchase) rebuild(ctx context.Context, tx *db.Tx, bought purchases.Purchase) (Receipt, error) {
	lines, err := purchases.Lines(ctx, tx, bought.MemberID, bought.ID)
	if err != nil {
		return Receipt{}, err
	}
	version, err := p.deps.Programme.Number(ctx, tx, bought.Version)
	if err != nil {
		return Receipt{}, err
	}
	today := version.Today(tx.Now)
	g, err := gather(ctx, tx, question{member: bought.MemberID, version: version, today: today})
	if err != nil {
		return Receipt{}, err
	}
	r := Receipt{ID: bought.ID, Reference: bought.Reference, MemberID: bought.MemberID, Points: bought.Points,
		Lines: receiptLines(lines), Paid: paidWith(bought.Payments), Explanation: explain(bought), Wallet: g.wallet(), Currency: version.Currency().Code, Language: g.Language,
		Tier: tierOf(version, g.standing(version.Document.Tiers, today), g.window(), g.Language, today)}
	if bought.EntrySeq == nil {
		return r, nil
	}
	lot, err := lotOf(ctx, tx, bought.MemberID, *bought.EntrySeq)
	r.AvailableOn, r.ExpiresOn = dateText(&lot.AvailableOn), dateText(lot.ExpiresOn)
	return r, err
}

func lotOf(ctx context.Context, r db.Reader, member ids.Member, seq int64) (ledger.Lot, error) {
	lots, err := ledger.Lots(ctx, r, ledger.Of{Member: member, Wallet: ledger.Points})
	for _, l := range lots {
		if l.Seq == seq {
			return l, err
		}
	}
	return ledger.Lot{AvailableOn: time.Time{}}, err
}

// explain sums a purchase's cells by rule, in the order they stand.
func explain(p purchases.Purchase) []earning.Explanation {
	sums, order := map[string]money.Points{}, []string{}
	for _, c := range p.Cells {
		if _, known := sums[c.Rule]; !known {
			order = append(order, c.Rule)
		}
		sums[c.Rule] += c.Points
	}
	out := []earning.Explanation{}
	for _, rule := range order {
		out = append(out, earning.Explanation{Rule: rule, Version: p.Version, Points: sums[rule]})
	}
	return out
}
