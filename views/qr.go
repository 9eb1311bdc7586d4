package views

import (
	"fmt"
	"html/template"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// QR draws a text as a QR code in SVG, black on white in either scheme so that
// every scanner reads it. The label is what a screen reader says.
func QR(text, label string) (template.HTML, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return "", fmt.Errorf("draw QR code: %w", err)
	}
	size := code.Bounds().Dx()
	var path strings.Builder
	for y := range size {
		writeRow(&path, y, size, func(x int) bool {
			r, _, _, _ := code.At(x, y).RGBA()
			return r == 0
		})
	}
	return template.HTML(fmt.Sprintf( //nolint:gosec // numbers, and an escaped label
		`<svg viewBox="0 0 %d %d" role="img" aria-label="%s"><path d="%s" fill="#000"/></svg>`,
		size, size, template.HTMLEscapeString(label), path.String())), nil
}

// writeRow joins neighbouring dark modules into one rectangle.
func writeRow(path *strings.Builder, y, size int, dark func(x int) bool) {
	for x := 0; x < size; x++ {
		from := x
		for x < size && dark(x) {
			x++
		}
		if x > from {
			fmt.Fprintf(path, "M%d %dh%dv1h-%dz", from, y, x-from, x-from)
		}
	}
}
