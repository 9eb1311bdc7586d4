package till

import (
	"errors"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"fealty/models/cards"
	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/members"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/purchases"
	"fealty/models/recording"
)

// saleForm is a purchase at the counter. Who is what stood in the one field, for
// a sale that was queued before anybody could be looked for; else Member or Card
// says who it is. Receipt may be empty: then the purchase is given a number.
type saleForm struct {
	Who        string `form:"who,max=300"`
	Member     string `form:"member,max=40"`
	Card       string `form:"card,max=20"`
	Amount     string `form:"amount,max=30"`
	Points     string `form:"points,max=12"`
	Receipt    string `form:"receipt,max=60"`
	Shift      string `form:"shift,max=400"`
	HappenedAt string `form:"happened_at,max=40"`
}

// sale is the form as it was understood.
type sale struct {
	who      recording.Who
	amount   money.Amount
	points   money.Points
	receipt  string
	placedAt time.Time
}

// read reads what is the same for a quote and a purchase.
func (f saleForm) read(v *programme.Version) (sale, error) {
	var wrong fault.Fields
	s := sale{receipt: strings.TrimSpace(f.Receipt)}
	s.amount = readAmount(&wrong, v.Currency(), f.Amount)
	if typed := plain.Replace(f.Points); typed != "" {
		n, err := strconv.ParseInt(typed, 10, 64)
		if err != nil || n < 0 {
			wrong.Add("points", "field.number")
		}
		s.points = money.Points(n)
	}
	if utf8.RuneCountInString(s.receipt) > 60 || strings.HasPrefix(s.receipt, "undo ") {
		wrong.Add("receipt", "reference", fault.Params{"Max": 60})
	}
	s.who = f.named()
	return s, wrong.Err()
}

// readAmount reads money that must be more than nothing.
func readAmount(wrong *fault.Fields, currency money.Currency, typed string) money.Amount {
	amount, err := parseAmount(currency, typed)
	switch {
	case strings.TrimSpace(typed) == "":
		wrong.Add("amount", "required")
	case errors.Is(err, money.ErrRange):
		wrong.Add("amount", "range")
	case err != nil:
		wrong.Add("amount", "amount_form", fault.Params{"max": currency.Exponent})
	case amount <= 0:
		wrong.Add("amount", "range")
	}
	return amount
}

// named is who the form says it is by id or printed card.
func (f saleForm) named() recording.Who {
	if number, ok := cards.Parse(f.Card); ok {
		return recording.Who{Contact: members.Contact{Kind: cards.Contact, Value: number}}
	}
	var id ids.Member
	if id.UnmarshalText([]byte(f.Member)) != nil {
		return recording.Who{}
	}
	return recording.Who{ID: id}
}

// pieceLimit is up to how many minor units an amount is written as that many
// pieces of one unit, so that any part of it can come back exactly.
const pieceLimit = money.Amount(money.MaxQuantity / money.One)

// input is the purchase as it is recorded: one line over the whole amount.
func (s sale) input(k clerk, v *programme.Version) recording.Input {
	line := recording.Line{Quantity: money.One, UnitPrice: s.amount}
	if s.amount <= pieceLimit {
		line.Quantity, line.UnitPrice = money.Quantity(s.amount)*money.One, 1
	}
	in := recording.Input{Reference: s.receipt, Member: s.who, PlacedAt: s.placedAt, Currency: v.Currency().Code, Channel: channel,
		Shop: k.stand.Shop.Key, PricesIncludeTax: true, Lines: []recording.Line{line}}
	if s.points > 0 {
		in.Payments = []recording.Payment{{Kind: purchases.PaidPoints, Points: s.points}}
	}
	return in
}

// whoTyped reads who a queued sale is for. A contact stays one, so that the same
// sale sent twice is the same whoever has joined in between.
func (t till) whoTyped(c *fiber.Ctx, text string) (recording.Who, error) {
	f, err := t.find(c, text)
	switch {
	case err != nil:
		return recording.Who{}, err
	case f.card != "":
		return recording.Who{Contact: members.Contact{Kind: cards.Contact, Value: f.card}}, nil
	case f.contact.Value != "":
		return recording.Who{Contact: members.Contact{Kind: f.contact.Kind, Value: f.contact.Value}}, nil
	case !f.member.IsZero():
		return recording.Who{ID: f.member}, nil
	}
	var wrong fault.Fields
	wrong.Add("who", "till_who_unclear")
	return recording.Who{}, wrong.Err()
}
