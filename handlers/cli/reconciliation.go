package cli

import (
	"fmt"
	"io"
	"sort"
	"strings"
	"text/tabwriter"

	"fealty/models/importing"
	"fealty/models/money"
	"fealty/views"
)

// shown is how many rows of a kind the terminal lists.
const shown = 20

// sheet prints the reconciliation of an import.
type sheet struct {
	out io.Writer
	l   *views.Locale
	r   *importing.Report
}

// className says what a class of rows is.
func className(c importing.Class) string {
	return map[importing.Class]string{
		importing.Sold: "lines of purchases", importing.Discounted: "discounts on purchases", importing.Returned: "returned, matched to what was bought",
		importing.InPart: "returned, matched in part", importing.Unmatched: "returns that match nothing bought", importing.NoCustomer: "without a customer",
		importing.NoProduct: "no product (postage, fees, manual entries)", importing.NoPrice: "without a price above zero",
		importing.NoQuantity: "without a quantity", importing.Bad: "can't be read", importing.Held: "good, but beside a row that can't be read",
	}[c]
}

func (s sheet) print() {
	s.rows()
	s.acts()
	s.list("Rows that can't be read", len(s.r.Bad), func(i int) string {
		b := s.r.Bad[i]
		return fmt.Sprintf("line %d, %s: %s", b.Line, b.Column, sentence(s.l, b.Why.Key, b.Why.Params))
	})
	s.list("Returns, or parts of them, that match nothing bought", len(s.r.Unmatched), func(i int) string {
		u := s.r.Unmatched[i]
		return fmt.Sprintf("line %d: %s, customer %s, %s × %s %s. %s", u.Line, u.Reference, u.Customer, u.Quantity, u.SKU, u.Name, s.why(u.Why))
	})
	s.list("References recorded before with other content, left as they were", len(s.r.Changed), func(i int) string {
		c := s.r.Changed[i]
		return fmt.Sprintf("line %d: %s", c.Line, c.Reference)
	})
}

// rows adds up to the rows of the file.
func (s sheet) rows() {
	table := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	row := func(n int, what string) { _, _ = fmt.Fprintf(table, "%s\t %s\n", s.l.Number(n), what) }
	for _, class := range importing.Classes() {
		if n := s.r.Rows[class]; n > 0 {
			row(n, className(class))
		}
	}
	row(s.r.Total(), "rows in all")
	_ = table.Flush()
	if len(s.r.NoProducts) > 0 {
		s.say("No products: %s", s.codes())
	}
}

func (s sheet) codes() string {
	codes := make([]string, 0, len(s.r.NoProducts))
	for code := range s.r.NoProducts {
		codes = append(codes, code)
	}
	sort.Strings(codes)
	for i, code := range codes {
		codes[i] = fmt.Sprintf("%s %s", code, s.l.Number(s.r.NoProducts[code]))
	}
	return strings.Join(codes, ", ")
}

// acts tells what was recorded, in purchases, money and points.
func (s sheet) acts() {
	r, n := s.r, func(v int) string { return s.l.Number(v) }
	s.say("")
	s.say("Members: %s new, %s known", n(r.Members), n(r.KnownMembers))
	s.say("Purchases: %s with %s lines for %s; %s known", n(r.Purchases), n(r.Lines), s.l.MoneyIn(r.Bought, r.Currency.Code), n(r.KnownPurchases))
	s.say("Returns: %s for %s; %s known", n(r.Returns), s.l.MoneyIn(r.Brought, r.Currency.Code), n(r.KnownReturns))
	s.say("Points: %s issued, %s reversed, %s forgiven, %s owed, %s of it repaid", s.points(r.Issued), s.points(r.Reversed),
		s.points(r.Forgiven), s.points(r.Owed), s.points(r.Repaid))
	for _, tier := range r.Tiers {
		s.say("Members at %s: %s", tier.Name, n(tier.Members))
	}
	if r.Weeks != 0 {
		s.say("Dates are moved by %d weeks%s.", r.Weeks, map[bool]string{true: ", as in the run before", false: ""}[r.IsRemembered])
	}
	if r.Gone > 0 {
		s.say("Customers whose member is gone: %s; nothing of theirs was recorded", n(r.Gone))
	}
}

func (s sheet) points(p money.Points) string { return s.l.Number(int64(p)) }

// list shows the first few of something, and how many more there are.
func (s sheet) list(title string, n int, line func(int) string) {
	if n == 0 {
		return
	}
	s.say("\n%s (%s):", title, s.l.Number(n))
	for i := range min(n, shown) {
		s.say("  %s", line(i))
	}
	if n > shown {
		s.say("  … and %s more", s.l.Number(n-shown))
	}
}

func (s sheet) say(format string, a ...any) { _, _ = fmt.Fprintf(s.out, format+"\n", a...) }
