package members

import (
	"net/mail"
	"strings"

	"github.com/nyaruka/phonenumbers"
	"golang.org/x/net/idna"

	"fealty/models/fault"
)

// MaxContact is the longest contact that is read (RFC 5321: a path of 254).
const MaxContact = 254

// NormaliseContact reads what a person typed: an e-mail address, lower-cased, or
// a phone number, made E.164 with the default region (ISO 3166-1, "NO") when it
// has no country code. What is neither is fault.Invalid "contact_invalid".
func NormaliseContact(s, defaultRegion string) (Contact, error) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > MaxContact {
		return Contact{}, fault.New(fault.Invalid, "contact_invalid")
	}
	if strings.Contains(s, "@") {
		return normaliseEmail(s)
	}
	return normalisePhone(s, defaultRegion)
}

func normaliseEmail(s string) (Contact, error) {
	parsed, err := mail.ParseAddress(s)
	if err != nil || parsed.Name != "" || parsed.Address != s || strings.ContainsAny(s, "\"\\<>() ,;") {
		return Contact{}, fault.New(fault.Invalid, "contact_invalid")
	}
	at := strings.LastIndexByte(s, '@')
	host, err := idna.Lookup.ToASCII(strings.ToLower(s[at+1:]))
	if err != nil || !strings.Contains(host, ".") || at > 64 {
		return Contact{}, fault.New(fault.Invalid, "contact_invalid")
	}
	return Contact{Kind: Email, Value: strings.ToLower(s[:at]) + "@" + host}, nil
}

func normalisePhone(s, defaultRegion string) (Contact, error) {
	if rest, ok := strings.CutPrefix(s, "00"); ok {
		s = "+" + rest
	}
	number, err := phonenumbers.Parse(s, defaultRegion)
	if err != nil || !phonenumbers.IsValidNumber(number) {
		return Contact{}, fault.New(fault.Invalid, "contact_invalid")
	}
	return Contact{Kind: Phone, Value: phonenumbers.Format(number, phonenumbers.E164)}, nil
}

// Mask shows enough of a contact to recognise one's own: i•••@example.com.
func (c Contact) Mask() string {
	if c.Kind == Email {
		local, host, _ := strings.Cut(c.Value, "@")
		first := []rune(local + "•")[0]
		return string(first) + "•••@" + host
	}
	return "•••" + c.Value[max(0, len(c.Value)-3):]
}
