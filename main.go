// Command fealty is a loyalty programme that a shop runs itself.
package main

import (
	"fmt"
	"io"
	"os"
)

// version is set by `make build`.
var version = "unknown"

func main() { os.Exit(run(os.Args[1:], os.Stderr)) }

// run picks the command and gives the exit code.
func run(_ []string, out io.Writer) int {
	_, _ = fmt.Fprintf(out, "fealty %s\n", version)
	return 2
}
