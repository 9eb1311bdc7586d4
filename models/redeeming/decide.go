package redeeming

import (
	"time"

	"fealty/models/catalogue"
	"fealty/models/fault"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/tiers"
	"fealty/models/vouchers"
)

// Facts are all that decides whether a member can have a reward now. Held is how
// many vouchers of it the member holds or has used, in its period. Now may be
// zero: then only days decide.
type Facts struct {
	Card      catalogue.Card
	Tiers     tiers.Policy
	Tier      string
	Held      int
	Spendable money.Points
	Today     time.Time
	Now       time.Time
}

// Decide answers nil when the member can have the reward for points, else the
// one refusal that comes first: not_live, not_started, ended, event_over,
// tier_too_low, limit_reached, sold_out, too_few_points. Pages ask it too, so
// that a tile never promises what the press refuses.
func Decide(f Facts) *fault.Error {
	if !f.Card.IsForPoints() {
		return fault.New(fault.Refused, "not_live")
	}
	if refusal := DecideFree(f); refusal != nil {
		return refusal
	}
	if f.Spendable < f.Card.Price {
		return fault.New(fault.Refused, "too_few_points", fault.Params{"needed": int64(f.Card.Price), "spendable": int64(f.Spendable)})
	}
	return nil
}

// DecideFree is Decide for what costs no points, as with a shared code.
func DecideFree(f Facts) *fault.Error {
	r := f.Card.Reward
	switch {
	case r.State != catalogue.Live || !f.Card.PartnerOpen:
		return fault.New(fault.Refused, "not_live")
	case !r.HasStarted(f.Today):
		return fault.New(fault.Refused, "not_started", fault.Params{"on": r.StartsOn.Format(time.DateOnly)})
	case r.HasEnded(f.Today):
		return fault.New(fault.Refused, "ended", fault.Params{"on": r.EndsOn.Format(time.DateOnly)})
	case r.IsOver(f.Now, f.Today):
		return fault.New(fault.Refused, "event_over")
	case !f.Tiers.AtLeast(f.Tier, r.Tier):
		return fault.New(fault.Refused, "tier_too_low", fault.Params{"tier": r.Tier})
	case r.PerMember != nil && f.Held >= *r.PerMember:
		return fault.New(fault.Refused, "limit_reached", fault.Params{"limit": *r.PerMember})
	case f.Card.Stock().SoldOut():
		return fault.New(fault.Refused, "sold_out")
	}
	return nil
}

// DecideBack is DecideReturn for a voucher of this reward: some can't be
// returned at all, and none once its event has begun.
func DecideBack(reward catalogue.Reward, voucher vouchers.Voucher, v *programme.Version, at time.Time) *fault.Error {
	if refusal := DecideReturn(voucher, v, at); refusal != nil {
		return refusal
	}
	switch {
	case reward.NoReturn || !reward.Kind.Has(catalogue.PartReturn):
		return fault.New(fault.Refused, "voucher_no_return")
	case reward.Codes == catalogue.PoolCodes:
		return fault.New(fault.Refused, "voucher_code_seen")
	case reward.IsOver(at, v.Today(at)):
		return fault.New(fault.Refused, "event_over")
	}
	return nil
}
