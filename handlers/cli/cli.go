package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// Env is the world around the program.
type Env struct {
	Getenv         func(string) string
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Version        string
}

// Exit codes: done; it did not work; it was asked wrongly.
const (
	done   = 0
	failed = 1
	misuse = 2
)

// command is one word of the command line, or two.
type command struct {
	name, args, short string
	// run reads its flags from args by the set it is given.
	run func(ctx context.Context, c call) error
}

// call is one command being run.
type call struct {
	Env
	flags *flag.FlagSet
	args  []string
}

// misuseError is a command asked wrongly; its text says how to ask.
type misuseError struct{ error }

// Unwrap gives what was wrong.
func (e misuseError) Unwrap() error { return e.error }

// errFlags is a flag that can't be read; the flag set has said so already.
var errFlags = errors.New("flags")

func misused(format string, a ...any) error { return misuseError{fmt.Errorf(format, a...)} }

func commands() []command {
	return []command{
		{"serve", "", "serve the club; the first start makes a database and the demo shop", serve},
		{"migrate", "", "bring the database up to date and give a fresh one its first programme", migrate},
		{"demo", "", "load the demo shop into a fresh database", demoShop},
		{"import purchases", "FILE", "record the purchases of a file", importPurchases},
		{"programme show", "", "print the programme in force as JSON", showProgramme},
		{"programme publish", "FILE", "publish a programme (- reads standard input)", publishProgramme},
		{"verify", "", "recompute the whole book and name the first thing wrong", verify},
		{"backup", "FILE", "write the whole database into a file", backup},
		{"restore", "FILE", "fill an empty database from a backup, and verify it", restore},
		{"doctor", "", "look for what is unsafe or missing", doctor},
		{"staff add", "EMAIL", "let somebody into /admin or /partner", addStaff},
		{"staff link", "EMAIL", "print a new link to choose a password", linkStaff},
		{"staff reset", "EMAIL", "take a lost second step away and end the sessions", resetStaff},
		{"staff disable", "EMAIL", "shut somebody out and end their sessions", disableStaff},
		{"staff enable", "EMAIL", "let somebody in again who was shut out", enableStaff},
		{"key add", "NAME", "make an API key and print it, once", addKey},
	}
}

// Run runs the command that the arguments name and gives the exit code.
func Run(ctx context.Context, args []string, env Env) int {
	if len(args) == 0 || slices.Contains([]string{"help", "-h", "-help", "--help"}, args[0]) {
		env.usage(env.Stdout)
		return map[bool]int{true: misuse, false: done}[len(args) == 0]
	}
	if args[0] == "version" || args[0] == "-version" || args[0] == "--version" {
		_, _ = fmt.Fprintln(env.Stdout, "fealty", env.Version)
		return done
	}
	cmd, rest, ok := find(args)
	if !ok {
		_, _ = fmt.Fprintf(env.Stderr, "fealty: there is no command %q\n\n", strings.Join(args[:min(2, len(args))], " "))
		env.usage(env.Stderr)
		return misuse
	}
	return env.finish(cmd, cmd.run(ctx, env.call(cmd, rest)))
}

// find gives the command whose words begin the arguments.
func find(args []string) (command, []string, bool) {
	for _, cmd := range commands() {
		words := strings.Fields(cmd.name)
		if len(args) >= len(words) && slices.Equal(args[:len(words)], words) {
			return cmd, args[len(words):], true
		}
	}
	return command{}, nil, false
}

func (e Env) call(cmd command, args []string) call {
	flags := flag.NewFlagSet(cmd.name, flag.ContinueOnError)
	flags.SetOutput(e.Stderr)
	flags.Usage = func() {
		out := flags.Output()
		_, _ = fmt.Fprintf(out, "fealty %s %s: %s\n", cmd.name, strings.TrimSpace("[flags] "+cmd.args), cmd.short)
		flags.PrintDefaults()
	}
	return call{Env: e, flags: flags, args: args}
}

// parse reads the flags, also after the words, and gives the n words that must be there.
func (c call) parse(n int) ([]string, error) {
	var words []string
	for rest := c.args; ; {
		if err := c.flags.Parse(rest); err != nil {
			return nil, unlessHelp(err)
		}
		if rest = c.flags.Args(); len(rest) == 0 {
			break
		}
		words, rest = append(words, rest[0]), rest[1:]
	}
	if len(words) != n {
		c.flags.Usage()
		return nil, misused("%d word(s) should follow, not %d", n, len(words))
	}
	return words, nil
}

func unlessHelp(err error) error {
	if errors.Is(err, flag.ErrHelp) {
		return err
	}
	return errFlags
}

// finish says what went wrong and gives the exit code.
func (e Env) finish(cmd command, err error) int {
	switch {
	case err == nil:
		return done
	case errors.Is(err, flag.ErrHelp):
		return done
	case errors.Is(err, errFlags):
		return misuse
	}
	_, _ = fmt.Fprintf(e.Stderr, "fealty %s: %v\n", cmd.name, err)
	if wrong := (misuseError{}); errors.As(err, &wrong) {
		return misuse
	}
	return failed
}

func (e Env) usage(out io.Writer) {
	_, _ = fmt.Fprint(out, "usage: fealty COMMAND [flags] (-h after a command tells more)\n\n")
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, cmd := range commands() {
		_, _ = fmt.Fprintf(table, "  %s\t%s\n", strings.TrimSpace(cmd.name+" "+cmd.args), cmd.short)
	}
	_ = table.Flush()
}

func (e Env) say(format string, a ...any) { _, _ = fmt.Fprintf(e.Stdout, format+"\n", a...) }
