package programme_test

import (
	"bytes"
	"strings"
	"testing"

	"fealty/models/programme"
	"fealty/models/spending"
)

func TestADocumentOfBeforeSetsNoBoundsOnPaying(t *testing.T) {
	old := norwegian()
	old.Spending.Paying = nil
	text, err := old.Canonical()
	if err != nil || strings.Contains(string(text), "paying") {
		t.Fatalf("%v, an old document is written anew: %s", err, text)
	}
	back, err := programme.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := back.Canonical(); !bytes.Equal(text, again) {
		t.Error("an old document's bytes changed")
	}
	if err := back.Check(); err != nil {
		t.Error(err)
	}
	basket := back.Spending.Case(1000, "anywhere", spending.Purse{Points: 10_000, Credit: 5})
	if got := basket.Most(); got.Amount != 1000 || got.Credit != 5 {
		t.Errorf("it lets pay %+v", got)
	}
}

func TestHowPointsPayIsCheckedByPath(t *testing.T) {
	for path, change := range map[string]func(*spending.Policy){
		"spending.paying.share":        func(p *spending.Policy) { p.Share = 0 },
		"spending.paying.step":         func(p *spending.Policy) { p.Step = 0 },
		"spending.paying.minimum":      func(p *spending.Policy) { p.Minimum = -1 },
		"spending.paying.hold_minutes": func(p *spending.Policy) { p.HoldMinutes = 1441 },
	} {
		d := norwegian()
		change(d.Spending.Paying)
		if err := d.Check(); !wrong(err, path, "programme_range") {
			t.Errorf("%s: %v", path, err)
		}
	}
	d := norwegian()
	d.Spending.Paying.Share, d.Spending.Paying.Channels = 101, []string{"web", ""}
	if err := d.Check(); !wrong(err, "spending.paying.share", "programme_range") || !wrong(err, "spending.paying.channels[1]", "programme_required") {
		t.Error(err)
	}
}
