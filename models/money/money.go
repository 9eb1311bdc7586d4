package money

import (
	"errors"
	"math"
	"math/big"
	"sort"
	"strings"

	"github.com/shopspring/decimal"
)

// Points are whole.
type Points int64

// Amount is money in whole minor units (ISO 4217 exponent) of the programme's
// one currency.
type Amount int64

// Quantity counts goods in thousandths, so that 0.250 kg is 250.
type Quantity int64

// One is the quantity 1.
const One Quantity = 1000

// MaxAmount bounds every amount that comes in from outside (10^13 minor units),
// so that sums of a purchase can't overflow int64.
const MaxAmount Amount = 10_000_000_000_000

// MaxQuantity bounds a line's quantity (1,000,000 pieces).
const MaxQuantity Quantity = 1_000_000_000

// Errors of the parsers.
var (
	ErrFormat   = errors.New("not a decimal number")
	ErrDecimals = errors.New("too many decimals")
	ErrRange    = errors.New("out of range")
)

// Currency is an ISO 4217 code with its number of minor-unit digits.
type Currency struct {
	Code     string
	Exponent int
}

var exponents = map[string]int{
	"AUD": 2, "BRL": 2, "CAD": 2, "CHF": 2, "CNY": 2, "CZK": 2, "DKK": 2, "EUR": 2, "GBP": 2,
	"HKD": 2, "HUF": 2, "ISK": 0, "JPY": 0, "KRW": 0, "MXN": 2, "NOK": 2, "NZD": 2, "PLN": 2,
	"RON": 2, "SEK": 2, "SGD": 2, "TRY": 2, "TWD": 2, "USD": 2, "ZAR": 2,
}

// LookupCurrency finds a currency by its ISO 4217 code; false when Fealty does
// not know it.
func LookupCurrency(code string) (Currency, bool) {
	exp, ok := exponents[code]
	return Currency{Code: code, Exponent: exp}, ok
}

// ParseAmount reads a decimal string ("12", "12.50", "-3.1") into minor units.
func (c Currency) ParseAmount(s string) (Amount, error) {
	n, err := parseScaled(s, c.Exponent)
	if err != nil {
		return 0, err
	}
	if Amount(n) > MaxAmount || Amount(n) < -MaxAmount {
		return 0, ErrRange
	}
	return Amount(n), nil
}

// Format writes the decimal string of the API: "12.50".
func (c Currency) Format(a Amount) string { return formatScaled(int64(a), c.Exponent) }

// Units gives an amount of whole units of the currency, in minor units.
func (c Currency) Units(whole int64) Amount {
	return Amount(whole * pow10(c.Exponent))
}

// ParseQuantity reads a decimal with up to three places.
func ParseQuantity(s string) (Quantity, error) {
	n, err := parseScaled(s, 3)
	if err != nil {
		return 0, err
	}
	if Quantity(n) > MaxQuantity || Quantity(n) < -MaxQuantity {
		return 0, ErrRange
	}
	return Quantity(n), nil
}

