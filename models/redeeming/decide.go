package redeeming

import (
	"time"

	"fealty/models/catalogue"
	"fealty/models/fault"
	"fealty/models/money"
	"fealty/models/tiers"
)

// Facts are all that decides whether a member can have a reward now. Held is how
// many vouchers of it the member holds or has used.
type Facts struct {
	Card      catalogue.Card
	Tiers     tiers.Policy
	Tier      string
	Held      int
	Spendable money.Points
	Today     time.Time
}

// Decide answers nil when the member can have the reward, else the one refusal
// that comes first: not_live, not_started, ended, tier_too_low, limit_reached,
// sold_out, too_few_points. Pages ask it too, so that a tile never promises what
// the press refuses.
func Decide(f Facts) *fault.Error {
	r := f.Card.Reward
	switch {
	case r.State != catalogue.Live || !f.Card.PartnerOpen:
		return fault.New(fault.Refused, "not_live")
	case !r.HasStarted(f.Today):
		return fault.New(fault.Refused, "not_started", fault.Params{"on": r.StartsOn.Format(time.DateOnly)})
	case r.HasEnded(f.Today):
		return fault.New(fault.Refused, "ended", fault.Params{"on": r.EndsOn.Format(time.DateOnly)})
	case !f.Tiers.AtLeast(f.Tier, r.Tier):
		return fault.New(fault.Refused, "tier_too_low", fault.Params{"tier": r.Tier})
	case r.PerMember != nil && f.Held >= *r.PerMember:
		return fault.New(fault.Refused, "limit_reached", fault.Params{"limit": *r.PerMember})
	case f.Card.Stock().SoldOut():
		return fault.New(fault.Refused, "sold_out")
	case f.Spendable < r.Price:
		return fault.New(fault.Refused, "too_few_points", fault.Params{"needed": int64(r.Price), "spendable": int64(f.Spendable)})
	}
	return nil
}
