package vouchers

import (
	"strings"

	"fealty/models/fault"
)

// foreignMark begins a code that is not of our own making, inside its box, so
// that it is shown exactly as the shop wrote it.
const foreignMark = "="

// The lengths that a code of the shop's own may have.
const (
	MinForeign = 4
	MaxForeign = 40
)

// Foreign reads a code that the shop or a partner made: 4 to 40 letters, digits
// and marks. What it answers shows as written, and is found whatever case,
// spaces and dashes people type. Anything else is fault.Invalid "code_form".
func Foreign(text string) (Code, error) {
	clean := Code(tidy(text))
	if n := len(clean); n < MinForeign || len(text) > MaxForeign {
		return "", fault.New(fault.Invalid, "code_form", fault.Params{"min": MinForeign, "max": MaxForeign})
	}
	for _, r := range text {
		isPlain := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_.+/# ", r)
		if !isPlain {
			return "", fault.New(fault.Invalid, "code_form", fault.Params{"min": MinForeign, "max": MaxForeign})
		}
	}
	return Code(foreignMark + strings.TrimSpace(text)), nil
}

// IsForeign tells whether the shop or a partner made the code.
func (c Code) IsForeign() bool { return strings.HasPrefix(string(c), foreignMark) }

// plain is what a code is found by.
func (c Code) plain() string {
	if c.IsForeign() {
		return tidy(string(c[1:]))
	}
	return string(c)
}

// ReadCode reads what was typed or scanned: one of our codes when it can be one,
// else perhaps a foreign one. What can be neither is fault.Invalid
// "voucher_mistyped".
func ReadCode(typed string) (Code, error) {
	code, err := ParseCode(typed)
	if err == nil {
		return code, nil
	}
	if foreign, wrong := Foreign(strings.TrimSpace(typed)); wrong == nil {
		return foreign, nil
	}
	return "", err
}