// String writes a quantity without trailing zeros: "0.25", "3".
func (q Quantity) String() string {
	s := formatScaled(int64(q), 3)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// Times multiplies a unit price by a quantity, rounded half away from zero to
// the minor unit.
func (a Amount) Times(q Quantity) (Amount, error) {
	n, ok := mulDiv(int64(a), int64(q), int64(One), roundHalfAway)
	if !ok || Amount(n) > MaxAmount || Amount(n) < -MaxAmount {
		return 0, ErrRange
	}
	return Amount(n), nil
}

// Share gives ⌊n × part ÷ whole⌋ for non-negative numbers without overflow; a
// whole of zero gives zero.
func Share(n, part, whole int64) int64 {
	if whole == 0 {
		return 0
	}
	out, _ := mulDiv(n, part, whole, roundDown)
	return out
}

// FloorPoints rounds an exact number of points down to whole ones.
func FloorPoints(d decimal.Decimal) Points { return Points(d.Floor().IntPart()) }

// CeilPoints rounds points that a member must pay up to whole ones.
func CeilPoints(d decimal.Decimal) Points { return Points(d.Ceil().IntPart()) }

// Split divides a non-negative whole over weights by largest remainder: the parts add up to
// the whole, each part is its exact share rounded down or up, and equal
// remainders go to the earlier weight. Negative weights count as zero; with no
// weight at all everything goes to the first part.
func Split(whole int64, weights []decimal.Decimal) []int64 {
	parts := make([]int64, len(weights))
	if len(weights) == 0 || whole == 0 {
		return parts
	}
	total := new(big.Rat)
	rats := make([]*big.Rat, len(weights))
	for i, w := range weights {
		rats[i] = new(big.Rat)
		if w.IsPositive() {
			rats[i] = w.Rat()
			total.Add(total, rats[i])
		}
	}
	if total.Sign() == 0 {
		parts[0] = whole
		return parts
	}
	return distribute(whole, rats, total)
}

func distribute(whole int64, weights []*big.Rat, total *big.Rat) []int64 {
	parts := make([]int64, len(weights))
	rest := make([]*big.Rat, len(weights))
	left := whole
	for i, w := range weights {
		exact := new(big.Rat).Mul(new(big.Rat).SetInt64(whole), new(big.Rat).Quo(w, total))
		floor := new(big.Int).Quo(exact.Num(), exact.Denom())
		parts[i] = floor.Int64()
		rest[i] = exact.Sub(exact, new(big.Rat).SetInt(floor))
		left -= parts[i]
	}
	order := make([]int, len(weights))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return rest[order[a]].Cmp(rest[order[b]]) > 0 })
	for _, i := range order[:left] {
		parts[i]++
	}
	return parts
}

type rounding func(quotient, remainder, divisor *big.Int)

func roundDown(_, _, _ *big.Int) {}

func roundHalfAway(q, r, d *big.Int) {
	twice := new(big.Int).Abs(r)
	twice.Lsh(twice, 1)
	if twice.CmpAbs(d) < 0 {
		return
	}
	if r.Sign() < 0 {
		q.Sub(q, big.NewInt(1))
		return
	}
	q.Add(q, big.NewInt(1))
}

func mulDiv(a, b, d int64, round rounding) (int64, bool) {
	product := new(big.Int).Mul(big.NewInt(a), big.NewInt(b))
	divisor := big.NewInt(d)
	q, r := new(big.Int).QuoRem(product, divisor, new(big.Int))
	round(q, r, divisor)
	return q.Int64(), q.IsInt64()
}

func parseScaled(s string, places int) (int64, error) {
	digits := strings.TrimPrefix(s, "-")
	whole, frac, dotted := strings.Cut(digits, ".")
	if whole == "" || (dotted && frac == "") || len(digits) > 24 || !allDigits(whole) || !allDigits(frac) {
		return 0, ErrFormat
	}
	if len(frac) > places {
		if strings.Trim(frac[places:], "0") != "" {
			return 0, ErrDecimals
		}
		frac = frac[:places]
	}
	n, ok := new(big.Int).SetString(whole+frac+strings.Repeat("0", places-len(frac)), 10)
	if !ok || !n.IsInt64() || n.Int64() == math.MinInt64 {
		return 0, ErrRange
	}
	if strings.HasPrefix(s, "-") {
		return -n.Int64(), nil
	}
	return n.Int64(), nil
}

func allDigits(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return true
}

func formatScaled(n int64, places int) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	unit := pow10(places)
	whole, frac := big.NewInt(n/unit).String(), big.NewInt(n%unit).String()
	if places == 0 {
		return sign + whole
	}
	return sign + whole + "." + strings.Repeat("0", places-len(frac)) + frac
}

func pow10(n int) int64 {
	out := int64(1)
	for range n {
		out *= 10
	}
	return out
}
