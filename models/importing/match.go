package importing

import (
	"fealty/models/money"
)

// shelf is what a customer has bought so far, by product, oldest first.
type shelf struct {
	report   *Report
	currency string
	bought   []*invoice
	sold     map[string][]*invoiceLine
	of       map[*invoiceLine]*invoice
	numbers  map[*invoiceLine]int
	acts     []*act
}

// tell walks through a customer's invoices in the order of time. Purchases are
// acts at once; discounts that come later still lower them, since nothing is
// recorded yet.
func (s *shelf) tell(invoices []*invoice) []*act {
	buying := map[*invoice]*act{}
	for _, in := range invoices {
		s.discount(in)
		if in.isReturn {
			s.giveBack(in)
			continue
		}
		if len(in.lines) > 0 {
			a := &act{at: in.at, reference: in.number, row: in.row}
			buying[in] = a
			s.acts = append(s.acts, a)
		}
	}
	for in, a := range buying {
		a.buys = in.input(s.currency)
	}
	return s.acts
}

// put lays a purchase on the shelf.
func (s *shelf) put(in *invoice) {
	s.bought = append(s.bought, in)
	for i := range in.lines {
		l := &in.lines[i]
		s.sold[l.SKU] = append(s.sold[l.SKU], l)
		s.of[l], s.numbers[l] = in, i+1
	}
	s.report.Rows[Sold] += len(in.lines)
}

// discount takes an invoice's discounts off itself, when it is a purchase, else
// off the latest purchase and then off earlier ones, as far as they reach.
func (s *shelf) discount(in *invoice) {
	if !in.isReturn && len(in.lines) > 0 {
		s.put(in)
	}
	for _, d := range in.discounts {
		amount, _ := d.UnitPrice.Times(d.Quantity) // takeLine has seen that it is in bounds
		left := amount
		for i := len(s.bought) - 1; i >= 0 && left > 0; i-- {
			off := min(left, s.bought[i].total()-s.bought[i].discount)
			s.bought[i].discount += off
			left -= off
		}
		s.close(d, Discounted, closing{isWhole: left == 0, isNone: left == amount, amount: left, quantity: d.Quantity})
	}
}

// giveBack matches a return, latest purchase first.
func (s *shelf) giveBack(in *invoice) {
	by, order := map[*invoice]*act{}, []*act{}
	for i := range in.lines {
		l := &in.lines[i]
		var first *act
		sold := s.sold[l.SKU]
		for j := len(sold) - 1; j >= 0 && l.left > 0; j-- {
			n := min(l.left, sold[j].left)
			if n == 0 {
				continue
			}
			sold[j].left -= n
			l.left -= n
			from := s.of[sold[j]]
			if by[from] == nil {
				by[from] = &act{at: in.at, reference: in.number + "/" + from.number, row: in.row, brings: &bringing{of: from.number}}
				order = append(order, by[from])
			}
			by[from].brings.add(s.numbers[sold[j]], n)
			if first == nil {
				first = by[from]
			}
		}
		if l.left == 0 {
			first.rows++
		}
		amount, _ := l.UnitPrice.Times(l.left) // takeLine has seen that it is in bounds
		s.close(*l, Returned, closing{isWhole: l.left == 0, isNone: l.left == l.Quantity, quantity: l.left, amount: amount})
	}
	s.acts = append(s.acts, order...)
}

// add counts the same line once.
func (b *bringing) add(line int, n money.Quantity) {
	for i := range b.lines {
		if b.lines[i].line == line {
			b.lines[i].quantity += n
			return
		}
	}
	b.lines = append(b.lines, back{line: line, quantity: n})
}

// closing is what is left of a row when everything was tried.
type closing struct {
	isWhole, isNone bool
	quantity        money.Quantity
	amount          money.Amount
}

// close puts a row into its class, and on the list when something is left.
func (s *shelf) close(l invoiceLine, whole Class, c closing) {
	class := InPart
	switch {
	case c.isWhole:
		s.report.Rows[whole]++
		return
	case c.isNone:
		class = Unmatched
	}
	s.report.Rows[class]++
	s.report.Unmatched = append(s.report.Unmatched, LeftOver{Row: l.row, Quantity: c.quantity, Amount: c.amount})
}
