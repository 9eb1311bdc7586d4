package spending

import (
	"math"

	"fealty/models/fault"
	"fealty/models/money"
)

// All asks for as much as may be.
const (
	AllPoints money.Points = math.MaxInt64
	AllCredit money.Amount = math.MaxInt64
)

// Case is one basket of one member. Amounts are minor units.
type Case struct {
	Policy Policy
	// WorthPer100 is what 100 points pay.
	WorthPer100 money.Amount
	// Total is what there is to pay, money vouchers taken off.
	Total   money.Amount
	Channel string
	// Has is what the member can spend now.
	Has Purse
}

// Purse is what can be spent.
type Purse struct {
	Points money.Points
	Credit money.Amount
}

// Endless is a purse that bounds nothing: for what the ledger bounds itself.
func Endless() Purse { return Purse{AllPoints, AllCredit} }

// Ask is what somebody wants to pay. Amount, when given, is the most that the
// points shall pay.
type Ask struct {
	Points money.Points
	Amount money.Amount
	Credit money.Amount
}

// Applied is what is paid: Amount with Points, and Credit beside it.
type Applied struct {
	Points money.Points `json:"points"`
	Amount money.Amount `json:"amount"`
	Credit money.Amount `json:"credit"`
}

// IsNothing tells whether nothing is paid.
func (a Applied) IsNothing() bool { return a.Points == 0 && a.Credit == 0 }

// Apply decides: the least of what is asked, what can be spent and what the
// share allows, down to the step, and nothing under the minimum. The points come
// first, the credit takes what they leave of the share.
func (c Case) Apply(ask Ask) Applied {
	limit := c.Limit()
	a := c.points(ask, limit)
	if c.Policy.Credit {
		a.Credit = max(0, min(ask.Credit, c.Has.Credit, limit-a.Amount))
	}
	return a
}

// Most is what the member may pay at most: in points first, and in credit when
// no points are used.
func (c Case) Most() Applied {
	a := c.Apply(Ask{Points: AllPoints})
	a.Credit = c.Apply(Ask{Credit: AllCredit}).Credit
	return a
}

// Limit is what points and credit may pay together.
func (c Case) Limit() money.Amount {
	if !c.Policy.PaysIn(c.Channel) {
		return 0
	}
	return max(0, money.Amount(money.Share(int64(c.Total), int64(c.Policy.Share), 100)))
}

func (c Case) points(ask Ask, limit money.Amount) Applied {
	if !c.Policy.Points || c.WorthPer100 <= 0 {
		return Applied{}
	}
	n := max(0, min(ask.Points, c.Has.Points, PointsFor(limit, c.WorthPer100)))
	n -= n % max(1, c.Policy.Step)
	if n < c.Policy.Minimum {
		return Applied{}
	}
	amount := min(Worth(n, c.WorthPer100), limit)
	if ask.Amount > 0 {
		amount = min(amount, ask.Amount)
	}
	if amount == 0 {
		return Applied{}
	}
	return Applied{Points: n, Amount: amount}
}

// Worth is what points pay, rounded down.
func Worth(points money.Points, per100 money.Amount) money.Amount {
	return money.Amount(money.Share(int64(points), int64(per100), 100))
}

// PointsFor is how many points pay an amount, rounded up.
func PointsFor(amount, per100 money.Amount) money.Points {
	if amount <= 0 || per100 <= 0 {
		return 0
	}
	points := money.Points(money.Share(int64(amount), 100, int64(per100)))
	if Worth(points, per100) < amount {
		points++
	}
	return points
}

// Check gives what is paid when it is just what was asked, and else says why it
// can't be: fault.Refused "paying_off", "paying_share", "paying_step",
// "paying_minimum", "paying_worth" or "points_worthless". What the member has is
// not asked: the ledger refuses that.
func (c Case) Check(ask Ask) (Applied, error) {
	c.Has = Endless()
	paid := c.Apply(ask)
	if paid.Points == ask.Points && paid.Credit == ask.Credit && (ask.Amount == 0 || paid.Amount == ask.Amount) {
		return paid, nil
	}
	return Applied{}, c.Why(ask)
}

// Why says what stands in the way of paying just what is asked.
func (c Case) Why(ask Ask) error {
	p, params := c.Policy, fault.Params{"share": int64(c.Policy.Share), "step": int64(c.Policy.Step), "minimum": int64(c.Policy.Minimum)}
	switch {
	case !p.PaysIn(c.Channel) || ask.Points > 0 && !p.Points || ask.Credit > 0 && !p.Credit:
		return fault.New(fault.Refused, "paying_off")
	case ask.Points > 0 && Worth(min(ask.Points, PointsFor(c.Limit(), c.WorthPer100)), c.WorthPer100) == 0:
		return fault.New(fault.Refused, "points_worthless")
	case ask.Points > 0 && ask.Points < p.Minimum:
		return fault.New(fault.Refused, "paying_minimum", params)
	case ask.Points > 0 && ask.Points%max(1, p.Step) != 0:
		return fault.New(fault.Refused, "paying_step", params)
	case ask.Points > 0 && ask.Points <= PointsFor(c.Limit(), c.WorthPer100) && ask.Amount > Worth(ask.Points, c.WorthPer100):
		return fault.New(fault.Refused, "paying_worth")
	}
	return fault.New(fault.Refused, "paying_share", params)
}

// WhyNothing says why nothing of what is asked can be paid: it is off here, the
// member has too few, or the basket is too small.
func (c Case) WhyNothing(ask Ask) error {
	p := c.Policy
	least := max(1, p.Step, p.Minimum)
	isOff := !p.PaysIn(c.Channel) || (ask.Points == 0 || !p.Points) && (ask.Credit == 0 || !p.Credit)
	switch {
	case isOff:
		return fault.New(fault.Refused, "paying_off")
	case ask.Points == 0 || !p.Points:
		return fault.New(fault.Refused, "too_few_points", fault.Params{"needed": int64(1), "spendable": int64(c.Has.Credit)})
	case ask.Points >= least && c.Has.Points < least:
		return fault.New(fault.Refused, "too_few_points", fault.Params{"needed": int64(least), "spendable": int64(c.Has.Points)})
	}
	return c.Why(Ask{Points: min(ask.Points, PointsFor(c.Limit(), c.WorthPer100))})
}
