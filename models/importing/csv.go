package importing

import (
	"strings"
	"time"
	"unicode/utf8"

	"fealty/models/fault"
	"fealty/models/members"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/recording"
)

// FormatFealty is our own CSV, which docs/import.md describes.
const FormatFealty = "fealty"

// The columns of the format: those of a purchase or return as a whole, and those
// of a line.
func headColumns() []string {
	return []string{"placed_at", "of", "customer", "email", "phone", "first_name", "language", "channel", "shop", "currency",
		"shipping", "discount", "tax", "prices_include_tax"}
}

func lineColumns() []string {
	return []string{"line", "sku", "name", "category", "brand", "quantity", "unit_price", "line_discount", "line_tax"}
}

// sheet is a file of our own format being read.
type sheet struct {
	*table
	cmd     Command
	plan    *plan
	version *programme.Version
	now     time.Time
	groups  map[string]*group
	order   []*group
	people  map[string]*customer
	// of finds the customer who bought what comes back.
	of map[string]*customer
}

// group gathers the rows of one purchase or return.
type group struct {
	kind, reference string
	head            map[string]string
	act             *act
	customer        *customer
	lines           []int
	isBad           bool
}

// readFealty reads the whole file; what is wrong in it is in the report.
func readFealty(cmd Command, v *programme.Version, now time.Time) (*plan, error) {
	p := &plan{source: cmd.Source, zone: v.Zone()}
	if p.source == "" {
		p.source = FormatFealty
	}
	if len(p.source) > 40 || !isText(p.source) {
		return nil, fault.New(fault.Invalid, "import_source")
	}
	t, err := openTable(cmd.File, &p.report, "kind", "reference", "placed_at", "quantity", "unit_price")
	if err != nil {
		return nil, err
	}
	if err := t.onlyKnown(append([]string{"kind", "reference"}, append(headColumns(), lineColumns()...)...)); err != nil {
		return nil, err
	}
	s := &sheet{table: t, cmd: cmd, plan: p, version: v, now: now, groups: map[string]*group{}, people: map[string]*customer{}, of: map[string]*customer{}}
	for {
		ok, err := s.next()
		if err != nil {
			return nil, err
		}
		if !ok {
			break
		}
		s.take()
	}
	s.finish()
	return p, nil
}

// onlyKnown refuses a column that means nothing: it may be a mistyped one.
func (t *table) onlyKnown(known []string) error {
	is := map[string]bool{}
	for _, name := range known {
		is[name] = true
	}
	for _, name := range t.names {
		if !is[name] {
			return fault.New(fault.Invalid, "import_column_unknown", fault.Params{"Column": name})
		}
	}
	return nil
}

// take reads one row.
func (s *sheet) take() {
	bad := len(s.report.Bad)
	g := s.group()
	if g == nil {
		return
	}
	g.lines = append(g.lines, s.line())
	if g.act.buys != nil {
		g.act.buys.Lines = append(g.act.buys.Lines, s.sold())
	} else if b, any := s.back(); any {
		g.act.brings.lines = append(g.act.brings.lines, b)
	}
	if len(s.report.Bad) > bad {
		// One row is counted once, however much is wrong with it.
		g.isBad = true
		s.report.Rows[Bad]++
		g.lines = g.lines[:len(g.lines)-1]
	}
}

// wrong lists a fault of the row, which take counts.
func (s *sheet) wrong(column, key string, params ...fault.Params) {
	s.report.bad(s.line(), column, key, params...)
}

// group finds the purchase or return that the row belongs to, or begins it.
func (s *sheet) group() *group {
	kind, reference := s.field("kind"), s.field("reference")
	if kind != "purchase" && kind != "return" {
		s.refuse("kind", "field.choice")
		return nil
	}
	if n := utf8.RuneCountInString(reference); n == 0 || n > recording.MaxReference || strings.TrimSpace(reference) != reference {
		s.refuse("reference", "reference", fault.Params{"Max": recording.MaxReference})
		return nil
	}
	if g := s.groups[kind+" "+reference]; g != nil {
		s.compare(g)
		return g
	}
	g := &group{kind: kind, reference: reference, head: map[string]string{}}
	for _, name := range headColumns() {
		g.head[name] = s.field(name)
	}
	s.groups[kind+" "+reference] = g
	s.order = append(s.order, g)
	s.begin(g)
	return g
}

// compare refuses a row that says something else about the whole than the first.
func (s *sheet) compare(g *group) {
	for _, name := range headColumns() {
		if now := s.field(name); now != "" && now != g.head[name] {
			s.wrong(name, "import_differs", fault.Params{"Reference": g.reference})
		}
	}
}

