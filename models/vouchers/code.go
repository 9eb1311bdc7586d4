package vouchers

import (
	"fmt"
	"io"
	"strings"

	"fealty/models/fault"
)

// Code is a voucher's code without its dashes: 11 random symbols (54 bits) and
// a check symbol.
type Code string

// symbols leaves out 0 O 1 I L, which people mix up. There are 31, a prime, and
// the check below rests on that.
const symbols = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

// Length is how many symbols a code has, the check symbol included.
const Length = 12

// NewCode draws a code. A byte of 248 or more is thrown away, so that every
// symbol is equally likely.
func NewCode(random io.Reader) (Code, error) {
	var code [Length]byte
	var one [1]byte
	for i := 0; i < Length-1; {
		if _, err := io.ReadFull(random, one[:]); err != nil {
			return "", fmt.Errorf("draw a voucher code: %w", err)
		}
		if int(one[0]) < 256/len(symbols)*len(symbols) {
			code[i] = symbols[int(one[0])%len(symbols)]
			i++
		}
	}
	sum, _ := weigh(string(code[:Length-1]))
	code[Length-1] = symbols[sum]
	return Code(code[:]), nil
}

// weigh sums symbol × weight modulo 31. The weights run down to 1, the check
// symbol's own is −1 and all are different modulo 31: a changed symbol always
// changes the sum, and so do two neighbours that changed places.
func weigh(text string) (int, bool) {
	sum := 0
	for i := range len(text) {
		at := strings.IndexByte(symbols, text[i])
		if at < 0 {
			return 0, false
		}
		sum += at * (Length - 1 - i)
	}
	return sum % len(symbols), true
}

// ParseCode reads a code as people type it: case, spaces and dashes do not
// matter. What can't be any voucher's code, because a symbol is wrong, missing
// or has changed places, is fault.Invalid "voucher_mistyped".
func ParseCode(typed string) (Code, error) {
	mistyped := fault.New(fault.Invalid, "voucher_mistyped")
	if len(typed) > 64 {
		return "", mistyped
	}
	clean := tidy(typed)
	if len(clean) != Length {
		return "", mistyped
	}
	sum, ok := weigh(clean[:Length-1])
	if !ok || symbols[sum] != clean[Length-1] {
		return "", mistyped
	}
	return Code(clean), nil
}

// tidy takes away what does not matter in a code as people type it.
func tidy(typed string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ' || r == '-' || r == '\u00a0' || r == '–' || r == '\t':
			return -1
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		}
		return r
	}, typed)
}

// String shows the code as on the voucher: K7QP-4M2X-9RTB. A foreign one shows
// as it was written.
func (c Code) String() string {
	if c.IsForeign() {
		return string(c[len(foreignMark):])
	}
	if len(c) != Length {
		return ""
	}
	return string(c[:4] + "-" + c[4:8] + "-" + c[8:])
}
