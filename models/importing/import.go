package importing

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"golang.org/x/sync/errgroup"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/programme"
	"fealty/models/purchases"
)

// Deps are what the flow stands on.
type Deps struct{ Programme *programme.Cache }

// Command asks for a file to be imported.
type Command struct {
	File   io.Reader
	Format string
	// Source names the system that the file comes from; its customers' numbers
	// are kept under it. Empty means the format's own name.
	Source string
	// DryRun writes nothing and answers the same report.
	DryRun bool
	// ShiftDates moves all dates by whole weeks, so that the last day lies in the
	// seven days before today. The first run of a source decides for all.
	ShiftDates bool
	// AsIs takes the amounts of a file as the programme's currency, whatever they
	// were.
	AsIs bool
	// SkipBad imports what is good of a file with bad rows; else such a file is
	// refused whole.
	SkipBad bool
	// Progress is told how far it is, now and then, from one goroutine at a time.
	Progress func(done, total int)
}

// How the work is cut: purchases and returns to a transaction, and how many
// transactions at once.
const (
	batchActs = 400
	writers   = 2
	// clockSkew is how far ahead of ours the clock of the file may have been.
	clockSkew = 5 * time.Minute
)

// Run imports a file. A file that can't be read, or one with bad rows without
// SkipBad, is fault.Invalid, and the report lists them; nothing is written then.
// After any other error what was committed stays, and a second run completes it.
func Run(ctx context.Context, d *db.DB, deps Deps, cmd Command) (Report, error) {
	version, err := deps.Programme.InForce(ctx, d)
	if err != nil {
		return Report{}, err
	}
	p, err := read(cmd, version, d.Time())
	if err != nil {
		return Report{}, err
	}
	p.report.Currency = version.Currency()
	if err := p.settleShift(ctx, d, cmd, version); err != nil {
		return p.report, err
	}
	if len(p.report.Bad) > 0 && !cmd.SkipBad {
		return p.report, fault.New(fault.Invalid, "import_bad", fault.Params{"Count": len(p.report.Bad)})
	}
	if !cmd.DryRun {
		weeks, err := rememberShift(ctx, d, p.source, p.report.Weeks)
		if err != nil || weeks != p.report.Weeks {
			return p.report, cmp.Or(err, errMoved)
		}
	}
	r := &run{d: d, deps: deps, cmd: cmd, plan: p, tiers: map[string]int{}, language: version.Document.Club.Languages[0]}
	if err := r.record(ctx); err != nil {
		return p.report, err
	}
	p.report.finish(version, r.tiers)
	return p.report, nil
}

func read(cmd Command, v *programme.Version, now time.Time) (*plan, error) {
	switch cmd.Format {
	case FormatRetail:
		if v.Currency().Code != "GBP" && !cmd.AsIs {
			return nil, fault.New(fault.Invalid, "import_currency", fault.Params{"File": "GBP", "Programme": v.Currency().Code})
		}
		return readRetail(cmd.File, v)
	case FormatFealty:
		return readFealty(cmd, v, now)
	}
	return nil, fault.New(fault.Invalid, "import_format", fault.Params{"Format": cmd.Format})
}

// errMoved is another first run of the same source, that decided otherwise.
var errMoved = errors.New("another import of this source has just begun with its dates moved otherwise: run this one again")

// settleShift moves the dates: by what the first run of the source decided,
// whatever is asked now.
func (p *plan) settleShift(ctx context.Context, d *db.DB, cmd Command, v *programme.Version) error {
	weeks, isRemembered, err := shiftOf(ctx, d, p.source)
	if err != nil {
		return err
	}
	if !isRemembered && cmd.ShiftDates && len(p.customers) > 0 {
		weeks = p.weeksTo(v.Today(d.Time()))
	}
	p.report.Weeks, p.report.IsRemembered = weeks, isRemembered
	p.shift(weeks)
	p.dropFuture(d.Time().Add(clockSkew))
	return nil
}

// run is an import at work.
type run struct {
	d    *db.DB
	deps Deps
	cmd  Command
	plan *plan
	// language is that of members of whom none is known.
	language string
	tiers    map[string]int
	done     int
}

// record works through all batches. What is decided for one member never needs
// another, and a member is in one batch.
func (r *run) record(ctx context.Context) error {
	batches := make(chan []*customer)
	tallies := make(chan *tally)
	var group errgroup.Group
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	group.Go(func() error { return r.cut(ctx, batches) })
	for range writers {
		group.Go(func() error { return r.write(ctx, stop, channels{batches, tallies}) })
	}
	var failed error
	go func() {
		failed = group.Wait()
		close(tallies)
	}()
	for t := range tallies {
		r.plan.report.add(t)
		for tier, n := range t.tiers {
			r.tiers[tier] += n
		}
		r.told(t)
	}
	if failed != nil {
		return context.Cause(ctx) // the first failure, not those that it made
	}
	return nil
}

type channels struct {
	batches chan []*customer
	tallies chan *tally
}

// told says how far it is.
func (r *run) told(t *tally) {
	r.done += t.acts
	if r.cmd.Progress != nil {
		r.cmd.Progress(r.done, r.plan.acts())
	}
}

func (p *plan) acts() int {
	n := 0
	for _, c := range p.customers {
		n += len(c.acts)
	}
	return n
}

// cut hands out batches of some hundreds of acts.
func (r *run) cut(ctx context.Context, batches chan<- []*customer) error {
	defer close(batches)
	for from := 0; from < len(r.plan.customers); {
		to, acts := from, 0
		for to < len(r.plan.customers) && acts < batchActs {
			acts += len(r.plan.customers[to].acts)
			to++
		}
		select {
		case batches <- r.plan.customers[from:to]:
		case <-ctx.Done():
			return ctx.Err()
		}
		from = to
	}
	return nil
}

// write records batch after batch; the first failure stops the others.
func (r *run) write(ctx context.Context, stop func(error), c channels) error {
	for customers := range c.batches {
		t, err := r.batch(ctx, customers)
		if err != nil {
			stop(err)
			return err
		}
		c.tallies <- t
	}
	return nil
}

// errDry rolls a dry run back.
var errDry = errors.New("a dry run")

// tries bounds how often a batch is begun anew because somebody else has
// recorded one of its references meanwhile.
const tries = 5

// batch records one batch in one transaction.
func (r *run) batch(ctx context.Context, customers []*customer) (*tally, error) {
	var err error
	for range tries {
		var t *tally
		err = db.InTx(ctx, r.d, func(tx *db.Tx) (err error) {
			w := &work{run: r, tx: tx, tally: newTally()}
			if err = w.walk(ctx, customers); err == nil && r.cmd.DryRun {
				err = errDry
			}
			t = w.tally
			return err
		})
		if err == nil || errors.Is(err, errDry) {
			return t, nil
		}
		if !isClash(err) {
			break
		}
	}
	return nil, fmt.Errorf("record purchases: %w", err)
}

// isClash tells whether somebody else was quicker with a reference, a contact or
// a member number.
func isClash(err error) bool {
	return purchases.IsReferenceTaken(err) || purchases.IsReturnTaken(err) || db.Violated(err, "member_contacts_pkey") ||
		db.Violated(err, "members_number_key") || db.Violated(err, "members_invite_code_key")
}
