package importing

import (
	"cmp"
	"io"
	"slices"
	"strings"
	"time"

	"fealty/models/fault"
	"fealty/models/money"
	"fealty/models/programme"
	"fealty/models/recording"
)

// FormatRetail is the UCI data set "Online Retail": one row per line of an
// invoice, times local in London, prices in pounds.
const FormatRetail = "online-retail"

// discountCode marks a discount on the whole purchase.
const discountCode = "D"

// retailTime is how the data set writes a local time.
const retailTime = "2006-01-02T15:04:05"

// noProducts are what stands on invoices and was never on a shelf: postage,
// carriage, manual entries, bank and marketplace fees, samples.
func noProducts() []string {
	return []string{"POST", "DOT", "C2", "M", "m", "BANK CHARGES", "AMAZONFEE", "CRUK", "PADS", "S", "B"}
}

// retail is the data set being read.
type retail struct {
	*table
	plan      *plan
	currency  money.Currency
	zone      *time.Location
	invoices  map[string]*invoice
	order     []*invoice
	noProduct map[string]bool
}

// invoice gathers the rows of one invoice; the time of the first stands.
type invoice struct {
	number, customer string
	at               time.Time
	isReturn         bool
	row              Row
	lines            []invoiceLine
	discounts        []invoiceLine
	// discount is what of discounts, its own and later ones, was taken off.
	discount money.Amount
}

// invoiceLine has a positive quantity, on a return too; left is what of it has
// not come back.
type invoiceLine struct {
	recording.Line
	row  Row
	left money.Quantity
}

func readRetail(file io.Reader, v *programme.Version) (*plan, error) {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		return nil, err
	}
	p := &plan{source: FormatRetail, zone: zone}
	p.report.NoProducts = map[string]int{}
	t, err := openTable(file, &p.report, "invoiceno", "stockcode", "description", "quantity", "invoicedate", "unitprice", "customerid", "country")
	if err != nil {
		return nil, err
	}
	r := &retail{table: t, plan: p, currency: v.Currency(), zone: zone, invoices: map[string]*invoice{}, noProduct: map[string]bool{}}
	for _, code := range noProducts() {
		r.noProduct[code] = true
	}
	for {
		ok, err := r.next()
		if err != nil {
			return nil, err
		}
		if !ok {
			break
		}
		r.take()
	}
	r.match()
	return p, nil
}

// take puts one row into its class.
func (r *retail) take() {
	code := r.field("stockcode")
	if r.field("customerid") == "" {
		r.report.Rows[NoCustomer]++
		return
	}
	in := r.invoice()
	switch {
	case in == nil:
	case r.noProduct[code], strings.HasPrefix(code, "gift_"):
		r.report.Rows[NoProduct]++
		r.report.NoProducts[code]++
	default:
		r.takeLine(in, code)
	}
}

// invoice gives the row's invoice; nil when the row is bad.
func (r *retail) invoice() *invoice {
	number, customer := r.field("invoiceno"), r.field("customerid")
	in := r.invoices[number]
	switch {
	case in != nil && in.customer == customer:
		return in
	case in != nil:
		r.refuse("customerid", "import_differs", fault.Params{"Reference": number})
		return nil
	case number == "" || len(number) > recording.MaxReference/2:
		r.refuse("invoiceno", "reference", fault.Params{"Max": recording.MaxReference / 2})
		return nil
	}
	at, err := time.ParseInLocation(retailTime, r.field("invoicedate"), r.zone)
	if err != nil || at.Year() < 1990 {
		r.refuse("invoicedate", "import_date")
		return nil
	}
	in = &invoice{number: number, customer: customer, at: at, isReturn: number[0] == 'C',
		row: Row{Line: r.line(), Reference: number, Customer: customer}}
	r.invoices[number] = in
	r.order = append(r.order, in)
	return in
}

func (r *retail) takeLine(in *invoice, code string) {
	price, err := r.currency.ParseAmount(r.field("unitprice"))
	if err != nil {
		r.refuse("unitprice", "amount_range")
		return
	}
	if price <= 0 {
		r.report.Rows[NoPrice]++
		return
	}
	quantity, err := money.ParseQuantity(r.field("quantity"))
	if err != nil || code == "" {
		r.refuse("quantity", "quantity")
		return
	}
	if in.isReturn || code == discountCode {
		quantity = -quantity
	}
	if quantity <= 0 {
		r.report.Rows[NoQuantity]++
		return
	}
	row := in.row
	row.Line, row.SKU, row.Name = r.line(), code, r.field("description")
	line := invoiceLine{row: row, left: quantity, Line: recording.Line{SKU: code, Name: row.Name, Quantity: quantity, UnitPrice: price}}
	if _, err := price.Times(quantity); err != nil {
		r.refuse("quantity", "amount_range")
		return
	}
	if code == discountCode {
		in.discounts = append(in.discounts, line)
		return
	}
	in.lines = append(in.lines, line)
}

// match makes a history of each customer's invoices.
func (r *retail) match() {
	of := map[string][]*invoice{}
	for _, in := range r.order {
		of[in.customer] = append(of[in.customer], in)
	}
	names := make([]string, 0, len(of))
	for name := range of {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		slices.SortStableFunc(of[name], func(a, b *invoice) int { return a.at.Compare(b.at) })
		s := &shelf{report: r.report, currency: r.currency.Code, sold: map[string][]*invoiceLine{}, of: map[*invoiceLine]*invoice{}, numbers: map[*invoiceLine]int{}}
		if acts := s.tell(of[name]); len(acts) > 0 {
			c := &customer{reference: name, acts: acts}
			c.sign(r.plan.source)
			r.plan.customers = append(r.plan.customers, c)
			r.plan.last = later(r.plan.last, acts[len(acts)-1].at)
		}
	}
}

func (c *customer) sign(source string) {
	name := c.reference
	if name == "" && len(c.contacts) > 0 {
		name = c.contacts[0].Value
	}
	for _, a := range c.acts {
		a.sign(source, cmp.Or(name, c.bought))
	}
}

// later gives the later of a day and the local day of an instant.
func later(day, at time.Time) time.Time {
	y, m, d := at.Date()
	if other := time.Date(y, m, d, 0, 0, 0, 0, time.UTC); other.After(day) {
		return other
	}
	return day
}

// input is the purchase as it is recorded.
func (in *invoice) input(currency string) *recording.Input {
	input := &recording.Input{Reference: in.number, PlacedAt: in.at, Currency: currency, Channel: "web", PricesIncludeTax: true,
		Discount: in.discount, Lines: make([]recording.Line, len(in.lines))}
	for i, l := range in.lines {
		input.Lines[i] = l.Line
	}
	return input
}

// total is what the lines come to.
func (in *invoice) total() money.Amount {
	var sum money.Amount
	for _, l := range in.lines {
		amount, _ := l.UnitPrice.Times(l.Quantity) // takeLine has seen that it is in bounds
		sum += amount
	}
	return sum
}
