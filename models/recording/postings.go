package recording

import (
	"time"

	"github.com/google/uuid"

	"fealty/models/ledger"
	"fealty/models/money"
	"fealty/models/purchases"
)

// The sources of the entries made here.
const (
	SourcePurchase = "purchase"
	SourceReturn   = "return"
)

// Postings are what the decision moves, in order: what was paid with points or
// credit, the award, the debt it pays first. debt is what the member owes before.
func (d Decision) Postings(f Facts, debt money.Points, by ledger.Actor) []ledger.Posting {
	base := ledger.Posting{Member: f.Member, Wallet: ledger.Points, Source: SourcePurchase, SourceID: uuid.UUID(f.Purchase),
		Actor: by, Version: f.Version.Number, HappenedOn: f.Today}
	var out []ledger.Posting
	for _, p := range d.Purchase.Payments {
		if wallet, amount := taken(p); amount > 0 {
			pay := base
			pay.Kind, pay.Wallet, pay.Amount = ledger.Payment, wallet, -amount
			if f.Reserved != nil {
				pay.Hold = f.Reserved.Hold()
			}
			out = append(out, pay)
		}
	}
	if d.Award.Points > 0 {
		give := base
		give.Kind, give.Amount = ledger.Purchase, d.Award.Points
		give.Terms = &ledger.Terms{AvailableOn: d.Award.AvailableOn, ExpiresOn: d.Award.ExpiresOn}
		out = append(out, give)
		out = append(out, ledger.PayDebt(give, debt)...)
	}
	return out
}

func taken(p purchases.Payment) (ledger.Wallet, money.Points) {
	switch p.Kind {
	case purchases.PaidPoints:
		return ledger.Points, p.Points
	case purchases.PaidCredit:
		return ledger.Credit, money.Points(p.Amount)
	}
	return "", 0
}

// Entered tells the purchase under which entries its award and its payments
// stand in the book. The entries are those of its postings.
func (d *Decision) Entered(entries []ledger.Entry) {
	paid := 0
	for _, e := range entries {
		if e.SourceID != uuid.UUID(d.Purchase.ID) {
			continue
		}
		switch e.Kind {
		case ledger.Purchase:
			seq := e.Seq
			d.Purchase.EntrySeq = &seq
		case ledger.Payment:
			for ; paid < len(d.Purchase.Payments); paid++ {
				if wallet, _ := taken(d.Purchase.Payments[paid]); wallet == e.Wallet {
					d.Purchase.Payments[paid].EntrySeq = e.Seq
					paid++
					break
				}
			}
		}
	}
}

// Wallet is what a member has: what can be spent today, what comes later, what
// is owed.
type Wallet struct {
	Spendable money.Points `json:"spendable"`
	Pending   money.Points `json:"pending"`
	Owed      money.Points `json:"owed"`
}

// after works out what a member has when the postings of a purchase are booked.
func (w Wallet) after(postings []ledger.Posting, today time.Time) Wallet {
	last := &w.Spendable
	var past money.Points
	for _, p := range postings {
		switch {
		case p.Wallet == ledger.Debt:
			w.Owed += p.Amount
		case p.Wallet != ledger.Points:
		case p.Terms != nil:
			last = &w.Spendable
			if p.Terms.AvailableOn.After(today) {
				last = &w.Pending
			} else if p.Terms.ExpiresOn != nil && p.Terms.ExpiresOn.Before(today) {
				last = &past
			}
			*last += p.Amount
		case p.Draw == ledger.FromAward:
			*last += p.Amount
		default:
			w.Spendable += p.Amount
		}
	}
	return w
}
