package recording

import (
	"time"

	"fealty/models/audit"
	"fealty/models/earning"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/members"
	"fealty/models/money"
	"fealty/models/once"
	"fealty/models/programme"
	"fealty/models/vouchers"
)

// Deps is what recording needs beside the database.
type Deps struct {
	Programme *programme.Cache
	Keys      vouchers.Keyring
	// Queue is where purchases wait to share a transaction; nil: none does.
	Queue *Queue
}

// Command asks for a purchase to be recorded.
type Command struct {
	Key   once.Key
	Actor ledger.Actor
	// Quiet tells nobody: for a past that is loaded, not lived.
	Quiet bool
	// Audit is what one of the staff did, when one of them did it: its row is
	// written with the purchase and says what it came to.
	Audit *audit.Act
	Input Input
}

// Input is what a shop says about a purchase. Amounts are minor units of the
// programme's currency.
type Input struct {
	Reference string `json:"reference"`
	Member    Who    `json:"member"`
	// PlacedAt may be zero: now.
	PlacedAt         time.Time    `json:"placed_at"`
	Currency         string       `json:"currency"`
	Channel          string       `json:"channel"`
	Shop             string       `json:"shop"`
	Shipping         money.Amount `json:"shipping"`
	Discount         money.Amount `json:"discount"`
	Tax              money.Amount `json:"tax"`
	PricesIncludeTax bool         `json:"prices_include_tax"`
	Lines            []Line       `json:"lines"`
	Payments         []Payment    `json:"payments"`
	// Reservation is captured by the purchase: what was set aside pays.
	Reservation ids.Reservation `json:"reservation,omitzero"`
}

// Who names a member in one of four ways; Contact is normalised already.
type Who struct {
	ID      ids.Member      `json:"id,omitzero"`
	Contact members.Contact `json:"contact,omitzero"`
	Number  string          `json:"number,omitempty"`
}

// Line is one line of a purchase.
type Line struct {
	SKU       string         `json:"sku"`
	Name      string         `json:"name"`
	Category  string         `json:"category"`
	Brand     string         `json:"brand"`
	Quantity  money.Quantity `json:"quantity"`
	UnitPrice money.Amount   `json:"unit_price"`
	Discount  money.Amount   `json:"discount"`
	Tax       money.Amount   `json:"tax"`
}

// Payment is one way in which part of a purchase was paid: points by Points or
// by what they are worth, credit and money by Amount, a voucher by its Code.
type Payment struct {
	Kind   string        `json:"kind"`
	Amount money.Amount  `json:"amount,omitempty"`
	Points money.Points  `json:"points,omitempty"`
	Code   vouchers.Code `json:"code,omitempty"`
}

// basket is the input as far as earning asks.
func (in Input) basket(v *programme.Version, paidOtherwise money.Amount) earning.Basket {
	b := earning.Basket{
		PlacedOn: v.Today(in.PlacedAt), Shipping: in.Shipping, Discount: in.Discount, Tax: in.Tax,
		PricesIncludeTax: in.PricesIncludeTax, PaidOtherwise: paidOtherwise, Currency: v.Currency(),
		Lines: make([]earning.Line, len(in.Lines)),
	}
	for i, l := range in.Lines {
		b.Lines[i] = earning.Line{Line: i + 1, SKU: l.SKU, Category: l.Category, Brand: l.Brand,
			Quantity: l.Quantity, UnitPrice: l.UnitPrice, Discount: l.Discount, Tax: l.Tax}
	}
	return b
}

func (l Line) amount() (money.Amount, error) {
	return earning.Line{Quantity: l.Quantity, UnitPrice: l.UnitPrice, Discount: l.Discount}.Amount()
}
