package recording

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"fealty/models/earning"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/purchases"
	"fealty/models/referrals"
	"fealty/models/stamps"
	"fealty/models/tiers"
	"fealty/models/vouchers"
)

// Facts are all that a purchase is decided on beside itself. An importer holds
// one per member in memory and moves it on with Decision.Next.
type Facts struct {
	Member   ids.Member
	Purchase ids.Purchase
	// Version is the one in force when the purchase was placed.
	Version  *programme.Version
	Standing tiers.Standing
	// Window holds the sums on Today without this purchase.
	Window tiers.Window
	// Today is the day of the act: points are spent and tiers judged on it.
	Today      time.Time
	RecordedAt time.Time
	// Referral brought the member; nil when none did.
	Referral *referrals.Referral
	// Vouchers are those whose codes are among the payments, in their order.
	Vouchers []Voucher
	// Reserved is what the member has set aside for it; nil for nothing.
	Reserved *Reserved
	// Offers are the stamp cards and gifts that purchases give; none for a past
	// that is brought along.
	Offers []stamps.Offer
}

// Voucher is a voucher with what its reward is.
type Voucher struct {
	vouchers.Voucher
	Kind string
}

// Decision is what a purchase comes to. Nothing of it is written yet.
type Decision struct {
	Award    earning.Award
	Purchase purchases.Purchase
	Lines    []purchases.Line
	Standing tiers.Standing
	Change   tiers.Change
	Window   tiers.Window
	Referral referrals.Change
	Uses     []vouchers.Use
	// Given is what it puts on stamp cards and gives beside points.
	Given stamps.Given
}

// Decide is the whole of the decision, and pure: the live purchase, the quote
// and the import ask it alike. The input must have passed Check. A voucher that
// can't be used is fault.Refused.
func Decide(f Facts, in Input) (Decision, error) {
	paid, uses, err := decidePayments(f, in)
	if err != nil {
		return Decision{}, err
	}
	if len(f.Vouchers) > 0 {
		if err := checkPaid(in, f.Version, f.Vouchers); err != nil {
			return Decision{}, err
		}
	}
	basket := in.basket(f.Version, otherwise(paid, f.Vouchers))
	policy := f.Version.Document
	award, err := earning.Quote(policy.Earning, basket, earning.Facts{Tier: f.Standing.Tier, Version: f.Version.Number})
	if err != nil {
		return Decision{}, err
	}
	total, err := basket.Total()
	if err != nil {
		return Decision{}, err
	}
	d := Decision{Award: award, Uses: uses}
	d.Purchase = purchaseOf(f, in, award)
	d.Purchase.Total, d.Purchase.PaidOtherwise, d.Purchase.Payments = total, basket.PaidOtherwise, paid
	d.Lines = linesOf(f, in, award)
	d.collect(f, in, total)
	d.Window = f.windowWith(d.Purchase)
	d.Standing, d.Change = f.climb(d.Window)
	if f.Referral != nil {
		d.Referral = referrals.Qualify(policy.Referral, *f.Referral, referrals.Purchase{ID: f.Purchase, On: basket.PlacedOn, Spend: award.Base})
	}
	return d, nil
}

// Next gives the facts for the member's next purchase on the same day.
func (d Decision) Next(f Facts) Facts {
	f.Standing, f.Window, f.Vouchers = d.Standing, d.Window, nil
	if f.Referral != nil && d.Referral.Changed {
		f.Referral = &d.Referral.Referral
	}
	return f
}

// climb judges the standing by the version of the purchase's day. A tier that
// version did not have yet stays as it is: an old purchase takes nothing.
func (f Facts) climb(w tiers.Window) (tiers.Standing, tiers.Change) {
	policy := f.Version.Document.Tiers
	if f.Standing.Tier != "" && policy.Rank(f.Standing.Tier) < 0 {
		return f.Standing, tiers.Change{}
	}
	return tiers.After(policy, f.Standing, w, f.Today)
}

// windowWith adds a purchase to the window when its day lies in it.
func (f Facts) windowWith(p purchases.Purchase) tiers.Window {
	w := f.Window
	if f.covers(p.PlacedOn) {
		w.Spend += p.TierSpend
		w.Points += p.TierPoints
	}
	return w
}

func (f Facts) covers(day time.Time) bool {
	return !day.Before(tiers.WindowStart(f.Version.Document.Tiers, f.Today)) && !day.After(f.Today)
}

