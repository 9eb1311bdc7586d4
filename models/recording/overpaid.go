package recording

import (
	"strconv"

	"fealty/models/fault"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/purchases"
)

// checkPaid refuses payments that come to more than the purchase costs, by the
// field at which they do. A money voucher pays at most what there is to pay,
// since what it is worth beyond that is lost; nothing else may stand beside one
// that pays it all. An amount of money is what was asked for, before cash is
// rounded.
func checkPaid(in Input, v *programme.Version, used []Voucher) error {
	left, err := toPay(Facts{Version: v, Vouchers: used}, in)
	if err != nil {
		return err
	}
	for i, p := range in.Payments {
		amount := p.Amount
		at := "payments." + strconv.Itoa(i) + ".amount"
		if p.Kind == purchases.PaidPoints && p.Amount == 0 {
			amount = worth(v, purchases.Payment{Points: p.Points}).Amount
			at = "payments." + strconv.Itoa(i) + ".points"
		}
		if p.Kind == purchases.PaidVoucher {
			amount = 0 // it is taken off already
		}
		if left -= min(amount, money.MaxAmount); left < 0 {
			var f fault.Fields
			f.Add(at, "payments_over")
			return f.Err()
		}
	}
	return nil
}
