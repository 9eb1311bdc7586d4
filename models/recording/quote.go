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
	f, err := p.facts(g, facing{today, d.Time()})
	if err != nil {
		return Quoted{}, err
	}
	if err := p.creditIsThere(ctx, d, today); err != nil {
		return Quoted{}, err
	}
	return p.quoted(f, g)
}

// creditIsThere refuses what the credit wallet would: only a quote must ask, a
// purchase takes it under the lock.
func (p *purchase) creditIsThere(ctx context.Context, r db.Reader, today time.Time) error {
	at := slices.IndexFunc(p.in.Payments, func(pay Payment) bool { return pay.Kind == purchases.PaidCredit })
	if at < 0 {
		return nil
	}
	has, err := ledger.Balances(ctx, r, p.member, today)
	if needed := money.Points(p.in.Payments[at].Amount); err == nil && needed > has.Credit {
		return fault.New(fault.Refused, "too_few_points", fault.Params{"needed": int64(needed), "spendable": int64(has.Credit)})
	}
	return err
}

func (p *purchase) quoteNewcomer(d *db.DB) (Quoted, error) {
	today := p.version.Today(d.Time())
	f := Facts{Version: p.version, Today: today, RecordedAt: d.Time()}
	f.Standing = tiers.Start(p.version.Document.Tiers, f.Member, today)
	return p.quoted(f, gathered{Language: p.version.Document.Club.Languages[0]})
}

func (p *purchase) quoted(f Facts, g gathered) (Quoted, error) {
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
	q.Worth = money.Amount(money.Share(int64(wallet.Spendable), int64(f.Version.Document.Spending.WorthPer100), 100))
	return q, nil
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
