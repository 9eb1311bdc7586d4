package staff_test

import (
	"crypto/rand"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"fealty/models/staff"
)

// TestCodesAreThoseOfOathtool compares our codes with those of the OATH Toolkit, a program of others: for secrets of ours, at instants
// over a hundred years, at the edges of a step and beside them.
func TestCodesAreThoseOfOathtool(t *testing.T) {
	if _, err := exec.LookPath("oathtool"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("oathtool is missing: .ci/deps test installs it")
		}
		t.Skip("oathtool is not installed: `make test` installs it, or type apt-get install oathtool")
	}
	for n := range 6 {
		secret, _, err := staff.NewTOTP(rand.Reader, "Havn", "dora@shop.example")
		if err != nil {
			t.Fatal(err)
		}
		at := time.Date(2026+n*20, time.March, 10, 12, n, 29*n%60, 0, time.UTC)
		for _, shift := range []time.Duration{0, -30 * time.Second, 30 * time.Second} {
			code := oathtool(t, secret, at.Add(shift))
			if step, ok := staff.StepOf(secret, code, at); !ok || step != at.Add(shift).Unix()/30 {
				t.Errorf("at %v the code %s of %v is not taken: step %d, %v", at, code, at.Add(shift), step, ok)
			}
		}
		for _, shift := range []time.Duration{-90 * time.Second, 90 * time.Second, 24 * time.Hour} {
			if code := oathtool(t, secret, at.Add(shift)); code != oathtool(t, secret, at) {
				if _, ok := staff.StepOf(secret, code, at); ok {
					t.Errorf("at %v the code %s of %v is taken", at, code, at.Add(shift))
				}
			}
		}
	}
}

func oathtool(t *testing.T, secret string, at time.Time) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "oathtool", "--totp", "--base32", fmt.Sprintf("--now=%s", at.UTC().Format("2006-01-02 15:04:05 UTC")), secret).CombinedOutput()
	if err != nil {
		t.Fatalf("oathtool: %v %s", err, out)
	}
	return strings.TrimSpace(string(out))
}
