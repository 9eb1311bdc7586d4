package members

import (
	"fmt"
	"io"
	"strings"
)

// numberDigits is the length of a member number with its check digit.
const numberDigits = 10

// inviteSymbols leaves out what looks alike: 0 o, 1 i l, u v.
const inviteSymbols = "23456789abcdefghjkmnpqrstwxyz"

// inviteLength gives 29^8, about 39 bits: too many to guess under the limits.
const inviteLength = 8

// NewNumber makes a member number: nine random digits, the first not 0, and
// their check digit by Luhn (ISO/IEC 7812-1).
func NewNumber(random io.Reader) (string, error) {
	digits, err := draw(random, "0123456789", numberDigits-1)
	if err != nil {
		return "", fmt.Errorf("make a member number: %w", err)
	}
	if digits[0] == '0' {
		digits[0] = '1' + digits[1]%9
	}
	return string(digits) + string(luhn(string(digits))), nil
}

// NewInviteCode makes a code for an invitation link; it says nothing about whose
// it is.
func NewInviteCode(random io.Reader) (string, error) {
	code, err := draw(random, inviteSymbols, inviteLength)
	if err != nil {
		return "", fmt.Errorf("make an invite code: %w", err)
	}
	return string(code), nil
}

// ParseNumber reads a member number as people type it, with spaces or dashes;
// false when it isn't ten digits or the check digit is wrong.
func ParseNumber(s string) (string, bool) {
	s = strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(s)
	if len(s) != numberDigits || strings.Trim(s, "0123456789") != "" {
		return "", false
	}
	return s, luhn(s[:numberDigits-1]) == s[numberDigits-1]
}

// ShowNumber groups a number as it stands on the card: 1234 567 897.
func ShowNumber(number string) string {
	if len(number) != numberDigits {
		return number
	}
	return number[:4] + " " + number[4:7] + " " + number[7:]
}

// ParseInvite reads an invite code as people type it.
func ParseInvite(s string) (string, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	return s, len(s) == inviteLength && strings.Trim(s, inviteSymbols) == ""
}

func luhn(digits string) byte {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 0 {
			d *= 2
		}
		sum += d/10 + d%10
	}
	return byte('0' + (10-sum%10)%10)
}

// draw picks symbols evenly: bytes past the largest multiple are thrown away.
func draw(random io.Reader, symbols string, n int) ([]byte, error) {
	limit := 256 - 256%len(symbols)
	out := make([]byte, 0, n)
	buf := make([]byte, 2*n)
	for len(out) < n {
		if _, err := io.ReadFull(random, buf); err != nil {
			return nil, err
		}
		for _, b := range buf {
			if int(b) < limit && len(out) < n {
				out = append(out, symbols[int(b)%len(symbols)])
			}
		}
	}
	return out, nil
}
