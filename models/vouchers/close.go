package vouchers

// lookalikes are the symbols that one is mistaken for. The first five are in no
// code at all.
var lookalikes = map[byte]string{
	'0': "DQ", 'O': "DQ", '1': "7JT", 'I': "7JT", 'L': "EJ",
	'8': "B", 'B': "8", '5': "S", 'S': "5", '2': "Z", 'Z': "2", '6': "G", 'G': "6", 'U': "V", 'V': "U",
}

// CloseMatch guesses the code that was meant by a mistyped one: two neighbours
// changed places, or one symbol stands for another that looks like it. It reads
// the typed text alone and asks nothing about the vouchers there are, so it can
// tell nobody a code that they don't have. It answers only when a single guess
// fits the check symbol.
func CloseMatch(typed string) (Code, bool) {
	clean := tidy(typed)
	if len(typed) > 64 || len(clean) != Length {
		return "", false
	}
	fits := map[Code]bool{}
	for _, guess := range guesses(clean) {
		if code, err := ParseCode(guess); err == nil {
			fits[code] = true
		}
	}
	if len(fits) != 1 {
		return "", false
	}
	for code := range fits {
		return code, true
	}
	return "", false
}

func guesses(clean string) []string {
	var all []string
	for at := range len(clean) {
		if at+1 < len(clean) {
			all = append(all, clean[:at]+clean[at+1:at+2]+clean[at:at+1]+clean[at+2:])
		}
		for _, meant := range lookalikes[clean[at]] {
			all = append(all, clean[:at]+string(meant)+clean[at+1:])
		}
	}
	return all
}
