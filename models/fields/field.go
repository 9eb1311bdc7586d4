package fields

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/lib/pq"
	"github.com/shopspring/decimal"

	"fealty/models/fault"
	"fealty/models/ids"
)

// Kind says what can stand in a field.
type Kind string

// The kinds of field.
const (
	Text   Kind = "text"
	Number Kind = "number"
	Date   Kind = "date"
	Choice Kind = "choice"
	YesNo  Kind = "yes_no"
)

// Kinds lists them in the order in which they are offered; read only.
var Kinds = [...]Kind{Text, Number, Date, Choice, YesNo}

// Access says what members have of a field on their own page.
type Access string

// Members don't see it; they see it; they fill it in themselves. Staff and the
// API may always.
const (
	ForStaff Access = "staff"
	Shown    Access = "shown"
	Edited   Access = "edited"
)

// Accesses lists them; read only.
var Accesses = [...]Access{ForStaff, Shown, Edited}

// Bounds of a field.
const (
	MaxValue   = 500
	MaxLabel   = 80
	MaxChoices = 50
	MaxFields  = 50
)

// Yes and No are the values of a yes-no field.
const (
	Yes = "yes"
	No  = "no"
)

// Definition is a field. Choices are the values of a Choice, in order; what each
// is called stands in its Texts.
type Definition struct {
	Key        string         `db:"key"`
	Kind       Kind           `db:"kind"`
	Choices    pq.StringArray `db:"choices"`
	Access     Access         `db:"access"`
	Position   int            `db:"position"`
	CreatedAt  time.Time      `db:"created_at"`
	ArchivedAt *time.Time     `db:"archived_at"`
	Texts      []Name         `db:"-"`
}

// Name is what a field and its choices are called in one language.
type Name struct {
	Field    string         `db:"field"`
	Language string         `db:"language"`
	Label    string         `db:"label"`
	Choices  pq.StringArray `db:"choices"`
}

// Value is what a member has in a field.
type Value struct {
	MemberID ids.Member `db:"member_id"`
	Field    string     `db:"field"`
	Value    string     `db:"value"`
}

var keyForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// IsKey tells whether a text can be a field's key.
func IsKey(key string) bool { return keyForm.MatchString(key) }

// In gives the field's name in a language, else in the main one, else its key.
func (d Definition) In(language, main string) Name {
	for _, want := range []string{language, main} {
		for _, t := range d.Texts {
			if t.Language == want {
				return t
			}
		}
	}
	return Name{Field: d.Key, Label: d.Key, Choices: d.Choices}
}

// Called gives what a choice is called under a name; what is no choice any more
// is shown as it is.
func (d Definition) Called(value string, name Name) string {
	at := slices.Index(d.Choices, value)
	if at < 0 || at >= len(name.Choices) || name.Choices[at] == "" {
		return value
	}
	return name.Choices[at]
}

// Clean gives a value its canonical form: numbers without spaces and with a
// point, days as 2026-03-10. What does not fit the field is fault.Invalid with
// the key that a form shows; an empty one is "" and empties the field.
func (d Definition) Clean(value string) (string, error) {
	value = strings.TrimSpace(value)
	if value == "" {
		return "", nil
	}
	if !utf8.ValidString(value) || strings.ContainsFunc(value, unicode.IsControl) {
		return "", fault.New(fault.Invalid, "field.text")
	}
	if utf8.RuneCountInString(value) > MaxValue {
		return "", fault.New(fault.Invalid, "too_long", fault.Params{"max": MaxValue})
	}
	switch d.Kind {
	case Number:
		return cleanNumber(value)
	case Date:
		return cleanDay(value)
	case Choice:
		return among(value, d.Choices)
	case YesNo:
		return among(value, []string{Yes, No})
	}
	return value, nil
}

var spaces = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "\u2212", "-", ",", ".")

func cleanNumber(value string) (string, error) {
	n, err := decimal.NewFromString(spaces.Replace(value))
	if err != nil || len(value) > 30 || n.Exponent() < -9 || n.Abs().GreaterThan(decimal.New(1, 15)) {
		return "", fault.New(fault.Invalid, "field_number")
	}
	return n.String(), nil
}

func cleanDay(value string) (string, error) {
	day, err := time.Parse(time.DateOnly, value)
	if err != nil || day.Year() < 1900 || day.Year() > 9999 {
		return "", fault.New(fault.Invalid, "day_form")
	}
	return value, nil
}

func among(value string, choices []string) (string, error) {
	if !slices.Contains(choices, value) {
		return "", fault.New(fault.Invalid, "choice")
	}
	return value, nil
}
