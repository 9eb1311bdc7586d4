package recording

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"fealty/models/fault"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/purchases"
	"fealty/models/vouchers"
)

// Bounds of one purchase.
const (
	MaxLines     = 500
	MaxPayments  = 20
	MaxReference = 100
	maxText      = 200
	// clockSkew is how far ahead of ours a shop's clock may be.
	clockSkew = 5 * time.Minute
)

// Check finds everything that is wrong with the input, by field:
// "lines.0.quantity". The version is that of the day of the purchase.
func Check(in Input, v *programme.Version, now time.Time) error {
	var f fault.Fields
	checkText(&f, "channel", in.Channel)
	checkText(&f, "shop", in.Shop)
	if in.Currency != v.Currency().Code {
		f.Add("currency", "currency_other", fault.Params{"Currency": v.Currency().Code})
	}
	if in.PlacedAt.After(now.Add(clockSkew)) || in.PlacedAt.Year() < 1990 {
		f.Add("placed_at", "placed_at")
	}
	if in.Member == (Who{}) {
		f.Add("member", "member_missing")
	}
	for name, amount := range map[string]money.Amount{"shipping": in.Shipping, "discount": in.Discount, "tax": in.Tax} {
		checkAmount(&f, name, amount)
	}
	checkLines(&f, in)
	checkPayments(&f, in.Payments)
	checkReserved(&f, in)
	if err := f.Err(); err != nil {
		return err
	}
	return checkPaid(in, v, nil)
}

// checkReference reads a business reference.
func checkReference(f *fault.Fields, reference string) {
	if n := utf8.RuneCountInString(reference); n == 0 || n > MaxReference || hasControl(reference) || strings.TrimSpace(reference) != reference {
		f.Add("reference", "reference", fault.Params{"Max": MaxReference})
	}
}

func checkText(f *fault.Fields, name, text string) {
	if utf8.RuneCountInString(text) > maxText {
		f.Add(name, "field.long", fault.Params{"Max": maxText})
	}
	if hasControl(text) {
		f.Add(name, "field.text")
	}
}

func hasControl(text string) bool {
	return !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl)
}

func checkAmount(f *fault.Fields, name string, amount money.Amount) {
	if amount < 0 || amount > money.MaxAmount {
		f.Add(name, "amount_range")
	}
}

func checkLines(f *fault.Fields, in Input) {
	if len(in.Lines) == 0 || len(in.Lines) > MaxLines {
		f.Add("lines", "lines", fault.Params{"Max": MaxLines})
		return
	}
	var total money.Amount
	for i, l := range in.Lines {
		total += checkLine(f, "lines."+strconv.Itoa(i)+".", l)
	}
	if total > money.MaxAmount {
		f.Add("lines", "amount_range")
	}
	if in.Discount > total {
		f.Add("discount", "discount_large")
	}
}

// checkLine gives the line's amount when it has one.
func checkLine(f *fault.Fields, at string, l Line) money.Amount {
	for name, text := range map[string]string{"sku": l.SKU, "name": l.Name, "category": l.Category, "brand": l.Brand} {
		checkText(f, at+name, text)
	}
	for name, amount := range map[string]money.Amount{"unit_price": l.UnitPrice, "discount": l.Discount, "tax": l.Tax} {
		checkAmount(f, at+name, amount)
	}
	if l.Quantity <= 0 || l.Quantity > money.MaxQuantity {
		f.Add(at+"quantity", "quantity")
		return 0
	}
	amount, err := l.amount()
	if err != nil {
		f.Add(at+"unit_price", "amount_range")
		return 0
	}
	if amount < 0 {
		f.Add(at+"discount", "discount_large")
		return 0
	}
	return amount
}

func checkPayments(f *fault.Fields, payments []Payment) {
	if len(payments) > MaxPayments {
		f.Add("payments", "payments", fault.Params{"Max": MaxPayments})
		return
	}
	codes, kinds := map[vouchers.Code]bool{}, map[string]bool{}
	for i, p := range payments {
		at := "payments." + strconv.Itoa(i)
		checkPayment(f, at, p)
		if (p.Kind == purchases.PaidPoints || p.Kind == purchases.PaidCredit) && kinds[p.Kind] || p.Code != "" && codes[p.Code] {
			f.Add(at, "payment_twice")
		}
		kinds[p.Kind], codes[p.Code] = true, true
	}
}

func checkPayment(f *fault.Fields, at string, p Payment) {
	checkAmount(f, at+".amount", p.Amount)
	switch p.Kind {
	case purchases.PaidMoney:
	case purchases.PaidPoints:
		if p.Points < 0 || p.Points > money.Points(money.MaxAmount) || p.Points == 0 && p.Amount == 0 {
			f.Add(at+".points", "payment_points")
		}
	case purchases.PaidCredit:
		if p.Amount == 0 {
			f.Add(at+".amount", "amount_range")
		}
	case purchases.PaidVoucher:
		if p.Code == "" {
			f.Add(at+".code", "voucher_mistyped")
		}
	default:
		f.Add(at+".kind", "field.choice")
	}
}

// checkReserved leaves points and credit to the reservation when there is one.
func checkReserved(f *fault.Fields, in Input) {
	for i, p := range in.Payments {
		if !in.Reservation.IsZero() && (p.Kind == purchases.PaidPoints || p.Kind == purchases.PaidCredit) {
			f.Add("payments."+strconv.Itoa(i)+".kind", "payment_reserved")
		}
	}
}