// begin reads what stands for the whole.
func (s *sheet) begin(g *group) {
	at := s.instant("placed_at")
	g.act = &act{at: at, reference: g.reference, row: Row{Line: s.line(), Reference: g.reference, Customer: s.field("customer")}}
	if g.kind == "return" {
		g.act.brings = &bringing{of: s.field("of")}
		if g.act.brings.of == "" {
			s.wrong("of", "required")
		}
		return
	}
	in := &recording.Input{Reference: g.reference, PlacedAt: at, Currency: s.version.Currency().Code,
		Channel: s.field("channel"), Shop: s.field("shop"),
		Shipping: s.amount("shipping"), Discount: s.amount("discount"), Tax: s.amount("tax"), PricesIncludeTax: true}
	if currency := s.field("currency"); currency != "" && currency != in.Currency && !s.cmd.AsIs {
		s.wrong("currency", "currency_other", fault.Params{"Currency": in.Currency})
	}
	switch s.field("prices_include_tax") {
	case "", "true", "yes", "1":
	case "false", "no", "0":
		in.PricesIncludeTax = false
	default:
		s.wrong("prices_include_tax", "field.choice")
	}
	g.act.buys = in
	g.customer = s.customer()
}

func (s *sheet) instant(column string) time.Time {
	text := s.field(column)
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at.In(s.version.Zone()).Truncate(time.Microsecond)
	}
	for _, layout := range []string{"2006-01-02T15:04:05", time.DateTime, "2006-01-02 15:04", time.DateOnly} {
		if at, err := time.ParseInLocation(layout, text, s.version.Zone()); err == nil {
			return at
		}
	}
	s.wrong(column, "import_date")
	return time.Time{}
}

func (s *sheet) amount(column string) money.Amount {
	text := s.field(column)
	if text == "" {
		return 0
	}
	n, err := s.version.Currency().ParseAmount(text)
	if err != nil {
		s.wrong(column, "amount_range")
	}
	return n
}

func (s *sheet) quantity() money.Quantity {
	n, err := money.ParseQuantity(s.field("quantity"))
	if err != nil || n <= 0 {
		s.wrong("quantity", "quantity")
	}
	return n
}

func (s *sheet) sold() recording.Line {
	return recording.Line{SKU: s.field("sku"), Name: s.field("name"), Category: s.field("category"), Brand: s.field("brand"),
		Quantity: s.quantity(), UnitPrice: s.amount("unit_price"), Discount: s.amount("line_discount"), Tax: s.amount("line_tax")}
}

// back reads what of a line comes back; a row that names none means all that is
// left of the purchase.
func (s *sheet) back() (back, bool) {
	line, sku := s.field("line"), s.field("sku")
	if line == "" && sku == "" && s.field("quantity") == "" {
		return back{}, false
	}
	b := back{sku: sku, quantity: s.quantity()}
	if line == "" && sku == "" {
		s.wrong("line", "required")
	}
	if line != "" {
		n, err := money.ParseQuantity(line)
		if b.line = int(n / money.One); err != nil || n%money.One != 0 || b.line < 1 {
			s.wrong("line", "return_line")
		}
	}
	return b, true
}

// customer reads who bought, and joins what belongs to one person: by the shop's
// own number first, then by e-mail and phone.
func (s *sheet) customer() *customer {
	c := &customer{reference: s.field("customer"), firstName: s.field("first_name"), language: s.field("language")}
	if utf8.RuneCountInString(c.firstName) > members.MaxName {
		s.wrong("first_name", "field.long", fault.Params{"Max": members.MaxName})
	}
	if utf8.RuneCountInString(c.reference) > recording.MaxReference {
		s.wrong("customer", "field.long", fault.Params{"Max": recording.MaxReference})
	}
	if c.language != "" && !s.speaks(c.language) {
		s.wrong("language", "field.choice")
	}
	for _, column := range []string{"email", "phone"} {
		s.contact(c, column)
	}
	if c.reference == "" && len(c.contacts) == 0 {
		s.wrong("customer", "import_member")
		return c
	}
	return s.join(c)
}

func (s *sheet) speaks(language string) bool {
	for _, l := range s.version.Document.Club.Languages {
		if l == language {
			return true
		}
	}
	return false
}

func (s *sheet) contact(c *customer, column string) {
	text := s.field(column)
	if text == "" {
		return
	}
	contact, err := members.NormaliseContact(text, s.version.Document.Club.Country)
	if err != nil || contact.Kind != column {
		s.wrong(column, "contact_invalid")
		return
	}
	c.contacts = append(c.contacts, contact)
}
