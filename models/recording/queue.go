package recording

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"fealty/models/db"
	"fealty/models/fault"
)

// The bounds of a share: how many purchases, and how long its transaction may
// take.
const (
	shareMost = 64
	shareTime = 30 * time.Second
)

// Queue lets purchases that come in while others are being committed share the
// next transaction, since a commit costs much and a row in it little. Each is
// answered after the commit. Nobody is waited for: a purchase that comes alone
// goes at once.
type Queue struct {
	d     *db.DB
	lanes int

	mu      sync.Mutex
	waiting []*ticket
	busy    int
	// underway are the members, keys and references of what is being recorded.
	underway map[any]bool
}

// NewQueue makes a queue for one pool; lanes is how many transactions run at the
// same time.
func NewQueue(d *db.DB, lanes int) *Queue {
	return &Queue{d: d, lanes: lanes, underway: map[any]bool{}}
}

// ticket is a purchase that waits, and where it is answered. Names are its
// member, key and reference: no two purchases underway have one in common.
type ticket struct {
	purchase *purchase
	names    []any
	done     chan error
}

// serves tells whether purchases of this pool queue here.
func (q *Queue) serves(d *db.DB) bool { return q != nil && q.d == d }

// wait queues the purchase and waits for its commit. errAlone says that nothing
// was recorded and that it must go alone.
func (q *Queue) wait(ctx context.Context, p *purchase) error {
	t := &ticket{purchase: p, names: []any{p.member, p.cmd.Key, p.in.Reference}, done: make(chan error, 1)}
	if q.enter(t) {
		go q.serve()
	}
	select {
	case err := <-t.done:
		return err
	case <-ctx.Done():
		return fault.Wrap(fault.Unavailable, "unavailable", ctx.Err())
	}
}

// enter takes a place, and tells whether a lane is free to serve it.
func (q *Queue) enter(t *ticket) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = append(q.waiting, t)
	if q.busy == q.lanes {
		return false
	}
	q.busy++
	return true
}

// serve works until nobody waits.
func (q *Queue) serve() {
	var tickets []*ticket
	for {
		if tickets = q.next(tickets); len(tickets) == 0 {
			return
		}
		answer(tickets, q.record(tickets))
	}
}

// next lets go of those who are answered and takes those who can go together,
// each with its own member, key and reference. The others stay, in their order;
// whoever works on what is in their way comes back for them. The lane is free
// when none is taken.
func (q *Queue) next(answered []*ticket) []*ticket {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, t := range answered {
		for _, name := range t.names {
			delete(q.underway, name)
		}
	}
	var taken, left []*ticket
	for _, t := range q.waiting {
		if len(taken) == shareMost || slices.ContainsFunc(t.names, func(name any) bool { return q.underway[name] }) {
			left = append(left, t)
			continue
		}
		for _, name := range t.names {
			q.underway[name] = true
		}
		taken = append(taken, t)
	}
	if q.waiting = left; len(taken) == 0 {
		q.busy--
	}
	return taken
}

// record records them in one transaction. A panic is an error of theirs, as it
// is in a handler.
func (q *Queue) record(tickets []*ticket) (err error) {
	defer func() {
		if trouble := recover(); trouble != nil {
			err = fmt.Errorf("record purchases together: %v", trouble)
		}
	}()
	ctx, cancel := context.WithTimeout(context.Background(), shareTime)
	defer cancel()
	return db.InTx(ctx, q.d, func(tx *db.Tx) error {
		s := &share{tx: tx, isMany: true, all: make([]*purchase, len(tickets))}
		for i, t := range tickets {
			s.all[i] = t.purchase
		}
		return s.run(ctx)
	})
}

// answer tells each what became of it. When all were rolled back each tries
// alone, since one of them may be at fault; but not when the database is gone,
// and nobody knows what it has written.
func answer(tickets []*ticket, err error) {
	for _, t := range tickets {
		switch {
		case fault.KindOf(err) == fault.Unavailable:
			t.done <- err
		case err != nil || t.purchase.isAside:
			t.done <- errAlone
		default:
			t.done <- nil
		}
	}
}
