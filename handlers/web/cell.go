package web

import "strings"

// Cell keeps a spreadsheet from taking a text for a formula (R14).
func Cell(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r\n", rune(text[0])) {
		return "'" + text
	}
	return text
}
