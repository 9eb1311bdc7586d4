package importing

import (
	"cmp"
	"strconv"
	"strings"

	"fealty/models/fault"
	"fealty/models/members"
	"fealty/models/recording"
)

// names are all that a customer is known by in the file.
func (c *customer) names() []string {
	var all []string
	if c.reference != "" {
		all = append(all, "customer "+c.reference)
	}
	for _, contact := range c.contacts {
		all = append(all, contact.Kind+" "+contact.Value)
	}
	return all
}

// join gives the customer that the file has named before, with what is new about
// them. A contact of two customers with numbers of their own is refused.
func (s *sheet) join(c *customer) *customer {
	var first *customer
	for _, name := range c.names() {
		known := s.people[name]
		switch {
		case known == nil || known == first:
		case first == nil:
			first = known
		default:
			s.wrong("customer", "import_two")
		}
	}
	if first == nil {
		first = &customer{}
		s.plan.customers = append(s.plan.customers, first)
	}
	if first.reference != "" && c.reference != "" && first.reference != c.reference {
		s.wrong("customer", "import_two")
		return first
	}
	first.reference = cmp.Or(first.reference, c.reference)
	first.firstName = cmp.Or(first.firstName, c.firstName)
	first.language = cmp.Or(first.language, c.language)
	for _, contact := range c.contacts {
		first.reach(contact)
	}
	for _, name := range c.names() {
		if s.people[name] == nil {
			s.people[name] = first
		}
	}
	return first
}

func (c *customer) reach(contact members.Contact) {
	for _, known := range c.contacts {
		if known == contact {
			return
		}
	}
	c.contacts = append(c.contacts, contact)
}

// finish checks the purchases as wholes, finds whose the returns are, and makes
// the histories.
func (s *sheet) finish() {
	for _, g := range s.order {
		if g.act.buys != nil && !g.isBad {
			s.check(g)
		}
	}
	for _, g := range s.order {
		class := Sold
		switch {
		case g.isBad:
			class = Held
		case g.act.buys != nil:
			s.give(g, g.customer)
		default:
			class = Returned
			g.act.rows = len(g.lines)
		}
		s.report.Rows[class] += len(g.lines)
	}
	for _, g := range s.order {
		if g.act.buys == nil && !g.isBad {
			s.give(g, s.buyer(g.act.brings.of))
		}
	}
	s.close()
}

func (s *sheet) give(g *group, c *customer) {
	c.acts = append(c.acts, g.act)
	if g.act.buys != nil {
		s.of[g.reference] = c
	}
	s.plan.last = later(s.plan.last, g.act.at)
}

// buyer gives whose purchase comes back; one that is not in the file stands for
// itself.
func (s *sheet) buyer(reference string) *customer {
	c := s.of[reference]
	if c == nil {
		c = &customer{bought: reference}
		s.of[reference] = c
		s.plan.customers = append(s.plan.customers, c)
	}
	return c
}

func (s *sheet) close() {
	kept := s.plan.customers[:0]
	for _, c := range s.plan.customers {
		if len(c.acts) == 0 {
			continue
		}
		sortByTime(c.acts)
		c.sign(s.plan.source)
		kept = append(kept, c)
	}
	s.plan.customers = kept
}

// check asks the rules of a live purchase, and lists what they find by row.
func (s *sheet) check(g *group) {
	in, now := *g.act.buys, s.now
	in.Member = recording.Who{Number: "import"}
	if s.cmd.ShiftDates {
		now = in.PlacedAt
	}
	err := recording.Check(in, s.version, now)
	if err == nil {
		return
	}
	g.isBad = true
	bad := map[int]bool{}
	for _, name := range fieldNames(err) {
		line, column := g.place(name)
		s.report.Bad = append(s.report.Bad, BadRow{Line: line, Column: column, Why: fieldFault(err, name)})
		bad[line] = true
	}
	s.report.Rows[Bad] += len(bad)
	g.lines = g.lines[len(bad):]
}

// place finds the row and the column of a field such as "lines.0.quantity".
func (g *group) place(field string) (int, string) {
	parts := strings.Split(field, ".")
	if len(parts) != 3 || parts[0] != "lines" {
		return g.lines[0], field
	}
	n, err := strconv.Atoi(parts[1])
	if err != nil || n >= len(g.lines) {
		return g.lines[0], field
	}
	if parts[2] == "discount" || parts[2] == "tax" {
		return g.lines[n], "line_" + parts[2]
	}
	return g.lines[n], parts[2]
}

func fieldNames(err error) []string {
	if f := asFault(err); f != nil {
		return f.FieldNames()
	}
	return nil
}

func fieldFault(err error, name string) *fault.Error {
	field := asFault(err).Fields[name]
	return fault.New(fault.Invalid, field.Key, field.Params)
}
