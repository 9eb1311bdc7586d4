package importing

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"slices"

	"fealty/models/db"
	"fealty/models/ids"
	"fealty/models/ledger"
	"fealty/models/members"
	"fealty/models/money"
	"fealty/models/purchases"
	"fealty/models/recording"
	"fealty/models/tiers"
)

// work is one batch in its transaction.
type work struct {
	run    *run
	tx     *db.Tx
	tally  *tally
	lives  []*life
	held   *ledger.Held
	batch  *ledger.Batch
	random io.Reader
	rows   rows
	// owners are the members of purchases that only a return speaks of.
	owners map[string]purchases.Reference
	// fresh are the references of the purchases that are new, in order.
	fresh []string
}

// life is a member whose history is replayed.
type life struct {
	customer *customer
	member   ids.Member
	isNew    bool
	standing tiers.Standing
	// hasMoved says that the standing is to be saved.
	hasMoved bool
	acts     []*act
	bought   []*bought
	at       map[string]*bought
}

// walk goes through the six steps; instead of telling anybody it applies what has
// waited.
func (w *work) walk(ctx context.Context, customers []*customer) error {
	w.random = bufio.NewReaderSize(w.tx.Random(), 1<<12)
	for _, c := range customers {
		w.tally.acts += len(c.acts)
	}
	for _, step := range []func(context.Context) error{
		func(ctx context.Context) error { return w.claim(ctx, customers) },
		w.lock, w.gather,
		w.decide, w.apply, w.settleParked,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	for _, l := range w.lives {
		w.tally.tiers[l.standing.Tier]++
	}
	return nil
}

// claim finds what is left to record, and whose it is. The references themselves
// are taken with the rows: who is quicker fails the other's transaction.
func (w *work) claim(ctx context.Context, customers []*customer) error {
	known, err := w.known(ctx, customers)
	if err != nil {
		return err
	}
	people, err := findPeople(ctx, w.tx, w.run.plan.source, customers)
	if err != nil {
		return err
	}
	by := make(map[[2]string]person, len(people))
	for _, p := range people {
		by[[2]string{p.Kind, p.Value}] = p
	}
	lives := map[ids.Member]*life{}
	for _, c := range customers {
		l := &life{customer: c, at: map[string]*bought{}}
		for _, a := range c.acts {
			if !known[a] {
				l.acts = append(l.acts, a)
			}
		}
		w.settle(l, w.who(c, by), lives)
	}
	return nil
}

// settle gives a life its member, and joins the lives of one member.
func (w *work) settle(l *life, p person, lives map[ids.Member]*life) {
	switch {
	case p.Member.IsZero() && !l.buys():
		w.loseAll(l)
		return
	case p.Member.IsZero():
		l.isNew = true
		w.tally.members++
	case p.isGone():
		w.tally.gone++
		w.loseAll(l)
		return
	case lives[p.Member] != nil:
		first := lives[p.Member]
		first.acts = append(first.acts, l.acts...)
		sortByTime(first.acts)
		return
	default:
		l.member = p.Member
		lives[p.Member] = l
		w.tally.knownMembers++
	}
	w.lives = append(w.lives, l)
}

func (l *life) buys() bool {
	return slices.ContainsFunc(l.acts, func(a *act) bool { return a.buys != nil })
}

// who finds a customer's member: by reference, by contact, by the purchase that
// comes back.
func (w *work) who(c *customer, by map[[2]string]person) person {
	if p, ok := by[[2]string{"", c.reference}]; ok && c.reference != "" {
		return p
	}
	for _, contact := range c.contacts {
		if p, ok := by[[2]string{contact.Kind, contact.Value}]; ok {
			return p
		}
	}
	return person{Member: w.owners[c.bought].MemberID, State: members.Active}
}

// known finds the acts that an earlier run, or another system, has recorded.
func (w *work) known(ctx context.Context, customers []*customer) (map[*act]bool, error) {
	var bought, brought []string
	for _, c := range customers {
		if c.bought != "" {
			bought = append(bought, c.bought)
		}
		for _, a := range c.acts {
			if a.buys != nil {
				bought = append(bought, a.reference)
			} else {
				brought = append(brought, a.reference)
			}
		}
	}
	claimed, err := purchases.FindReferences(ctx, w.tx, bought)
	if err != nil {
		return nil, err
	}
	returned, err := findReturns(ctx, w.tx, brought)
	if err != nil {
		return nil, err
	}
	w.owners = make(map[string]purchases.Reference, len(claimed))
	for _, r := range claimed {
		w.owners[r.Reference] = r
	}
	before := make(map[string][]byte, len(returned))
	for _, r := range returned {
		before[r.Reference] = r.InputHash
	}
	known := w.compare(customers, before)
	return known, w.hold(ctx, customers, known)
}

// hold keeps returns that come too early from slipping between: they are seen
// here, or see the purchase.
func (w *work) hold(ctx context.Context, customers []*customer, known map[*act]bool) error {
	for _, c := range customers {
		for _, a := range c.acts {
			if a.buys != nil && !known[a] {
				w.fresh = append(w.fresh, a.reference)
			}
		}
	}
	if len(w.fresh) == 0 {
		return nil
	}
	slices.Sort(w.fresh)
	return purchases.HoldReferences(ctx, w.tx, w.fresh)
}

// settleParked applies the returns that have waited for a purchase of the batch.
func (w *work) settleParked(ctx context.Context) error {
	if len(w.fresh) == 0 {
		return nil
	}
	waiting, err := findParked(ctx, w.tx, w.fresh)
	if err != nil {
		return err
	}
	for _, reference := range waiting {
		if err := recording.ApplyParked(ctx, w.tx, recording.Deps{Programme: w.run.deps.Programme}, reference); err != nil {
			return err
		}
	}
	return nil
}

// compare marks the acts whose references are taken, and lists those that said
// something else when they were.
func (w *work) compare(customers []*customer, returned map[string][]byte) map[*act]bool {
	known := map[*act]bool{}
	for _, c := range customers {
		for _, a := range c.acts {
			hash, isKnown := returned[a.reference]
			if a.buys != nil {
				var first purchases.Reference
				first, isKnown = w.owners[a.reference]
				hash = first.InputHash
			}
			if !isKnown {
				continue
			}
			known[a] = true
			if a.buys != nil {
				w.tally.knownPurchases++
			} else {
				w.tally.knownReturns++
			}
			if !slices.Equal(hash, a.hash) {
				w.tally.changed = append(w.tally.changed, a.row)
			}
		}
	}
	return known
}

// lock takes the wallets of members who have something new; those of new members
// nobody else can see.
func (w *work) lock(ctx context.Context) error {
	var old []ids.Member
	for _, l := range w.lives {
		if !l.isNew && len(l.acts) > 0 {
			old = append(old, l.member)
		}
	}
	var err error
	if w.held, err = ledger.Lock(ctx, w.tx, old...); err != nil {
		return err
	}
	if err := w.held.LoadLots(ctx, w.tx); err != nil {
		return err
	}
	for _, l := range w.lives {
		if !l.isNew {
			continue
		}
		id, err := db.ID[ids.Member](w.tx)
		if err != nil {
			return err
		}
		l.member = id
		w.held.Open(l.member)
	}
	w.batch, err = ledger.Compose(w.held)
	return err
}

// gather reads standings, and the purchases of those who have something new.
func (w *work) gather(ctx context.Context) error {
	all, active := map[ids.Member]*life{}, []ids.Member{}
	var old []ids.Member
	for _, l := range w.lives {
		if l.isNew {
			continue
		}
		all[l.member], old = l, append(old, l.member)
		if len(l.acts) > 0 {
			active = append(active, l.member)
		}
	}
	if len(old) == 0 {
		return nil
	}
	standings, err := tiers.LoadStandings(ctx, w.tx, old...)
	if err != nil {
		return err
	}
	for m, s := range standings {
		all[m].standing = s
	}
	if len(active) == 0 {
		return nil
	}
	return w.gatherBought(ctx, all, active)
}

func (w *work) gatherBought(ctx context.Context, all map[ids.Member]*life, active []ids.Member) error {
	rows, err := findBought(ctx, w.tx, active)
	if err != nil {
		return err
	}
	by, wanted, back := map[ids.Purchase]*bought{}, []ids.Purchase{}, []purchases.Purchase{}
	for _, row := range rows {
		l := all[row.MemberID]
		b := &bought{Purchase: row, returned: map[int]money.Quantity{}}
		by[row.ID] = b
		l.bought, l.at[row.Reference] = append(l.bought, b), b
		if l.bringsOf(row.Reference) {
			wanted, back = append(wanted, row.ID), append(back, row)
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	lines, err := findLines(ctx, w.tx, active, wanted)
	if err != nil {
		return fmt.Errorf("gather returns: %w", err)
	}
	for _, line := range lines {
		by[line.PurchaseID].lines = append(by[line.PurchaseID].lines, line)
	}
	lapsed, err := recording.Lapsed(ctx, w.tx, back...)
	for id, points := range lapsed {
		by[id].lapsed = points
	}
	return err
}

func (l *life) bringsOf(reference string) bool {
	return slices.ContainsFunc(l.acts, func(a *act) bool { return a.brings != nil && a.brings.of == reference })
}
