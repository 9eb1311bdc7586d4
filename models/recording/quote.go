package recording

import (
	"context"
	"slices"
	"time"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ledger"
	"fealty/models/money"
	"fealty/models/purchases"
	"fealty/models/spending"
	"fealty/models/tiers"
)

// Quoted is what a purchase would come to, and what the member may have now.
type Quoted struct {
	Receipt Receipt
	// Gives is what the tier gives at which the purchase would earn, Tier how far
	// the member is without it.
	Gives tiers.Tier
	Tier  Tier
	// Worth is what the points that can be spent now are worth, in minor units.
	Worth money.Amount
	// Spendable is what can be spent now, before the purchase.
	Spendable money.Points
	// May says what of this basket the member may pay with points and credit:
	// ask its Most and its Apply.
	May spending.Case
}

// Quote answers what Purchase would, and writes nothing. Somebody who is no
// member yet is quoted as a new one.
func Quote(ctx context.Context, d *db.DB, deps Deps, in Input) (Quoted, error) {
	p := &purchase{deps: deps, in: in}
	if err := p.settleFacts(ctx, d); err != nil {
		return Quoted{}, err
	}
	if p.member.IsZero() {
		return p.quoteNewcomer(d)
	}
	today := p.version.Today(d.Time())
	g, err := gather(ctx, d, question{member: p.member, version: p.version, today: today, vouchers: p.codes})
	if fault.KindOf(err) == fault.NotFound || err == nil && !g.isActive() {
		return Quoted{}, unknown("member.id")
	}
	if err != nil {
		return Quoted{}, err
	}
	f, err := p.factsOf(g, facing{today, d.Time()})
	if err != nil {
		return Quoted{}, err
	}
	credit, err := p.credit(ctx, d, today)
	if err != nil {
		return Quoted{}, err
	}
	return p.quoted(f, g, credit)
}

// credit is what the member can spend of it. What the wallet would refuse is
// refused here: a purchase takes it under the lock.
func (p *purchase) credit(ctx context.Context, r db.Reader, today time.Time) (money.Amount, error) {
	has, err := ledger.Balances(ctx, r, p.member, today)
	if err != nil {
		return 0, err
	}
	at := slices.IndexFunc(p.in.Payments, func(pay Payment) bool { return pay.Kind == purchases.PaidCredit })
	if at < 0 {
		return money.Amount(has.Credit), nil
	}
	if needed := money.Points(p.in.Payments[at].Amount); needed > has.Credit {
		return 0, fault.New(fault.Refused, "too_few_points", fault.Params{"needed": int64(needed), "spendable": int64(has.Credit)})
	}
	return money.Amount(has.Credit), nil
}

func (p *purchase) quoteNewcomer(d *db.DB) (Quoted, error) {
	today := p.version.Today(d.Time())
	f := Facts{Version: p.version, Today: today, RecordedAt: d.Time()}
	f.Standing = tiers.Start(p.version.Document.Tiers, f.Member, today)
	return p.quoted(f, gathered{Language: p.version.Document.Club.Languages[0]}, 0)
}

func (p *purchase) quoted(f Facts, g gathered, credit money.Amount) (Quoted, error) {
	d, err := Decide(f, p.in)
	if err != nil {
		return Quoted{}, err
	}
	wallet := g.wallet()
	postings := d.Postings(f, g.Owed, p.cmd.Actor)
	if _, needed := paidPoints(d); needed > wallet.Spendable {
		return Quoted{}, fault.New(fault.Refused, "too_few_points", fault.Params{"needed": int64(needed), "spendable": int64(wallet.Spendable)})
	}
	q := Quoted{Receipt: receiptOf(f, d, wallet.after(postings, f.Today), g.Language), Spendable: wallet.Spendable}
	q.Gives, _ = f.Version.Document.Tiers.Find(f.Standing.Tier)
	q.Tier = tierOf(f.Version, f.Standing, f.Window, g.Language, f.Today)
	q.Worth = f.Version.Document.Spending.Worth(wallet.Spendable)
	left, err := toPay(f, p.in)
	q.May = f.Version.Document.Spending.Case(left, p.in.Channel, spending.Purse{Points: wallet.Spendable, Credit: credit})
	return q, err
}

// paidPoints sums what the purchase takes of the points.
func paidPoints(d Decision) (isPaid bool, points money.Points) {
	for _, p := range d.Purchase.Payments {
		if wallet, amount := taken(p); wallet == ledger.Points {
			points += amount
		}
	}
	return points > 0, points
}
