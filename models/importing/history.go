package importing

import (
	"slices"
	"time"

	"fealty/models/members"
	"fealty/models/money"
	"fealty/models/once"
	"fealty/models/purchases"
	"fealty/models/recording"
)

// plan is what a file comes to: histories to be replayed, and what became of
// each row.
type plan struct {
	source    string
	customers []*customer
	report    Report
	// last is the latest local day on which anything happened.
	last time.Time
	// zone is where the file's times are local.
	zone *time.Location
}

// customer is somebody with a history. Who it is in the club is found by the
// reference, then by the contacts; one known only by a purchase that came back
// has neither.
type customer struct {
	reference string
	contacts  []members.Contact
	firstName string
	language  string
	// bought is the reference of the purchase that says whose returns these are.
	bought string
	acts   []*act
}

// act is a purchase or a return, with the number of rows that it stands for.
type act struct {
	at        time.Time
	reference string
	hash      []byte
	buys      *recording.Input
	brings    *bringing
	row       Row
	// rows counts those of a return that are in class Returned because of it.
	rows int
}

// bringing is a return: of the purchase that the shop calls so, and what of it.
type bringing struct {
	of    string
	lines []back
}

// back is how much of a line comes back; a line of 0 is found by its SKU.
type back struct {
	line     int
	sku      string
	quantity money.Quantity
}

// sign keeps what an act says, so that a second run can tell whether it says the
// same. Dates are as they stand in the file.
func (a *act) sign(source, customer string) {
	if a.buys != nil {
		a.hash = once.Hash("import", source, customer, a.buys)
		return
	}
	parts := []any{"import", source, customer, a.at, a.brings.of}
	for _, b := range a.brings.lines {
		parts = append(parts, b.line, b.sku, b.quantity)
	}
	a.hash = once.Hash(parts...)
}

// sortByTime puts acts in the order of time; those of the same instant stay as
// the file has them.
func sortByTime(acts []*act) {
	slices.SortStableFunc(acts, func(a, b *act) int { return a.at.Compare(b.at) })
}

// shift moves all dates by whole weeks, in local time.
func (p *plan) shift(weeks int) {
	if weeks == 0 {
		return
	}
	for _, c := range p.customers {
		for _, a := range c.acts {
			a.at = a.at.In(p.zone).AddDate(0, 0, 7*weeks)
			if a.buys != nil {
				a.buys.PlacedAt = a.at
			}
		}
	}
	p.last = p.last.AddDate(0, 0, 7*weeks)
}

// dropFuture lists what is yet to happen as bad.
func (p *plan) dropFuture(now time.Time) {
	for _, c := range p.customers {
		c.acts = slices.DeleteFunc(c.acts, func(a *act) bool {
			if !a.at.After(now) {
				return false
			}
			p.report.bad(a.row.Line, "", "placed_at")
			class, n := Returned, a.rows
			if a.buys != nil {
				class, n = Sold, len(a.buys.Lines)
			}
			p.report.Rows[class] -= n
			p.report.Rows[Bad] += n
			return true
		})
	}
}

// weeksTo gives the weeks that bring the last day into the seven days before
// today.
func (p *plan) weeksTo(today time.Time) int {
	days := int(today.AddDate(0, 0, -1).Sub(p.last).Hours() / 24)
	if days < 0 {
		return (days - 6) / 7
	}
	return days / 7
}

// bought is a purchase in memory, as it stands after the acts so far.
type bought struct {
	purchases.Purchase
	lines    []purchases.Line
	isNew    bool
	returned map[int]money.Quantity
	// lapsed is what of the award expired unused and no return has counted.
	lapsed money.Points
}
