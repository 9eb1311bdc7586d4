package main

import (
	"context"
	_ "embed" // the statements
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/lib/pq"

	"fealty/models/db"
	"fealty/models/verifying"
)

//go:embed crowd/begin.sql
var crowdBegin string

//go:embed crowd/shelf.sql
var crowdShelf string

//go:embed crowd/people.sql
var crowdPeople string

//go:embed crowd/round.sql
var crowdRound string

//go:embed crowd/end.sql
var crowdWallets string

//go:embed crowd/rest.sql
var crowdRest string

// What a crowd is loaded with: so many entries each, in parts of so many members,
// by so many connections.
const (
	entriesEach = 10
	crowdPart   = 20_000
	loaders     = 2
)

// crowdName is the database of a crowd of so many members.
func crowdName(members int) string { return fmt.Sprintf("crowd_%d", members) }

// loadCrowd makes a database with so many members and ten entries each, by
// statements that write whole parts of it. The chains of hashes are real, so
// `verify` has nothing against it.
func loadCrowd(ctx context.Context, out io.Writer, p plan) (err error) {
	members := p.members
	g, err := openDatabase(ctx, crowdName(members), true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, g.close()) }()
	began := time.Now()
	if _, err := g.owner.ExecContext(ctx, crowdBegin); err != nil {
		return fmt.Errorf("begin a crowd: %w", err)
	}
	rewards, err := g.shelf(ctx)
	if err != nil {
		return err
	}
	today := db.Today(time.Now(), time.UTC).Format(time.DateOnly)
	if err := g.parts(ctx, members, crowdPeople, func(from, to int) []any { return []any{from, to, members, today} }); err != nil {
		return fmt.Errorf("load members: %w", err)
	}
	say(out, "%s: %d members\n", time.Since(began).Round(time.Second), members)
	for k := 1; k <= entriesEach; k++ {
		err := g.parts(ctx, members, crowdRound, func(from, to int) []any { return []any{k, from, to, members, today, pq.Array(rewards)} })
		if err != nil {
			return fmt.Errorf("load the entries of round %d: %w", k, err)
		}
		say(out, "%s: %d entries\n", time.Since(began).Round(time.Second), k*members)
	}
	if err := g.finishCrowd(ctx); err != nil {
		return err
	}
	if p.verify {
		report, err := verifying.Run(ctx, g.deps.DB)
		if err != nil {
			return err
		}
		if report.Wrong != nil {
			return fmt.Errorf("the crowd does not add up: %s", report.Wrong)
		}
		say(out, "%s: verified %d entries\n", time.Since(began).Round(time.Second), report.Entries)
	}
	say(out, "%s: done. The database is %s, in %s.\n", time.Since(began).Round(time.Second), crowdName(members), dataDir)
	return nil
}

// parts runs a statement for every part of the members, some at a time.
func (g *ground) parts(ctx context.Context, members int, query string, args func(from, to int) []any) error {
	starts := make(chan int)
	errs := make([]error, loaders)
	var all sync.WaitGroup
	for i := range loaders {
		all.Go(func() {
			for from := range starts {
				if errs[i] == nil {
					_, errs[i] = g.owner.ExecContext(ctx, query, args(from, min(from+crowdPart-1, members))...)
				}
			}
		})
	}
	for from := 1; from <= members; from += crowdPart {
		starts <- from
	}
	close(starts)
	all.Wait()
	return errors.Join(errs...)
}

// finishCrowd writes what the rounds leave, and brings statistics up to date.
func (g *ground) finishCrowd(ctx context.Context) error {
	if _, err := g.owner.ExecContext(ctx, crowdWallets, entriesEach); err != nil {
		return fmt.Errorf("write the crowd's wallets: %w", err)
	}
	for statement := range strings.SplitSeq(crowdRest, ";\n") {
		if _, err := g.owner.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("finish a crowd: %w", err)
		}
	}
	return g.settle(ctx)
}

// shelf puts rewards on the shelf: a crowd redeems something.
func (g *ground) shelf(ctx context.Context) (rewards []string, err error) {
	err = g.owner.QueryRowContext(ctx, crowdShelf).Scan(pq.Array(&rewards))
	if err != nil {
		return nil, fmt.Errorf("fill the shelf: %w", err)
	}
	return rewards, nil
}