func purchaseOf(f Facts, in Input, award earning.Award) purchases.Purchase {
	return purchases.Purchase{
		MemberID: f.Member, ID: f.Purchase, Reference: in.Reference, PlacedAt: in.PlacedAt,
		PlacedOn: f.Version.Today(in.PlacedAt), RecordedAt: f.RecordedAt, Channel: in.Channel, Shop: in.Shop,
		Shipping: in.Shipping, Discount: in.Discount, Tax: in.Tax, EarningBase: award.Base,
		Version: f.Version.Number, Points: award.Points, TierSpend: award.Base, TierPoints: award.Points,
		Cells: award.Cells,
	}
}

func linesOf(f Facts, in Input, award earning.Award) []purchases.Line {
	lines := make([]purchases.Line, len(in.Lines))
	for i, l := range in.Lines {
		amount, _ := l.amount() // Check has seen that it is in bounds
		lines[i] = purchases.Line{MemberID: f.Member, PurchaseID: f.Purchase, Line: i + 1, SKU: l.SKU, Name: l.Name,
			Category: l.Category, Brand: l.Brand, Bought: l.Quantity, UnitPrice: l.UnitPrice, Discount: l.Discount,
			Amount: amount, Tax: l.Tax}
	}
	for _, l := range award.Lines {
		if l.Line > 0 {
			lines[l.Line-1].Base, lines[l.Line-1].Points = l.Base, l.Points
		}
	}
	return lines
}

// decidePayments gives the payments as they are kept, and the vouchers' uses.
func decidePayments(f Facts, in Input) (purchases.Payments, []vouchers.Use, error) {
	var paid purchases.Payments
	var uses []vouchers.Use
	left := f.Vouchers
	for _, p := range in.Payments {
		out := purchases.Payment{Kind: p.Kind, Amount: p.Amount, Points: p.Points}
		if p.Kind == purchases.PaidVoucher {
			if len(left) == 0 {
				return nil, nil, fault.New(fault.Refused, "voucher_unknown")
			}
			v := left[0]
			left = left[1:]
			if err := usable(f, v); err != nil {
				return nil, nil, err
			}
			out.VoucherID, out.Amount = v.ID, v.Worth
			uses = append(uses, vouchers.Use{ID: useID(f.Purchase, v.ID), MemberID: v.MemberID, VoucherID: v.ID, RewardID: v.RewardID,
				PartnerID: v.PartnerID, Place: place(in), Pays: v.Pays, UsedAt: f.RecordedAt})
		}
		paid = append(paid, out)
	}
	paid, err := settlePoints(f, in, paid)
	return paid, uses, err
}

// useID makes the id of a voucher's use from the purchase it paid.
func useID(purchase ids.Purchase, voucher ids.Voucher) ids.Use {
	return ids.Use(uuid.NewSHA1(uuid.UUID(purchase), voucher[:]))
}

func place(in Input) string {
	if in.Shop != "" {
		return in.Shop
	}
	return in.Channel
}

func usable(f Facts, v Voucher) error {
	switch {
	case v.MemberID != f.Member || !v.PartnerID.IsZero():
		return fault.New(fault.Refused, "voucher_unknown")
	case v.StateOn(f.Today) == vouchers.Expired:
		return fault.New(fault.Refused, "voucher_expired", fault.Params{"on": dateText(&v.ExpiresOn)})
	case v.State == vouchers.Reserved && f.Reserved.has(v.ID):
		return nil
	case v.State != vouchers.Issued:
		return fault.New(fault.Refused, "voucher_"+string(v.State))
	}
	return nil
}

// otherwise sums what was paid with points, credit and money vouchers: that
// part earns nothing.
func otherwise(paid purchases.Payments, used []Voucher) money.Amount {
	var sum money.Amount
	for _, p := range paid {
		isMoneyOff := slices.ContainsFunc(used, func(v Voucher) bool { return v.ID == p.VoucherID && v.Kind == moneyOff })
		if p.Kind == purchases.PaidPoints || p.Kind == purchases.PaidCredit || p.Kind == purchases.PaidVoucher && isMoneyOff {
			sum += p.Amount
		}
	}
	return sum
}

// moneyOff is the kind of reward that pays like money.
const moneyOff = "money_off"
