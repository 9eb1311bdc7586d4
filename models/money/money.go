package money

import (
	"errors"
	"math"
	"math/big"
	"math/bits"
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

type rounding uint8

const (
	roundDown rounding = iota
	roundHalfAway
)

// mulDiv gives a × b ÷ d; false when it is no int64.
func mulDiv(a, b, d int64, round rounding) (int64, bool) {
	if a >= 0 && b >= 0 && d > 0 {
		high, low := bits.Mul64(uint64(a), uint64(b))
		if high < uint64(d) {
			return roundSmall(high, low, uint64(d), round)
		}
	}
	return mulDivBig(a, b, d, round)
}

func roundSmall(high, low, d uint64, round rounding) (int64, bool) {
	q, r := bits.Div64(high, low, d)
	if q <= math.MaxInt64 && round == roundHalfAway && r >= d-r {
		q++
	}
	return int64(q), q <= math.MaxInt64 //nolint:gosec // the answer says whether it fits
}

func mulDivBig(a, b, d int64, round rounding) (int64, bool) {
	product := new(big.Int).Mul(big.NewInt(a), big.NewInt(b))
	divisor := big.NewInt(d)
	q, r := new(big.Int).QuoRem(product, divisor, new(big.Int))
	twice := new(big.Int).Abs(r)
	if twice.Lsh(twice, 1); round == roundHalfAway && twice.CmpAbs(divisor) >= 0 {
		q.Add(q, big.NewInt(int64(r.Sign())))
	}
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
