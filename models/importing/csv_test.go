package importing_test

import (
	"strings"
	"testing"

	"fealty/models/fault"
	"fealty/models/importing"
)

const fealtyHeader = "kind,reference,of,customer,email,phone,first_name,placed_at,line,sku,name,category,quantity,unit_price,line_discount,discount\n"

func TestOurOwnFormatTakesPurchasesAndReturns(t *testing.T) {
	w := newWorld(t)
	r := w.fealty(fealtyHeader + `purchase,o-1,,77,Ann@Example.com,,Ann,2011-05-01T10:00:00,,MUG,Mug,mugs,2,10.50,1.00,5
purchase,o-1,,,,,,,,TEA,Tea,tea,0.250,20,,
purchase,o-2,,,,+44 20 7946 0958,Bob,2011-05-02T10:00:00+02:00,,MUG,Mug,mugs,1,10.50,,
return,r-1,o-1,,,,,2011-05-03,,MUG,,,1,,,
return,r-2,o-2,,,,,2011-05-03,,,,,,,,
`)
	w.rows(r, map[importing.Class]int{importing.Sold: 3, importing.Returned: 2})
	w.wants("recorded", []int{r.Members, r.Purchases, r.Returns}, []int{2, 2, 2})
	w.wants("issued", r.Issued, 20+10)
	w.wants("the first", w.count(`SELECT count(*) FROM purchases WHERE reference = 'o-1' AND total = 2000 AND discount = 500 AND placed_at = '2011-05-01 09:00:00Z'`), 1)
	w.wants("one mug is back", w.count(`SELECT count(*) FROM purchase_lines WHERE sku = 'MUG' AND bought = 2000 AND returned = 1000`), 1)
	w.wants("all of the second is back", w.count(`SELECT points_returned FROM purchases WHERE reference = 'o-2'`), 10)
	w.wants("contacts are claimed and nobody has proved them",
		w.count(`SELECT count(*) FROM member_contacts WHERE verified_at IS NULL AND value IN ('ann@example.com', '+442079460958')`), 2)
	w.wants("number", w.count(`SELECT count(*) FROM member_references WHERE source = 'fealty' AND reference = '77'`), 1)
	w.wants("name", w.count(`SELECT count(*) FROM members WHERE first_name IN ('Ann', 'Bob')`), 2)
	w.addsUp()
}

func TestALaterFileFindsMembersAndPurchasesOfAnEarlierOne(t *testing.T) {
	w := newWorld(t)
	w.fealty(fealtyHeader + "purchase,o-1,,77,ann@example.com,,,2011-05-01T10:00:00,,MUG,,,2,10,,\n")
	r := w.fealty(fealtyHeader + `return,r-1,o-1,,,,,2011-05-03T10:00:00,1,,,,1,,,
purchase,o-2,,,ann@example.com,,,2011-05-04T10:00:00,,MUG,,,1,10,,
purchase,o-3,,77,,,,2011-05-05T10:00:00,,MUG,,,1,10,,
return,r-2,o-9,,,,,2011-05-06T10:00:00,1,,,,1,,,
return,r-3,o-1,,,,,2011-05-07T10:00:00,1,,,,5,,,
`)
	w.wants("recorded", []int{r.Members, r.Purchases, r.Returns}, []int{0, 2, 1})
	w.wants("members", w.count(`SELECT count(*) FROM members`), 1)
	w.rows(r, map[importing.Class]int{importing.Sold: 2, importing.Returned: 1, importing.Unmatched: 2})
	w.wants("why", []string{r.Unmatched[0].Why.Key, r.Unmatched[1].Why.Key}, []string{"purchase_unknown", "return_too_much"})
	w.wants("points", w.balance("77"), 30)
	w.addsUp()
}

func TestSourcesKeepTheirCustomersApart(t *testing.T) {
	w := newWorld(t)
	for i, source := range []string{"till", "web"} {
		text := []string{"purchase,t-1,,77,,,,2011-05-01T10:00:00,,MUG,,,2,10,,\n", "purchase,w-1,,77,,,,2011-05-01T10:00:00,,MUG,,,2,10,,\n"}[i]
		w.fealty(fealtyHeader+text, func(c *importing.Command) { c.Source = source })
	}
	w.wants("members", w.count(`SELECT count(DISTINCT member_id) FROM member_references WHERE reference = '77'`), 2)
}

