package vouchers_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"fealty/models/vouchers"
)

func TestACloseMatchIsFoundForAFewSlipsOfTheHandOnly(t *testing.T) {
	swapped, found := 0, 0
	for range 300 {
		code := drawCode(t)
		at := strings.IndexFunc(string(code[1:]), func(r rune) bool { return byte(r) != code[0] })
		if at != 0 {
			continue
		}
		swapped++
		typed := string(code[1]) + string(code[0]) + string(code[2:])
		got, ok := vouchers.CloseMatch(typed)
		if ok && got == code {
			found++
		}
		if ok && got != code {
			t.Errorf("%s typed as %s is guessed as %s, though the right guess fits too", code, typed, got)
		}
	}
	if found < swapped/4 {
		t.Errorf("only %d of %d swaps were understood", found, swapped)
	}
	for _, typed := range []string{"", "K7QP", "K7QP-4M2X-9RTB-7", strings.Repeat("2", 100), "ŁŁŁŁŁŁ"} {
		if got, ok := vouchers.CloseMatch(typed); ok {
			t.Errorf("%q is guessed as %s", typed, got)
		}
	}
}

func TestACloseMatchIsAlwaysACodeThatCouldBe(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		typed := rapid.StringMatching(`[0-9A-Z]{12}`).Draw(t, "typed")
		got, ok := vouchers.CloseMatch(typed)
		if !ok {
			return
		}
		if again, err := vouchers.ParseCode(got.String()); err != nil || again != got || got.String() == typed {
			t.Fatalf("%s is guessed as %s, %v", typed, got, err)
		}
	})
}
