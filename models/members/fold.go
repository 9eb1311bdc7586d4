package members

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// letters that Unicode does not take apart.
var letters = strings.NewReplacer("ł", "l", "ø", "o", "æ", "ae", "œ", "oe", "ß", "ss", "đ", "d", "ð", "d", "þ", "th", "ı", "i", "ħ", "h")

// Fold makes a name findable: lower case, without accents, single spaces.
// "Łucja" and "lucja" fold alike, and so do "Bjørn" and "bjorn".
func Fold(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(name)) {
		switch {
		case unicode.Is(unicode.Mn, r), unicode.IsControl(r):
		default:
			b.WriteRune(r)
		}
	}
	return letters.Replace(strings.Join(strings.Fields(b.String()), " "))
}

// CleanName trims a name and joins its spaces; false when it is empty, too long
// or holds what no name holds: control characters and angle brackets.
func CleanName(name string) (string, bool) {
	name = strings.Join(strings.Fields(name), " ")
	n := 0
	for _, r := range name {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '<' || r == '>' || r == unicode.ReplacementChar {
			return name, false
		}
		n++
	}
	return name, n > 0 && n <= MaxName
}
