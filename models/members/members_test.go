package members_test

import (
	"crypto/rand"
	"strings"
	"testing"

	"fealty/models/fault"
	"fealty/models/members"
)

func TestMemberNumbersCarryACheckDigit(t *testing.T) {
	for range 500 {
		number, err := members.NewNumber(rand.Reader)
		if err != nil || len(number) != 10 || number[0] == '0' {
			t.Fatalf("made %q, %v", number, err)
		}
		if got, ok := members.ParseNumber(" " + members.ShowNumber(number)); !ok || got != number {
			t.Fatalf("%s reads back as %s, %v", members.ShowNumber(number), got, ok)
		}
		for i := range 10 {
			wrong := []byte(number)
			wrong[i] = '0' + (wrong[i]-'0'+1)%10
			if _, ok := members.ParseNumber(string(wrong)); ok {
				t.Fatalf("%s passes for %s", wrong, number)
			}
		}
	}
	if members.ShowNumber("1234567897") != "1234 567 897" {
		t.Error("the card shows it otherwise")
	}
	if _, ok := members.ParseNumber("1234567897"); !ok {
		t.Error("the Luhn check differs from the standard's example")
	}
}

func TestInviteCodesHaveNoLookAlikes(t *testing.T) {
	for range 200 {
		code, err := members.NewInviteCode(rand.Reader)
		if err != nil || len(code) != 8 || strings.ContainsAny(code, "01ilouv") {
			t.Fatalf("made %q, %v", code, err)
		}
		if got, ok := members.ParseInvite(" " + strings.ToUpper(code)); !ok || got != code {
			t.Fatalf("%q reads back as %q, %v", code, got, ok)
		}
	}
}

func TestChanceThatFailsIsTold(t *testing.T) {
	if _, err := members.NewNumber(strings.NewReader("few")); err == nil {
		t.Error("a number without chance")
	}
}

func TestContactsAreReadTheWayPeopleTypeThem(t *testing.T) {
	for typed, want := range map[string]members.Contact{
		" Ingrid@Example.COM ":  {Kind: members.Email, Value: "ingrid@example.com"},
		"a+b.c@sub.example.com": {Kind: members.Email, Value: "a+b.c@sub.example.com"},
		"ola@blåbær.no":         {Kind: members.Email, Value: "ola@xn--blbr-roah.no"},
		"406 00 000":            {Kind: members.Phone, Value: "+4740600000"},
		"+47 40 60 00 00":       {Kind: members.Phone, Value: "+4740600000"},
		"0047 40600000":         {Kind: members.Phone, Value: "+4740600000"},
		"+48 (600) 123-456":     {Kind: members.Phone, Value: "+48600123456"},
		"+886 912 345 678":      {Kind: members.Phone, Value: "+886912345678"},
		"":                      {}, "nobody": {}, "@example.com": {}, "a@b": {}, "a@": {}, "a b@example.com": {}, "Ola <ola@example.com>": {},
		"12": {}, "+999 1234": {}, "a@example.com,b@example.com": {}, "a\n@example.com": {}, strings.Repeat("a", 65) + "@example.com": {},
		strings.Repeat("a", 300) + "@example.com": {}, "\x00@example.com": {}, "<script>@example.com": {},
	} {
		got, err := members.NormaliseContact(typed, "NO")
		if got != want || (err == nil) != (want.Kind != "") {
			t.Errorf("%q reads as %+v, %v", typed, got, err)
		}
		if err != nil && !fault.Is(err, "contact_invalid") {
			t.Errorf("%q gives %v", typed, err)
		}
	}
}

func TestAMaskedContactShowsLittle(t *testing.T) {
	if got := (members.Contact{Kind: members.Email, Value: "ingrid@example.com"}).Mask(); got != "i•••@example.com" {
		t.Error(got)
	}
	if got := (members.Contact{Kind: members.Phone, Value: "+4740600123"}).Mask(); got != "•••123" {
		t.Error(got)
	}
}

func TestNamesFoldAlikeHoweverTheyAreTyped(t *testing.T) {
	for name, want := range map[string]string{
		"Łucja": "lucja", "Bjørn  Åge": "bjorn age", "Ægir": "aegir", "Straße": "strasse", "Őrség": "orseg", "Ｗａｎｇ": "wang", "美玲": "美玲", "Ðóra": "dora", "İlker": "ilker",
	} {
		if got := members.Fold(name); got != want {
			t.Errorf("%s folds to %q, not %q", name, got, want)
		}
	}
}

func TestNamesAreCleanedAndBounded(t *testing.T) {
	for name, want := range map[string]string{" Anne  Marie ": "Anne Marie", "O'Neil": "O'Neil", strings.Repeat("é", 80): strings.Repeat("é", 80),
		"": "!", "  ": "!", "<b>": "!", "a\x00b": "!", strings.Repeat("é", 81): "!"} {
		got, ok := members.CleanName(name)
		if (want == "!") == ok || (ok && got != want) {
			t.Errorf("%q cleans to %q, %v", name, got, ok)
		}
	}
}
