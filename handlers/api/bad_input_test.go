package api_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// nonsense is what programs really send by mistake, and what attackers try.
var nonsense = []string{`null`, `true`, `[]`, `{}`, `""`, `" "`, `-1`, `0`, `1e400`, `0.0001`, `"1,50"`, `"1.234567"`, `"-5"`, `"NaN"`,
	`"99999999999999999999"`, `9007199254740993`, `"\u0000"`, `"\ud800"`, `"'; DROP TABLE members; --"`, `"<script>alert(1)</script>"`,
	`"` + strings.Repeat("x", 300) + `"`, `[[[[]]]]`, `{"a":{"b":1}}`, `"2026-13-45T99:99:99Z"`, `"0000-00-00"`, `"not-a-uuid"`,
	`"01920000-0000-7000-8000-000000000000"`, `"٣"`, `"1e5"`, `"0x10"`, `"NOK"`}

// fields are every field of every body, each where a value can be put.
func (p *program) bodies() map[string][]string {
	return map[string][]string{
		"/api/v1/members": {`{"email":%s}`, `{"phone":%s}`, `{"email":"a@example.com","first_name":%s,"language":"xx"}`,
			`{"language":%s,"first_name":"A"}`, `%s`, `{"unknown":%s}`, `{"email":"a@b.c","email":%s}`},
		"/api/v1/purchases":             p.badPurchases(),
		"/api/v1/purchases/quote":       p.badPurchases(),
		"/api/v1/purchases/R-0/returns": p.badReturns(),
		"/api/v1/reservations":          p.badReservations(),
		"/api/v1/reservations/01920000-0000-7000-8000-000000000000/captures": p.badPurchases(),
		"/api/v1/reservations/01920000-0000-7000-8000-000000000000/releases": {`%s`, `{"a":%s}`},
		"/api/v1/vouchers/%41BC/uses":                                        {`{"place":%s}`, `{"channel":%s}`, `%s`},
		"/api/v1/vouchers/K7QP-4M2X/uses":                                    {`{"place":%s}`, `%s`},
	}
}

func (p *program) badPurchases() (list []string) {
	// A line's discount above its price is found last, so that every value is looked at before.
	base := `{"reference":"R","member":{"id":"` + p.Charlie.ID.String() + `"},"currency":"EUR","lines":[{"unit_price":"1.00","discount":"2.00"}]`
	for _, field := range []string{"placed_at", "channel", "shop", "shipping", "discount", "prices_include_tax", "tax", "payments", "nope", "reference"} {
		list = append(list, base+`,"`+field+`":%s}`)
	}
	for _, field := range []string{"sku", "name", "category", "brand", "quantity", "discount", "tax"} {
		list = append(list, `{"reference":"R","member":{"id":"x"},"currency":"EUR","lines":[{"unit_price":"1.00","`+field+`":%s}]}`)
	}
	for _, field := range []string{"kind", "amount", "points", "code"} {
		list = append(list, base+`,"payments":[{"kind":"cheque","`+field+`":%s}]}`)
	}
	for _, field := range []string{"id", "email", "phone", "number"} {
		list = append(list, `{"reference":"R","member":{"`+field+`":%s},"currency":"XXX","lines":[{"unit_price":"1.00"}]}`)
	}
	return append(list, `{"reference":"R","member":%s,"currency":"EUR","lines":[]}`, `{"lines":%s}`, `{"lines":[%s]}`, `%s`, `{"reference":%s}`, `{"currency":%s}`)
}

func (p *program) badReservations() []string {
	base := `{"member":{"id":"` + p.Charlie.ID.String() + `"},"currency":"EUR","lines":[{"unit_price":"1.00"}]`
	list := []string{base + `,"reserve":%s}`, base + `,"reserve":{"points":%s}}`, base + `,"reserve":{"credit":%s}}`, base + `,"reserve":{"points":"max","nope":%s}}`,
		base + `,"reserve":{"points":"max"},"payments":[{"kind":"points","points":%s}]}`}
	return append(list, p.badPurchases()...)
}

func (p *program) badReturns() []string {
	return []string{`{"reference":%s,"lines":[]}`, `{"reference":"B","returned_at":"x","lines":[{"line":%s,"quantity":"1"}]}`,
		`{"reference":"B","lines":[{"line":0,"quantity":%s}]}`, `{"reference":"B","lines":[%s]}`, `{"reference":"","lines":%s}`,
		`{"reference":" B","returned_at":%s}`, `%s`}
}

// T9: a thousand bad inputs end in a problem of ours, never in a fault of the
// server, and leave no row.
func TestAThousandBadInputsLeaveNoRow(t *testing.T) {
	p := open(t)
	before := p.rows()
	chance := rand.New(rand.NewPCG(7, 11))
	tried := 0
	for path, bodies := range p.bodies() {
		for _, body := range bodies {
			for _, value := range nonsense {
				p.refusesBad(path, strings.Replace(body, "%s", value, 1))
				tried++
			}
		}
	}
	good := p.purchase("R-9", "1.00", "")
	for range 300 { // and bodies cut or spoilt anywhere
		at := chance.IntN(len(good) - 1)
		p.refusesBad("/api/v1/purchases", good[:at]+string(rune(chance.IntN(32)))+good[at+1:at+1+chance.IntN(len(good)-at-1)])
		tried++
	}
	t.Logf("%d bad inputs", tried)
	if tried < 1000 {
		t.Errorf("only %d inputs", tried)
	}
	p.wants("rows", p.rows(), before)
}

func (p *program) refusesBad(path, body string) {
	p.Helper()
	a := p.post(path, body)
	if a.status < 400 || a.status >= 500 || a.kind != "application/problem+json" || !json.Valid([]byte(a.body)) {
		p.Errorf("%s %s: %d %s", path, body, a.status, a.body)
	}
}

// rows counts what writes could have left.
func (p *program) rows() string {
	p.Helper()
	counts := []int{}
	for _, table := range []string{"members", "member_contacts", "purchases", "purchase_references", "return_references", "parked_returns",
		"guest_purchases", "entries", "once_keys", "voucher_uses", "messages"} {
		counts = append(counts, p.count(`SELECT count(*) FROM `+table))
	}
	return fmt.Sprint(counts)
}
