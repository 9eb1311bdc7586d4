package cli

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// bar draws how far a long act is: on a terminal on one line that it writes over, elsewhere a line for each tenth.
type bar struct {
	out   io.Writer
	last  time.Time
	tenth int
	begun bool
}

const barWidth = 30

// show draws at most ten times a second, and always the end.
func (b *bar) show(what string, did, all int) {
	if all <= 0 {
		return
	}
	if !isTerminal(b.out) {
		b.line(what, 10*did/all)
		return
	}
	if did < all && time.Since(b.last) < 100*time.Millisecond {
		return
	}
	b.last, b.begun = time.Now(), true
	full := barWidth * did / all
	_, _ = fmt.Fprintf(b.out, "\r%s%s %3d%% %s\x1b[K", strings.Repeat("█", full), strings.Repeat("░", barWidth-full), 100*did/all, what)
}

func (b *bar) line(what string, tenth int) {
	if tenth > b.tenth {
		b.tenth = tenth
		_, _ = fmt.Fprintf(b.out, "%d%% %s\n", 10*tenth, what)
	}
}

// end leaves the line.
func (b *bar) end() {
	if b.begun {
		_, _ = fmt.Fprintln(b.out)
	}
}

func isTerminal(out io.Writer) bool {
	file, ok := out.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
