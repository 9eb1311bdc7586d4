package earning

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"fealty/models/money"
)

// part is a line, or shipping as line 0, with what of it may earn.
type part struct {
	Line
	amount money.Amount
	net    money.Amount
	// place is where the line stands in the basket.
	place int
}

// bases gives the parts of a basket that may earn, ordered by what they are and
// not by where they stand, so that the same line gets the same share whatever
// its place.
func bases(base Base, b Basket) ([]part, error) {
	parts := make([]part, 0, len(b.Lines)+1)
	for i, l := range b.Lines {
		amount, err := l.Amount()
		if err != nil {
			return nil, err
		}
		parts = append(parts, part{Line: l, amount: amount, net: amount, place: i})
	}
	slices.SortFunc(parts, byContent)
	takeDiscounts(base, b, parts)
	parts = append(parts, part{amount: b.Shipping, net: b.Shipping, place: len(b.Lines)})
	countTax(base, b, parts)
	if !base.Shipping {
		parts = parts[:len(parts)-1]
	}
	for i := range parts {
		parts[i].net = max(parts[i].net, 0)
	}
	return parts, nil
}

func byContent(a, b part) int {
	return cmp.Or(
		cmp.Compare(a.SKU, b.SKU), cmp.Compare(a.Category, b.Category), cmp.Compare(a.Brand, b.Brand),
		cmp.Compare(a.UnitPrice, b.UnitPrice), cmp.Compare(a.Quantity, b.Quantity),
		cmp.Compare(a.Discount, b.Discount), cmp.Compare(a.Tax, b.Tax), cmp.Compare(a.Line.Line, b.Line.Line),
	)
}

// takeDiscounts spreads the purchase's discount over its lines by amount. A line
// below zero is a discount by another name.
func takeDiscounts(base Base, b Basket, parts []part) {
	if !base.Discounts {
		for i := range parts {
			parts[i].net += parts[i].Discount
		}
		return
	}
	discount, sum := b.Discount, money.Amount(0)
	for _, p := range parts {
		if p.amount < 0 {
			discount -= p.amount
			continue
		}
		sum += p.amount
	}
	for i, share := range spread(min(discount, sum), parts) {
		parts[i].net -= share
	}
}

// countTax puts tax into the base or takes it out, where prices and policy differ.
func countTax(base Base, b Basket, parts []part) {
	if base.Tax == b.PricesIncludeTax {
		return
	}
	sign := money.Amount(1)
	if b.PricesIncludeTax {
		sign = -1
	}
	rest := b.Tax
	without := make([]part, len(parts))
	for i, p := range parts {
		rest -= p.Tax
		parts[i].net += sign * p.Tax
		if p.Tax == 0 {
			without[i] = p
		}
	}
	for i, share := range spread(rest, without) {
		parts[i].net += sign * share
	}
}

// spread divides a whole over parts by amount; nothing when there is nothing to
// divide or nowhere for it to go.
func spread(whole money.Amount, parts []part) []money.Amount {
	shares := make([]money.Amount, len(parts))
	weights := make([]decimal.Decimal, len(parts))
	some := false
	for i, p := range parts {
		weights[i] = decimal.NewFromInt(int64(p.amount))
		some = some || p.amount > 0
	}
	if whole <= 0 || !some {
		return shares
	}
	for i, share := range money.Split(int64(whole), weights) {
		shares[i] = money.Amount(share)
	}
	return shares
}
