package recording

import (
	"context"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/money"
	"fealty/models/tiers"
)

// Look is what a member has and may have today.
type Look struct {
	Wallet Wallet
	Tier   Tier
	// Gives is what the tier gives.
	Gives tiers.Tier
	// Worth is what the spendable points are worth, in minor units.
	Worth    money.Amount
	Language string
	Currency money.Currency
}

// LookAt reads a member's wallet, tier and what they are worth, as a purchase
// would find them; fault.NotFound for nobody.
func LookAt(ctx context.Context, r db.Reader, deps Deps, member ids.Member) (Look, error) {
	version, err := deps.Programme.InForce(ctx, r)
	if err != nil {
		return Look{}, err
	}
	today := version.Today(r.Time())
	g, err := gather(ctx, r, question{member: member, version: version, today: today})
	if err != nil {
		return Look{}, err
	}
	if !g.isActive() {
		return Look{}, fault.New(fault.NotFound, "not_found")
	}
	standing := g.standing(version.Document.Tiers, today)
	look := Look{Wallet: g.wallet(), Tier: tierOf(version, standing, g.window(), g.Language, today), Language: g.Language, Currency: version.Currency()}
	look.Gives, _ = version.Document.Tiers.Find(standing.Tier)
	look.Worth = money.Amount(money.Share(int64(look.Wallet.Spendable), int64(version.Document.Spending.WorthPer100), 100))
	return look, nil
}
