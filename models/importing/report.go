package importing

import (
	"cmp"
	"slices"

	"fealty/models/fault"
	"fealty/models/money"
	"fealty/models/programme"
)

// Class is what became of a row; every row is in one.
type Class uint8

// The classes, in the order in which they are reported.
const (
	// Sold rows are lines of purchases.
	Sold Class = iota
	// Discounted rows lower what a purchase came to.
	Discounted
	// Returned rows match what was bought; InPart only some of it.
	Returned
	InPart
	// Unmatched rows return what was never bought here, or more than was.
	Unmatched
	NoCustomer
	NoProduct
	NoPrice
	NoQuantity
	// Bad rows can't be read; they are listed.
	Bad
	// Held rows are good themselves, but belong to a purchase or a return with a
	// bad row.
	Held
	classes
)

// Classes lists them.
func Classes() []Class {
	all := make([]Class, classes)
	for i := range all {
		all[i] = Class(i)
	}
	return all
}

// Row is where something stands in the file: Line counts from 1, the header's.
type Row struct {
	Line      int
	Reference string
	Customer  string
	SKU       string
	Name      string
}

// BadRow says what can't be read and why, in words of the locales.
type BadRow struct {
	Line   int
	Column string
	Why    *fault.Error
}

// LeftOver is a return, or a part of one, that could not be recorded. Why is nil
// where nothing was bought that it could be of.
type LeftOver struct {
	Row
	Quantity money.Quantity
	Amount   money.Amount
	Why      *fault.Error
}

// Tier counts the file's members in a tier after its last act.
type Tier struct {
	Key     string
	Name    string
	Members int
}

// Report is the reconciliation of an import. All of it but Rows, NoProducts, Bad
// and Unmatched counts what this run recorded, or would have.
type Report struct {
	Rows       [classes]int
	NoProducts map[string]int
	Bad        []BadRow
	Unmatched  []LeftOver
	// Changed are references that were recorded before with other content; they
	// stay as they were.
	Changed []Row
	// Weeks is by how much dates are moved; IsRemembered says that an earlier run
	// decided it.
	Weeks        int
	IsRemembered bool
	Currency     money.Currency

	Members, Purchases, Lines, Returns int
	// Known counts what was recorded by an earlier run.
	KnownMembers, KnownPurchases, KnownReturns int
	// Gone are customers whose member was erased or merged; nothing of theirs is
	// recorded.
	Gone int

	Bought, Brought                          money.Amount
	Issued, Reversed, Forgiven, Owed, Repaid money.Points
	Tiers                                    []Tier
}

// Total counts the rows of all classes.
func (r *Report) Total() int {
	sum := 0
	for _, n := range r.Rows {
		sum += n
	}
	return sum
}

func (r *Report) bad(line int, column, key string, params ...fault.Params) {
	r.Bad = append(r.Bad, BadRow{Line: line, Column: column, Why: fault.New(fault.Invalid, key, params...)})
}

// add takes in what a transaction recorded.
func (r *Report) add(t *tally) {
	r.Unmatched = append(r.Unmatched, t.unmatched...)
	r.Changed = append(r.Changed, t.changed...)
	r.Members += t.members
	r.Purchases += t.purchases
	r.Lines += t.lines
	r.Returns += t.returns
	r.KnownMembers += t.knownMembers
	r.KnownPurchases += t.knownPurchases
	r.KnownReturns += t.knownReturns
	r.Gone += t.gone
	r.Bought += t.bought
	r.Brought += t.brought
	r.Issued += t.issued
	r.Reversed += t.reversed
	r.Forgiven += t.forgiven
	r.Owed += t.owed
	r.Repaid += t.repaid
	for from, n := range t.moved {
		r.Rows[from] -= n
		r.Rows[Unmatched] += n
	}
}

// finish orders the lists as the file has them, and sums the members by tier in
// the order of the ladder.
func (r *Report) finish(v *programme.Version, by map[string]int) {
	slices.SortStableFunc(r.Unmatched, func(a, b LeftOver) int { return cmp.Compare(a.Line, b.Line) })
	slices.SortStableFunc(r.Changed, func(a, b Row) int { return cmp.Compare(a.Line, b.Line) })
	slices.SortStableFunc(r.Bad, func(a, b BadRow) int { return cmp.Compare(a.Line, b.Line) })
	for _, step := range v.Document.Tiers.Steps {
		r.Tiers = append(r.Tiers, Tier{Key: step.Key, Name: v.Words("en").Tiers[step.Key].Name, Members: by[step.Key]})
	}
}

// tally is what one transaction recorded.
type tally struct {
	unmatched []LeftOver
	changed   []Row
	// moved counts rows that the file alone put in a class, and that could not be
	// recorded.
	moved map[Class]int
	tiers map[string]int

	members, purchases, lines, returns         int
	knownMembers, knownPurchases, knownReturns int
	gone, acts                                 int
	bought, brought                            money.Amount
	issued, reversed, forgiven, owed, repaid   money.Points
}

func newTally() *tally { return &tally{moved: map[Class]int{}, tiers: map[string]int{}} }
