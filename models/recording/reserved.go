package recording

import (
	"context"
	"errors"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/programme"
	"fealty/models/purchases"
	"fealty/models/reservations"
	"fealty/models/spending"
	"fealty/models/vouchers"
)

// Reserved is a reservation with the version under which it was made.
type Reserved struct {
	reservations.Reservation
	Version *programme.Version
}

func (r *Reserved) has(v ids.Voucher) bool { return r != nil && r.Has(v) }

// loadReserved finds what the purchase captures. It must be the member's own.
func (p *purchase) loadReserved(ctx context.Context, r db.Reader) error {
	if p.in.Reservation.IsZero() {
		return nil
	}
	found, err := reservations.Find(ctx, r, p.in.Reservation)
	if err != nil {
		return err
	}
	if found.MemberID != p.member {
		return fault.New(fault.NotFound, "reservation_unknown")
	}
	version, err := p.deps.Programme.Number(ctx, r, found.Version)
	p.reserved = &Reserved{found, version}
	return err
}

// payReserved pays with what was set aside, by the version of that hour; a
// basket that has become smaller takes less of it.
func payReserved(f Facts, in Input, paid purchases.Payments) (purchases.Payments, error) {
	left, err := toPay(f, in)
	if err != nil {
		return nil, err
	}
	basket := f.Reserved.Version.Document.Spending.Case(left, f.Reserved.Channel, spending.Endless())
	applied := basket.Apply(spending.Ask{Points: f.Reserved.Points, Amount: f.Reserved.Amount, Credit: f.Reserved.Credit})
	if applied.Points > 0 {
		paid = append(paid, purchases.Payment{Kind: purchases.PaidPoints, Points: applied.Points, Amount: applied.Amount})
	}
	if applied.Credit > 0 {
		paid = append(paid, purchases.Payment{Kind: purchases.PaidCredit, Amount: applied.Credit})
	}
	return paid, nil
}

// capture ends the reservation: what the purchase did not take is free again.
func (o outcome) capture() []db.Write {
	r := o.facts.Reserved
	if r == nil {
		return nil
	}
	writes := reservations.End(r.Reservation, reservations.Captured, o.facts.Purchase, o.facts.RecordedAt)
	for _, wallet := range []ledger.Wallet{ledger.Points, ledger.Credit} {
		if !o.decision.takesFrom(wallet) {
			writes = append(writes, ledger.Release(ledger.Of{Member: r.MemberID, Wallet: wallet}, r.Hold()))
		}
	}
	var unused []ids.Voucher
	for _, v := range r.Vouchers {
		if !o.decision.uses(v) {
			unused = append(unused, v)
		}
	}
	if len(unused) > 0 {
		writes = append(writes, vouchers.Free(r.MemberID, unused))
	}
	return writes
}

func (d *Decision) takesFrom(w ledger.Wallet) bool {
	for _, p := range d.Purchase.Payments {
		if wallet, amount := taken(p); wallet == w && amount > 0 {
			return true
		}
	}
	return false
}

func (d *Decision) uses(v ids.Voucher) bool {
	for _, u := range d.Uses {
		if u.VoucherID == v {
			return true
		}
	}
	return false
}

// wallet is what the member has before the purchase, what it captures among it.
func (o outcome) wallet() Wallet {
	g := o.gathered
	if o.facts.Reserved != nil {
		g.Reserved = max(0, g.Reserved-o.facts.Reserved.Points)
	}
	return g.wallet()
}

// whyOver words a capture that somebody else was quicker than.
func (p *purchase) whyOver(ctx context.Context, d *db.DB, failed error) error {
	if p.reserved == nil || !errors.Is(failed, ledger.ErrNoHold) && !db.Violated(failed, reservations.EndsOnce) {
		return failed
	}
	r, err := reservations.Find(ctx, d, p.in.Reservation)
	if err != nil {
		return err
	}
	if err := r.MustBeOpen(d.Time()); err != nil {
		return err
	}
	return failed
}
