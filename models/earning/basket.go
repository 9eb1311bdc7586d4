package earning

import (
	"time"

	"fealty/models/money"
)

// Basket is what is bought, as far as earning asks. Amounts are minor units.
type Basket struct {
	// PlacedOn is the programme's local day of the purchase.
	PlacedOn time.Time
	Lines    []Line
	Shipping money.Amount
	// Discount is taken off the whole purchase, beyond the lines' own discounts.
	Discount money.Amount
	// Tax is the tax of the whole purchase; what the lines don't carry themselves
	// is spread over shipping and the lines that carry none, by amount.
	Tax              money.Amount
	PricesIncludeTax bool
	// PaidOtherwise is the part paid with points, credit or a money voucher.
	PaidOtherwise money.Amount
	Currency      money.Currency
}

// Line is one line of a basket. Line is its number, from 1.
type Line struct {
	Line      int
	SKU       string
	Category  string
	Brand     string
	Quantity  money.Quantity
	UnitPrice money.Amount
	Discount  money.Amount
	Tax       money.Amount
}

// Facts are what else a purchase is decided on; they are stored with it.
type Facts struct {
	// Tier is the member's tier before this purchase.
	Tier string `json:"tier"`
	// Version is the programme version in force.
	Version int `json:"version"`
}

// Amount is quantity × unit price − discount, rounded half away from zero to the
// minor unit; money.ErrRange when it is out of bounds.
func (l Line) Amount() (money.Amount, error) {
	gross, err := l.UnitPrice.Times(l.Quantity)
	return gross - l.Discount, err
}

// Total is what the purchase costs, with shipping and tax, before it is paid
// with anything; money.ErrRange when a line is out of bounds.
func (b Basket) Total() (money.Amount, error) {
	total := b.Shipping - b.Discount
	var tax money.Amount
	for _, l := range b.Lines {
		amount, err := l.Amount()
		if err != nil {
			return 0, err
		}
		total += amount
		tax += l.Tax
	}
	if !b.PricesIncludeTax {
		total += max(tax, b.Tax)
	}
	return total, nil
}
