package money

import (
	"errors"
	"math"
	"strings"
	"testing"
)

func TestTheLargestNumbersAreMultipliedExactlyOrNotAtAll(t *testing.T) {
	if n, ok := mulDiv(math.MaxInt64, 1, 1, roundHalfAway); !ok || n != math.MaxInt64 {
		t.Errorf("the largest number is %d, %v", n, ok)
	}
	// A third of 2⁶⁴−1, three halves of which are half above the largest number.
	if n, ok := mulDiv((1<<64-1)/3, 3, 2, roundHalfAway); ok {
		t.Errorf("a number past the largest is %d", n)
	}
	if n, ok := mulDiv((1<<64-1)/3, 3, 2, roundDown); !ok || n != math.MaxInt64 {
		t.Errorf("rounded down it is %d, %v", n, ok)
	}
}

func TestNothingHasNoSign(t *testing.T) {
	if got := (Currency{Code: "EUR", Exponent: 2}).Format(0); got != "0.00" {
		t.Errorf("nothing is written %q", got)
	}
}

func TestANumberHasAtMostTwentyFourDigits(t *testing.T) {
	if n, err := parseScaled(strings.Repeat("0", 23)+"7", 0); err != nil || n != 7 {
		t.Errorf("24 digits: %d, %v", n, err)
	}
	if _, err := parseScaled(strings.Repeat("0", 24)+"7", 0); !errors.Is(err, ErrFormat) {
		t.Errorf("25 digits: %v", err)
	}
}
