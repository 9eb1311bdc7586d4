package cli

import (
	"fmt"
	"io"
	"os"
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

// show draws at most ten times a second, and always the end. Where nobody
// watches, in a log, it writes a line every few seconds instead.
func (b *bar) show(what string, did, all int) {
	every := 100 * time.Millisecond
	if !isTerminal(b.out) {
		every = 5 * time.Second
	}
	if all <= 0 || (did < all && time.Since(b.last) < every) {
		return
	}
	b.last = time.Now()
	if !isTerminal(b.out) {
		_, _ = fmt.Fprintf(b.out, "%d of %d %s\n", did, all, what)
		return
	}
	b.begun = true
	full := barWidth * did / all
	_, _ = fmt.Fprintf(b.out, "\r%s%s %3d%% %s\x1b[K", strings.Repeat("█", full), strings.Repeat("░", barWidth-full), 100*did/all, what)
}

// end leaves the line.
func (b *bar) end() {
	if b.begun {
		_, _ = fmt.Fprintln(b.out)
	}
}

// isTerminal tells whether somebody watches.
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
