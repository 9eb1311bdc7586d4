package demo

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"fealty/models/audit"
	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/messages"
	"fealty/models/programme"
	"fealty/models/sessions"
	"fealty/models/vouchers"
)

// Contacts by which the demo's people are known.
const (
	// Ingrid is Silver; Newcomer joined today.
	Ingrid   = "ingrid@havn.example"
	Newcomer = "nora@havn.example"
	// Owner, Manager and Clerk work at Havn, Partner at Fjordkino. None has a
	// password: only the demo's own press signs them in.
	Owner   = "owner@havn.example"
	Manager = "manager@havn.example"
	Clerk   = "jonas@havn.example"
	Partner = "partner@fjordkino.example"
)

// Members is how many the demo shop has.
const Members = 2000

// Deps are what the flows stand on. The keys are those under which the club is
// served afterwards.
type Deps struct {
	Programme *programme.Cache
	Keys      vouchers.Keyring
	CodeKey   sessions.CodeKey
}

// Options may be left zero.
type Options struct {
	// Members is how many there are instead of Members; the known people are
	// always among them.
	Members int
	// Workers is how many lives are lived at once.
	Workers int
	// Progress is told after each day, from one goroutine, how many acts are done.
	Progress func(done, total int)
}

// State is how far the demo shop is in a database.
type State int

// A database holds no demo shop, a part of one, or all of it.
const (
	None State = iota
	Begun
	Complete
)

// Load makes the demo shop in a migrated database without a programme, or goes
// on where an interrupted load stopped; one that is complete stays as it is. A
// database with another programme is fault.Conflict "demo_not_empty". The past
// ends yesterday by d's clock; a load that goes on keeps the day and the number of
// members that it began with. While another load runs on the database it is
// fault.Conflict "demo_loading".
func Load(ctx context.Context, d *db.DB, deps Deps, opt Options) error {
	return alone(ctx, d, func(ctx context.Context) error { return goOn(ctx, d, deps, opt) })
}

// goOn begins a load, or goes on with one, as what is there says.
func goOn(ctx context.Context, d *db.DB, deps Deps, opt Options) error {
	begun, err := look(ctx, d)
	if err != nil || begun.state() == Complete {
		return err
	}
	opt = opt.filled()
	now := d.Time().UTC().Truncate(time.Second)
	if begun.Note != nil {
		if begun.state() != Begun {
			return fault.New(fault.Conflict, "demo_not_empty")
		}
		if opt.Members, now, err = begun.load(); err != nil {
			return err
		}
	}
	zone, err := time.LoadLocation(timeZone)
	if err != nil {
		return fmt.Errorf("load the demo: %w", err)
	}
	l := &loading{d: d, deps: deps, opt: opt, calendar: newCalendar(now, zone)}
	// The caller's cache goes by a clock that doesn't jump.
	l.deps.Programme = &programme.Cache{}
	l.deps.Programme.Hold()
	if err := l.run(ctx); err != nil {
		return fmt.Errorf("load the demo: %w", err)
	}
	deps.Programme.Forget()
	return nil
}

// Look tells how far the demo shop is in a database.
func Look(ctx context.Context, r db.Reader) (State, error) {
	begun, err := look(ctx, r)
	return begun.state(), err
}

func (o Options) filled() Options {
	if o.Members == 0 {
		o.Members = Members
	}
	if o.Workers == 0 {
		o.Workers = min(8, 4*runtime.GOMAXPROCS(0))
	}
	if o.Progress == nil {
		o.Progress = func(int, int) {}
	}
	return o
}

// loading is one load on its way.
type loading struct {
	d        *db.DB
	deps     Deps
	opt      Options
	calendar calendar
	shop     *shop
}

func (l *loading) run(ctx context.Context) error {
	h := l.hand()
	h.at = l.calendar.at(0, 7, 0)
	var err error
	if l.shop, err = open(ctx, h); err != nil {
		return err
	}
	plan := newPlan(l.calendar, l.opt.Members)
	if err := l.recall(ctx, plan); err != nil {
		return err
	}
	if err := l.live(ctx, plan); err != nil {
		return err
	}
	if err := l.settleUp(ctx, h); err != nil {
		return err
	}
	if err := l.shop.count(ctx, h); err != nil {
		return err
	}
	return db.InTx(ctx, l.d, func(tx *db.Tx) error {
		if err := tx.Apply(ctx, messages.KeepWaiting(tx.Now.Add(time.Second))); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Act{Actor: "system", Role: "operator", Action: actLoaded, Object: "programme",
			Detail: audit.Detail{"members": len(plan.people)}})
	})
}
