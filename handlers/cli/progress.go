package cli

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// bar draws how far a long act is, on one line that it writes over.
type bar struct {
	out   io.Writer
	last  time.Time
	begun bool
}

const barWidth = 30

// show draws at most ten times a second, and always the end.
func (b *bar) show(what string, did, all int) {
	if all <= 0 || (did < all && time.Since(b.last) < 100*time.Millisecond) {
		return
	}
	b.last, b.begun = time.Now(), true
	full := barWidth * did / all
	_, _ = fmt.Fprintf(b.out, "\r%s%s %3d%% %s\x1b[K", strings.Repeat("█", full), strings.Repeat("░", barWidth-full), 100*did/all, what)
}

// end leaves the line.
func (b *bar) end() {
	if b.begun {
		_, _ = fmt.Fprintln(b.out)
	}
}
