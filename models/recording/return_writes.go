package recording

import (
	"context"

	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/messages"
	"fealty/models/money"
	"fealty/models/purchases"
	"fealty/models/referrals"
	"fealty/models/tiers"
	"fealty/models/vouchers"
)

func returnWindow(ctx context.Context, r db.Reader, f ReturnFacts) (tiers.Window, error) {
	from := tiers.ReturnWindowStart(f.Version.Document.Tiers, f.Standing, f.Today)
	sums, err := purchases.Window(ctx, r, f.Purchase.MemberID, from, f.Today)
	return tiers.Window{Spend: sums.Spend, Points: sums.Points}, err
}

// receipt reads the wallet from what is held after the last posting.
func (r *returning) receipt(o returned, split Split) ReturnReceipt {
	member, today := o.facts.Purchase.MemberID, o.facts.Today
	receipt := ReturnReceipt{ID: r.id, Reference: r.in.Reference, PurchaseID: o.facts.Purchase.ID,
		PurchaseReference: o.facts.Purchase.Reference, Amount: o.decision.Amount, Due: o.decision.Due,
		Taken: split.Taken, Forgiven: split.Forgiven, Owed: split.Owed, Lines: o.decision.Back,
		Currency: o.facts.Version.Currency().Code,
		Tier:     tierOf(o.facts.Version, o.decision.Standing, o.windowToday(), o.gathered.Language, today)}
	for i, payment := range o.facts.Purchase.Payments {
		if wallet, _ := taken(payment); wallet == ledger.Credit {
			receipt.RestoredCredit += money.Amount(o.decision.Restored[i])
		} else {
			receipt.RestoredPoints += o.decision.Restored[i]
		}
	}
	receipt.Wallet = Wallet{Spendable: o.held.Spendable(member, ledger.Points, today), Owed: o.held.Debt(member)}
	for _, lot := range o.held.Lots(member, ledger.Points) {
		if lot.IsPending(today) && !lot.IsPast(today) {
			receipt.Wallet.Pending += lot.Remaining
		}
	}
	return receipt
}

// windowToday sums what counts on the day of the return, as any other receipt
// shows it; the decision may have looked further back.
func (o returned) windowToday() tiers.Window {
	w, before, after := o.gathered.window(), o.facts.Purchase, o.decision.Purchase
	from := tiers.WindowStart(o.facts.Version.Document.Tiers, o.facts.Today)
	if !before.PlacedOn.Before(from) && !before.PlacedOn.After(o.facts.Today) {
		w.Spend -= before.TierSpend - after.TierSpend
		w.Points -= before.TierPoints - after.TierPoints
	}
	return w
}

// rows are the return itself, the lines, the purchase, the standing and the
// referral.
func (r *returning) rows(receipt ReturnReceipt, split Split, o returned) ([]db.Write, error) {
	returnedAt := r.in.ReturnedAt
	if returnedAt.IsZero() {
		returnedAt = o.facts.RecordedAt
	}
	row, err := purchases.InsertReturn(purchases.Return{MemberID: o.facts.Purchase.MemberID, PurchaseID: o.facts.Purchase.ID,
		ID: r.id, Reference: r.in.Reference, ReturnedAt: returnedAt, RecordedAt: o.facts.RecordedAt, Amount: receipt.Amount, Due: receipt.Due,
		Taken: receipt.Taken, Forgiven: receipt.Forgiven, Owed: receipt.Owed, Lapsed: split.Lapsed, Restored: receipt.RestoredPoints, Lines: receipt.Lines})
	if err != nil {
		return nil, err
	}
	writes := []db.Write{row, purchases.Lessen([]purchases.Purchase{o.decision.Purchase}), purchases.AddReturned(o.decision.counted())}
	if o.decision.Change.Kind != tiers.Same {
		writes = append(writes, tiers.Save(o.decision.Standing))
	}
	if o.decision.Referral.Changed {
		writes = append(writes, referrals.Update(o.decision.Referral.Referral))
	}
	if r.isParked {
		writes = append(writes, purchases.Applied(r.in.Reference, o.facts.RecordedAt))
	}
	return writes, nil
}

func (d *ReturnDecision) counted() []purchases.LineReturned {
	var out []purchases.LineReturned
	for _, b := range d.Back {
		if b.Line > 0 {
			out = append(out, purchases.LineReturned{MemberID: d.Purchase.MemberID, PurchaseID: d.Purchase.ID, Line: b.Line, Quantity: b.Quantity})
		}
	}
	return out
}

// vouchersAgain makes the vouchers of a purchase that came back whole good
// again. One whose code is wiped becomes a new voucher of the same terms, so
// that its member can see a code.
func (r *returning) vouchersAgain(ctx context.Context, tx *db.Tx, o returned) ([]db.Write, error) {
	var writes []db.Write
	for _, payment := range o.facts.Purchase.Payments {
		if !o.decision.IsAll || payment.VoucherID.IsZero() {
			continue
		}
		v, err := vouchers.Lock(ctx, tx, o.facts.Purchase.MemberID, payment.VoucherID)
		if err != nil {
			return nil, err
		}
		if v.State != vouchers.Used {
			continue
		}
		use, err := vouchers.CurrentUse(ctx, tx, v.ID)
		if err != nil {
			return nil, err
		}
		if len(v.CodeBox) > 0 {
			writes = append(writes, vouchers.MarkUnused(use, ids.Staff{}, tx.Now)...)
			continue
		}
		fresh, err := reissue(tx, r.deps.Keys, v)
		if err != nil {
			return nil, err
		}
		// The old one is cancelled, so that one redemption stays one voucher.
		writes = append(writes, append(vouchers.Insert(fresh), vouchers.CancelUsed(use, tx.Now)...)...)
	}
	return writes, nil
}

func reissue(tx *db.Tx, keys vouchers.Keyring, v vouchers.Voucher) (vouchers.Voucher, error) {
	v.State, v.IssuedAt, v.UsedAt = vouchers.Issued, tx.Now, nil
	err := vouchers.Mint(tx, keys, &v)
	return v, err
}

// tell writes the notices: what was taken back, and a tier that fell with it.
func (r *returning) tell(receipt ReturnReceipt, o returned) []db.Write {
	if r.cmd.Quiet {
		return nil
	}
	var notes []messages.Message
	note := o.gathered.note(receipt.ID.String(), Facts{RecordedAt: o.facts.RecordedAt})
	if receipt.Taken+receipt.Owed > 0 {
		params := messages.Params{"points": receipt.Taken, "spendable": receipt.Wallet.Spendable}
		if receipt.Owed > 0 {
			params["owed"] = receipt.Owed
		}
		notes = append(notes, note(messages.PointsReversed, params)...)
	}
	if change := o.decision.Change; change.Kind == tiers.Down {
		policy := o.facts.Version.Document.Tiers
		back := tiers.WayBack(policy, change.From, o.windowToday())
		notes = append(notes, note(messages.TierDown, messages.Params{"why": "return", "from": change.From, "tier": change.To, policy.Unit(): back})...)
	}
	if len(notes) == 0 {
		return nil
	}
	return []db.Write{messages.Insert(notes...)}
}
