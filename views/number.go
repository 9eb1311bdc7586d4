package views

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"fealty/models/money"
)

// minus is U+2212, which is as wide as a plus.
const minus = "\u2212"

// Number writes a whole number: 1,240 in English, 1 240 in Norwegian, 1240 in
// Polish and Hungarian, which group from five digits.
func (l *Locale) Number(n any) string {
	v := whole(n)
	digits := strings.TrimPrefix(strconv.FormatInt(v, 10), "-")
	if v < 0 {
		return minus + l.grouped(digits)
	}
	return l.grouped(digits)
}

// Signed writes a whole number with its sign: +398, −450. Zero has none.
func (l *Locale) Signed(n any) string {
	if whole(n) > 0 {
		return "+" + l.Number(n)
	}
	return l.Number(n)
}

// Percent writes a percentage: 71%, in Norwegian 71 %.
func (l *Locale) Percent(n any) string { return l.Number(n) + l.rules.percent }

// Decimal writes a decimal number that came as text with a point ("1.25"),
// without trailing zeros.
func (l *Locale) Decimal(n any) string {
	text := fmt.Sprint(n)
	digits := strings.TrimPrefix(text, "-")
	integer, fraction, _ := strings.Cut(digits, ".")
	out := l.grouped(integer)
	if fraction = strings.TrimRight(fraction, "0"); fraction != "" {
		out += l.rules.point + fraction
	}
	if digits != text {
		return minus + out
	}
	return out
}

// Money writes an amount of the programme's currency, in minor units, without
// decimals when it is whole: kr 62, 12,50 kr, NT$1,234.
func (l *Locale) Money(minor any) string { return l.MoneyIn(minor, l.currency) }

// MoneyIn writes an amount of any currency.
func (l *Locale) MoneyIn(minor any, code string) string {
	return l.money(whole(minor), code, true)
}

// MoneyExact writes an amount with all the decimals of its currency, for columns
// of figures.
func (l *Locale) MoneyExact(minor any) string { return l.money(whole(minor), l.currency, false) }

// MoneySigned writes an amount with its sign: +kr 8.
func (l *Locale) MoneySigned(minor any) string {
	if whole(minor) > 0 {
		return "+" + l.Money(minor)
	}
	return l.Money(minor)
}

// Currency is the sign of the programme's currency as labels use it.
func (l *Locale) Currency() string { return strings.TrimSpace(l.sign(l.currency)) }

func (l *Locale) money(minor int64, code string, short bool) string {
	sign := ""
	if minor < 0 {
		sign = minus
	}
	figure := l.figure(minor, code, short)
	if l.rules.before {
		return sign + l.sign(code) + figure
	}
	return sign + figure + "\u00a0" + l.sign(code)
}

func (l *Locale) sign(code string) string {
	if s, ok := l.rules.signs[code]; ok {
		return s
	}
	if l.rules.before {
		return code + "\u00a0"
	}
	return code
}

// figure writes the amount's size with the decimals that are used.
func (l *Locale) figure(minor int64, code string, short bool) string {
	currency, ok := money.LookupCurrency(code)
	if !ok {
		currency.Exponent = 2
	}
	exponent := currency.Exponent
	shown, fewer := shownDecimals[code]
	if fewer {
		minor = shorten(minor, exponent-shown)
		exponent = shown
	}
	integer, fraction, _ := strings.Cut(decimals(minor, exponent), ".")
	if fraction == "" || (short && strings.Trim(fraction, "0") == "") {
		return l.grouped(integer)
	}
	return l.grouped(integer) + l.rules.point + fraction
}

// shorten drops decimals, rounding half away from zero.
func shorten(n int64, places int) int64 {
	for ; places > 1; places-- {
		n /= 10
	}
	if places == 1 {
		n = (n + 5*sign(n)) / 10
	}
	return n
}

func sign(n int64) int64 {
	if n < 0 {
		return -1
	}
	return 1
}

// decimals writes the size of n, which has so many decimals.
func decimals(n int64, places int) string {
	digits := strings.TrimPrefix(strconv.FormatInt(n, 10), "-")
	if places == 0 {
		return digits
	}
	if len(digits) <= places {
		digits = strings.Repeat("0", places-len(digits)+1) + digits
	}
	return digits[:len(digits)-places] + "." + digits[len(digits)-places:]
}

func (l *Locale) grouped(digits string) string {
	if len(digits) < l.rules.groupFrom {
		return digits
	}
	first := len(digits) % 3
	var out strings.Builder
	out.WriteString(digits[:first])
	for i := first; i < len(digits); i += 3 {
		if i > 0 {
			out.WriteString(l.rules.group)
		}
		out.WriteString(digits[i : i+3])
	}
	return out.String()
}

// Whole reads a whole number of any integer type; what isn't a number is 0.
func Whole(n any) int64 { return whole(n) }

// whole reads any integer type, named ones like money.Points among them; what
// isn't a number is 0.
func whole(n any) int64 {
	v := reflect.Indirect(reflect.ValueOf(n))
	switch {
	case v.CanInt():
		return v.Int()
	case v.CanUint():
		return int64(v.Uint()) //nolint:gosec // counts, far below the limit
	case v.CanFloat():
		return int64(v.Float())
	}
	return 0
}
