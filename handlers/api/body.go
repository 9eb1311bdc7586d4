package api

import (
	"bytes"
	"encoding/json"
	"strconv"
	"time"

	"fealty/models/fault"
	"fealty/models/members"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/recording"
	"fealty/models/vouchers"
)

// purchaseBody is a purchase as a shop sends it; money is decimal text.
type purchaseBody struct {
	Reference        string        `json:"reference"`
	Member           memberBody    `json:"member"`
	PlacedAt         string        `json:"placed_at"`
	Currency         string        `json:"currency"`
	Channel          string        `json:"channel"`
	Shop             string        `json:"shop"`
	Shipping         string        `json:"shipping"`
	Discount         string        `json:"discount"`
	PricesIncludeTax *bool         `json:"prices_include_tax"`
	Tax              string        `json:"tax"`
	Lines            []lineBody    `json:"lines"`
	Payments         []paymentBody `json:"payments"`
}

type memberBody struct {
	ID     string `json:"id"`
	Email  string `json:"email"`
	Phone  string `json:"phone"`
	Number string `json:"number"`
}

type lineBody struct {
	SKU       string  `json:"sku"`
	Name      string  `json:"name"`
	Category  string  `json:"category"`
	Brand     string  `json:"brand"`
	Quantity  decimal `json:"quantity"`
	UnitPrice string  `json:"unit_price"`
	Discount  string  `json:"discount"`
	Tax       string  `json:"tax"`
}

type paymentBody struct {
	Kind   string `json:"kind"`
	Amount string `json:"amount"`
	Points int64  `json:"points"`
	Code   string `json:"code"`
}

// decimal is a number written as text or as a JSON number, kept as it is
// written, so that no float comes between.
type decimal string

// UnmarshalJSON takes text and numbers.
func (d *decimal) UnmarshalJSON(b []byte) error {
	var text string
	if json.Unmarshal(b, &text) == nil {
		*d = decimal(text)
		return nil
	}
	if first := bytes.TrimLeft(b, "-0123456789"); len(first) == len(b) {
		*d = "?" // neither text nor number: read refuses it by its field
		return nil
	}
	*d = decimal(b)
	return nil
}

// reader turns the body's texts into numbers and remembers what can't be read.
type reader struct {
	fault.Fields
	version *programme.Version
}

func (r *reader) amount(field, text string) money.Amount {
	if text == "" {
		return 0
	}
	n, err := r.version.Currency().ParseAmount(text)
	if err != nil {
		r.Add(field, "amount", fault.Params{"Digits": r.version.Currency().Exponent})
	}
	return n
}

func (r *reader) quantity(field string, text decimal) money.Quantity {
	if text == "" {
		return money.One
	}
	n, err := money.ParseQuantity(string(text))
	if err != nil {
		r.Add(field, "quantity")
		return money.One
	}
	return n
}

// instant reads RFC 3339; empty is the zero time.
func (r *reader) instant(field, text string) time.Time {
	if text == "" {
		return time.Time{}
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		r.Add(field, "instant")
	}
	return at.UTC().Truncate(time.Microsecond)
}

// input gives the purchase, or every field that can't be read.
func (b purchaseBody) input(v *programme.Version) (recording.Input, error) {
	r := &reader{version: v}
	in := recording.Input{Reference: b.Reference, Member: r.who(b.Member), PlacedAt: r.instant("placed_at", b.PlacedAt), Currency: b.Currency,
		Channel: b.Channel, Shop: b.Shop, Shipping: r.amount("shipping", b.Shipping), Discount: r.amount("discount", b.Discount),
		Tax: r.amount("tax", b.Tax), PricesIncludeTax: b.PricesIncludeTax == nil || *b.PricesIncludeTax}
	if in.Currency != v.Currency().Code {
		r.Add("currency", "currency_other", fault.Params{"Currency": v.Currency().Code})
	}
	if len(b.Lines) > recording.MaxLines {
		r.Add("lines", "lines", fault.Params{"Max": recording.MaxLines})
	}
	if len(b.Payments) > recording.MaxPayments {
		r.Add("payments", "payments", fault.Params{"Max": recording.MaxPayments})
	}
	if err := r.Err(); err != nil {
		return in, err
	}
	for i, l := range b.Lines {
		in.Lines = append(in.Lines, r.line("lines."+strconv.Itoa(i)+".", l))
	}
	for i, p := range b.Payments {
		in.Payments = append(in.Payments, r.payment("payments."+strconv.Itoa(i)+".", p))
	}
	return in, r.Err()
}

func (r *reader) line(at string, l lineBody) recording.Line {
	if l.UnitPrice == "" {
		r.Add(at+"unit_price", "required")
	}
	return recording.Line{SKU: l.SKU, Name: l.Name, Category: l.Category, Brand: l.Brand, Quantity: r.quantity(at+"quantity", l.Quantity),
		UnitPrice: r.amount(at+"unit_price", l.UnitPrice), Discount: r.amount(at+"discount", l.Discount), Tax: r.amount(at+"tax", l.Tax)}
}

func (r *reader) payment(at string, p paymentBody) recording.Payment {
	out := recording.Payment{Kind: p.Kind, Amount: r.amount(at+"amount", p.Amount), Points: money.Points(p.Points)}
	if p.Code == "" {
		return out
	}
	code, err := vouchers.ReadCode(p.Code)
	if err != nil {
		r.Add(at+"code", "voucher_mistyped")
	}
	out.Code = code
	return out
}

// who reads the one way in which a member is named.
func (r *reader) who(b memberBody) (who recording.Who) {
	named := 0
	for _, text := range []string{b.ID, b.Email, b.Phone, b.Number} {
		if text != "" {
			named++
		}
	}
	switch {
	case named != 1:
		r.Add("member", "member_one")
	case b.ID != "":
		if err := who.ID.UnmarshalText([]byte(b.ID)); err != nil || who.ID.IsZero() {
			r.Add("member.id", "member_unknown")
		}
	case b.Number != "":
		number, ok := members.ParseNumber(b.Number)
		if who.Number = number; !ok {
			r.Add("member.number", "member_number")
		}
	case b.Email != "":
		who.Contact = r.contact("member.email", b.Email, members.Email)
	default:
		who.Contact = r.contact("member.phone", b.Phone, members.Phone)
	}
	return who
}

func (r *reader) contact(field, text, kind string) members.Contact {
	contact, err := members.NormaliseContact(text, r.version.Document.Club.Country)
	if err != nil || contact.Kind != kind {
		r.Add(field, "contact_invalid")
	}
	return contact
}
