package vouchers_test

import (
	"crypto/rand"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"fealty/models/fault"
	"fealty/models/ids"
	"fealty/models/vouchers"
)

const alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

func drawCode(t testing.TB) vouchers.Code {
	t.Helper()
	code, err := vouchers.NewCode(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func TestEveryChangedSymbolIsCaught(t *testing.T) {
	for range 200 {
		code := drawCode(t)
		for at := range len(code) {
			for _, other := range alphabet {
				typed := string(code[:at]) + string(other) + string(code[at+1:])
				if _, err := vouchers.ParseCode(typed); (err == nil) != (typed == string(code)) {
					t.Fatalf("%s typed as %s: %v", code, typed, err)
				}
			}
		}
	}
}

func TestEverySwapOfNeighboursIsCaught(t *testing.T) {
	swaps := 0
	for range 2000 {
		code := drawCode(t)
		for at := range len(code) - 1 {
			if code[at] == code[at+1] {
				continue
			}
			swaps++
			typed := string(code[:at]) + string(code[at+1]) + string(code[at]) + string(code[at+2:])
			if _, err := vouchers.ParseCode(typed); !fault.Is(err, "voucher_mistyped") {
				t.Fatalf("%s typed as %s: %v", code, typed, err)
			}
		}
	}
	if swaps < 10_000 {
		t.Errorf("only %d swaps were tried", swaps)
	}
}

func TestCaseSpacesAndDashesDoNotMatter(t *testing.T) {
	code := drawCode(t)
	shown := code.String()
	if len(shown) != 14 || shown[4] != '-' || shown[9] != '-' {
		t.Fatalf("a code is shown as %q", shown)
	}
	for _, typed := range []string{shown, strings.ToLower(shown), " " + strings.ReplaceAll(shown, "-", " ") + " ", string(code),
		strings.ReplaceAll(shown, "-", "\u00a0")} {
		if got, err := vouchers.ParseCode(typed); err != nil || got != code {
			t.Errorf("%q is read as %q, %v", typed, got, err)
		}
	}
}

func TestNoInputBreaksTheParser(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		typed := rapid.String().Draw(t, "typed")
		code, err := vouchers.ParseCode(typed)
		if err == nil && len(code) != vouchers.Length {
			t.Fatalf("%q is read as %q", typed, code)
		}
		if err != nil && !fault.Is(err, "voucher_mistyped") {
			t.Fatalf("%q: %v", typed, err)
		}
	})
}

func TestCodesUseAllSymbolsAlike(t *testing.T) {
	const draws = 3100
	seen := map[byte]int{}
	for range draws {
		code := drawCode(t)
		for at := range len(code) {
			seen[code[at]]++
		}
	}
	want := draws * vouchers.Length / len(alphabet)
	for _, symbol := range []byte(alphabet) {
		if n := seen[symbol]; n < want*3/4 || n > want*5/4 {
			t.Errorf("%c was drawn %d times, about %d were due", symbol, n, want)
		}
	}
}

func TestABoxOpensForItsOwnVoucherOnly(t *testing.T) {
	ring := vouchers.Keyring{Lookup: make([]byte, 32), Box: []byte(strings.Repeat("k", 32))}
	code, mine, other := drawCode(t), vouchers.Voucher{ID: ids.Voucher{1}}, vouchers.Voucher{ID: ids.Voucher{2}}
	box, err := ring.Seal(rand.Reader, mine.ID, code)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(box), string(code)) {
		t.Error("the box shows the code")
	}
	mine.CodeBox, other.CodeBox = box, box
	if got, err := ring.Open(mine); err != nil || got != code {
		t.Errorf("the box opens as %q, %v", got, err)
	}
	if _, err := ring.Open(other); err == nil {
		t.Error("another voucher opens the box")
	}
	mine.CodeBox = nil
	if _, err := ring.Open(mine); !errors.Is(err, vouchers.ErrWiped) {
		t.Errorf("a wiped box answers %v", err)
	}
}