func TestEachBadRowIsSaidWithLineColumnAndReason(t *testing.T) {
	w := newWorld(t)
	for row, want := range map[string]struct{ column, key string }{
		"sale,o-1,,77,,,,2011-05-01,,A,,,1,1,,":                      {"kind", "field.choice"},
		"purchase,,,77,,,,2011-05-01,,A,,,1,1,,":                     {"reference", "reference"},
		"purchase, o-1,,77,,,,2011-05-01,,A,,,1,1,,":                 {"reference", "reference"},
		"purchase,o-1,,77,,,,01/05/2011,,A,,,1,1,,":                  {"placed_at", "import_date"},
		"purchase,o-1,,,,,,2011-05-01,,A,,,1,1,,":                    {"customer", "import_member"},
		"purchase,o-1,,,ann@,,,2011-05-01,,A,,,1,1,,":                {"email", "contact_invalid"},
		"purchase,o-1,,,+442079460958,,,2011-05-01,,A,,,1,1,,":       {"email", "contact_invalid"},
		"purchase,o-1,,77,,,,2011-05-01,,A,,,-1,1,,":                 {"quantity", "quantity"},
		"purchase,o-1,,77,,,,2011-05-01,,A,,,1.0001,1,,":             {"quantity", "quantity"},
		"purchase,o-1,,77,,,,2011-05-01,,A,,,1,1e3,,":                {"unit_price", "amount_range"},
		"purchase,o-1,,77,,,,2011-05-01,,A,,,1,1.001,,":              {"unit_price", "amount_range"},
		"purchase,o-1,,77,,,,2011-05-01,,A,,,1,1,2,":                 {"line_discount", "discount_large"},
		"purchase,o-1,,77,,,,2011-05-01,,A,,,1,1,,2":                 {"discount", "discount_large"},
		"purchase,o-1,,77,,,,2012-01-11,,A,,,1,1,,":                  {"placed_at", "placed_at"},
		"return,r-1,,,,,,2011-05-01,1,,,,1,,,":                       {"of", "required"},
		"return,r-1,o-0,,,,,2011-05-01,x,,,,1,,,":                    {"line", "return_line"},
		"return,r-1,o-0,,,,,2011-05-01,,,,,1,,,":                     {"line", "required"},
		"purchase,o-1,,77,,,,2011-05-01":                             {"", "import_fields"},
		"purchase,o-1,,77,,,,2011-05-01,,A,,,1,1,,\"":                {"", "import_csv"},
		"purchase,o-0,,78,,,,,,A,,,1,1,,":                            {"customer", "import_differs"},
		"purchase,o-1,,78,other@example.com,,,2011-05-01,,A,,,1,1,,": {"customer", "import_two"},
		"purchase,o-1,,77,,,\x07,2011-05-01,,A,,,1,1,,":              {"first_name", "field.text"},
	} {
		r, err := w.try(importing.FormatFealty, fealtyHeader+"purchase,o-0,,77,other@example.com,,,2011-05-01,,A,,,1,1,,\n"+row+"\n")
		if !fault.Is(err, "import_bad") || len(r.Bad) == 0 {
			t.Errorf("%s: %v, %v", row, err, r.Bad)
			continue
		}
		if bad := r.Bad[0]; bad.Line != 3 || bad.Column != want.column || bad.Why.Key != want.key {
			t.Errorf("%s: line %d, column %q, %s; not %v", row, bad.Line, bad.Column, bad.Why.Key, want)
		}
		w.wants("rows in all of "+row, r.Total(), 2)
		w.wants("members", w.count(`SELECT count(*) FROM members`), 0)
	}
}

func TestAPurchaseWithABadRowIsHeldBackWhole(t *testing.T) {
	w := newWorld(t)
	text := fealtyHeader + `purchase,o-1,,77,,,,2011-05-01,,A,,,1,10,,
purchase,o-1,,,,,,,,B,,,x,10,,
purchase,o-2,,77,,,,2011-05-02,,A,,,1,10,,
`
	r := w.fealty(text, func(c *importing.Command) { c.SkipBad = true })
	w.rows(r, map[importing.Class]int{importing.Sold: 1, importing.Bad: 1, importing.Held: 1})
	w.wants("purchases", r.Purchases, 1)
}

func TestAColumnThatMeansNothingIsRefused(t *testing.T) {
	w := newWorld(t)
	if _, err := w.try(importing.FormatFealty, "kind,reference,placed_at,quantity,unit_price,custommer\n"); !fault.Is(err, "import_column_unknown") {
		t.Errorf("got %v", err)
	}
}

// FuzzAFileNeverBreaksTheReader reads what nobody would write.
func FuzzAFileNeverBreaksTheReader(f *testing.F) {
	f.Add(fealtyHeader + "purchase,o-1,,77,,,,2011-05-01,,A,,,1,1,,\n")
	f.Add(retailHeader + spilling)
	w := newWorld(f)
	f.Fuzz(func(t *testing.T, text string) {
		for _, format := range []string{importing.FormatFealty, importing.FormatRetail} {
			r, err := importing.Run(t.Context(), w.d, w.deps, importing.Command{File: strings.NewReader(text), Format: format, DryRun: true})
			if kind := fault.KindOf(err); err != nil && kind != fault.Invalid {
				t.Errorf("%v (%d rows)", err, r.Total())
			}
		}
	})
}
