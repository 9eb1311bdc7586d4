package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/pprof"
	"slices"
	"syscall"
	"time"
)

// longest bounds the whole run.
const longest = 10 * time.Minute

// plan is what to measure, and for how long.
type plan struct {
	rounds, connections, members int
	each, warm                   time.Duration
	profile                      string
	verify                       bool
	// small is the crowd that a large one is held against, asks how often each page
	// is asked for.
	small, asks int
	what        string
}

func main() {
	if err := start(readPlan()); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// start does what the plan names until it is done or somebody stops it.
func start(p plan) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	do, isKnown := map[string]func(context.Context, io.Writer, plan) error{"purchases": run, "load": loadCrowd, "look": lookAround}[p.what]
	if !isKnown {
		return fmt.Errorf("-what is purchases, load or look, not %q", p.what)
	}
	return do(ctx, os.Stdout, p)
}

func readPlan() plan {
	var p plan
	seconds := flag.Int("seconds", 12, "how long each side of a round takes")
	warm := flag.Int("warm", 6, "how long each side warms up, twice")
	flag.IntVar(&p.rounds, "rounds", 3, "how many rounds; the median counts")
	flag.IntVar(&p.connections, "connections", 32, "connections of each side")
	flag.IntVar(&p.members, "members", 10_000, "members who buy")
	flag.StringVar(&p.profile, "profile", "", "write a CPU profile of our side to this file")
	flag.IntVar(&p.small, "small", 10_000, "look: members of the smaller crowd")
	flag.IntVar(&p.asks, "asks", 30, "look: how often each page is asked for")
	flag.BoolVar(&p.verify, "verify", false, "verify a loaded crowd")
	flag.StringVar(&p.what, "what", "purchases", "purchases (G1); load: make a crowd of -members; look: every page in two crowds")
	flag.Parse()
	p.each, p.warm = time.Duration(*seconds)*time.Second, time.Duration(*warm)*time.Second
	return p
}

func run(ctx context.Context, out io.Writer, p plan) (err error) {
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	say(out, "Setting up: PostgreSQL, the app, %d members.\n", p.members)
	g, err := open(ctx, p.members)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, g.close()) }()
	results, err := interleave(ctx, out, g, p)
	if err != nil {
		return err
	}
	print(out, p, results)
	sold := 0
	for _, r := range results {
		sold += r.sold
	}
	return g.tell(ctx, out, sold)
}

// round is what one round measured, in purchases a second and in bytes of WAL
// for each.
type round struct {
	ours, theirs     float64
	ourWAL, theirWAL float64
	// What a purchase takes of the processors' time, all programs together.
	ourCPU, theirCPU time.Duration
	median, worst    time.Duration
	sold             int
}

// interleave warms both sides up and measures them in turn.
func interleave(ctx context.Context, out io.Writer, g *ground, p plan) ([]round, error) {
	script, err := g.script(ctx)
	if err != nil {
		return nil, err
	}
	say(out, "Warming up.\n")
	if err := warm(ctx, g, script, p); err != nil {
		return nil, err
	}
	if err := g.forget(ctx); err != nil {
		return nil, err
	}
	var results []round
	for i := range p.rounds {
		r, err := measure(ctx, g, script, p)
		if err != nil {
			return nil, err
		}
		say(out, "Round %d: Fealty %.0f, pgbench %.0f a second.\n", i+1, r.ours, r.theirs)
		results = append(results, r)
	}
	return results, nil
}

// warm runs both sides twice. Between come fresh statistics, since plans made for
// empty tables read them whole, and a checkpoint, after which each page that is
// touched goes into the log once as a whole.
func warm(ctx context.Context, g *ground, script string, p plan) error {
	p.each, p.profile = p.warm, ""
	if _, err := measure(ctx, g, script, p); err != nil {
		return err
	}
	if err := g.settle(ctx); err != nil {
		return err
	}
	_, err := measure(ctx, g, script, p)
	return err
}

// say writes a line of the story; a broken terminal shall not stop a measurement.
func say(out io.Writer, text string, values ...any) { _, _ = fmt.Fprintf(out, text, values...) }

func measure(ctx context.Context, g *ground, script string, p plan) (r round, err error) {
	before, err := g.written(ctx)
	if err != nil {
		return r, err
	}
	idle, err := g.spent(ctx)
	if err != nil {
		return r, err
	}
	load, err := g.profiled(ctx, p)
	if err != nil {
		return r, err
	}
	used, err := g.spent(ctx)
	if err != nil {
		return r, err
	}
	between, err := g.written(ctx)
	if err != nil {
		return r, err
	}
	theirs, err := g.pgbench(ctx, script, p)
	if err != nil {
		return r, err
	}
	after, err := g.written(ctx)
	if err != nil {
		return r, err
	}
	all, err := g.spent(ctx)
	ourCount, theirCount := max(load.done, 1), max(theirs.count, 1)
	r = round{ours: load.rate(), theirs: theirs.rate, ourCPU: (used - idle) / time.Duration(ourCount),
		theirCPU: (all - used + theirs.took) / time.Duration(theirCount), median: load.percentile(50), worst: load.percentile(99), sold: load.done,
		ourWAL: float64(between-before) / float64(ourCount), theirWAL: float64(after-between) / float64(theirCount)}
	return r, err
}

// profiled drives the load, with a profile where one is wanted.
func (g *ground) profiled(ctx context.Context, p plan) (load, error) {
	if p.profile == "" {
		return g.drive(ctx, p)
	}
	file, err := os.Create(p.profile)
	if err != nil {
		return load{}, fmt.Errorf("write a profile: %w", err)
	}
	if err := pprof.StartCPUProfile(file); err != nil {
		return load{}, errors.Join(err, file.Close())
	}
	l, err := g.drive(ctx, p)
	pprof.StopCPUProfile()
	return l, errors.Join(err, file.Close())
}

func median(results []round, of func(round) float64) float64 {
	var list []float64
	for _, r := range results {
		list = append(list, of(r))
	}
	slices.Sort(list)
	return list[len(list)/2]
}

func print(out io.Writer, p plan, results []round) {
	ours, theirs := median(results, func(r round) float64 { return r.ours }), median(results, func(r round) float64 { return r.theirs })
	ratio := median(results, func(r round) float64 { return r.ours / r.theirs })
	say(out, "\n%d rounds of %s each, %d connections, medians\n\n", len(results), p.each, p.connections)
	ourCPU, theirCPU := median(results, func(r round) float64 { return r.ourCPU.Seconds() * 1e6 }), median(results, func(r round) float64 { return r.theirCPU.Seconds() * 1e6 })
	say(out, "%-52s %10s %12s %12s\n", "", "a second", "WAL bytes", "µs of CPU")
	say(out, "%-52s %10.0f %12.0f %12.0f\n", "Fealty: purchases through HTTP, full evaluation", ours, median(results, func(r round) float64 { return r.ourWAL }), ourCPU)
	say(out, "%-52s %10.0f %12.0f %12.0f\n", "pgbench: the same rows in one statement", theirs, median(results, func(r round) float64 { return r.theirWAL }), theirCPU)
	say(out, "\nG1 ratio %.2f (goal 0.70), of CPU %.2f. Fealty answers in %s (median), %s (99 of 100).\n", ratio, theirCPU/max(ourCPU, 1),
		results[0].median.Round(100*time.Microsecond), results[0].worst.Round(100*time.Microsecond))
}
