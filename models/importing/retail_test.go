package importing_test

import (
	"bytes"
	"compress/gzip"
	"testing"

	"fealty/models/db"
	"fealty/models/fault"
	"fealty/models/importing"
	"fealty/models/programme"
)

func TestAnInvoiceIsOnePurchaseAndItsFirstTimeStands(t *testing.T) {
	w := newWorld(t)
	r := w.retail(`536365,85123A,HEART,6,2010-12-01T08:26:00,2.55,17850,United Kingdom
536366,22633,WARMER,1,2010-12-01T08:28:00,9.99,13047,United Kingdom
536365,71053,LANTERN,2,2010-12-01T08:27:00,3.39,17850,United Kingdom
`)
	w.rows(r, map[importing.Class]int{importing.Sold: 3})
	w.wants("purchases", r.Purchases, 2)
	w.wants("members", r.Members, 2)
	w.wants("points", r.Issued, 22+9)
	w.wants("at its first time", w.count(`SELECT count(*) FROM purchases WHERE reference = '536365' AND total = 2208 AND placed_at = '2010-12-01 08:26:00Z'`), 1)
	w.wants("joined by import, with no welcome points",
		w.count(`SELECT count(*) FROM members WHERE joined_via = 'import' AND joined_on = '2010-12-01' AND joined_at = '2010-12-01 08:26:00Z'`), 1)
	w.wants("its lot", w.count(`SELECT count(*) FROM lots WHERE amount = 22 AND available_on = '2010-12-01' AND expires_on = '2012-12-31'`), 1)
	w.addsUp()
}

func TestASummerTimeIsLondons(t *testing.T) {
	w := newWorld(t)
	w.retail("1,A,A,1,2011-07-01T00:30:00,5,9,UK\n")
	w.wants("placed", w.count(`SELECT count(*) FROM purchases WHERE placed_at = '2011-06-30 23:30:00Z' AND placed_on = '2011-07-01'`), 1)
}

func TestWhatIsNoSaleIsSkippedAndCounted(t *testing.T) {
	w := newWorld(t)
	r := w.retail(`1,POST,POSTAGE,1,2011-01-01T10:00:00,18,9,UK
1,M,Manual,1,2011-01-01T10:00:00,18,9,UK
1,m,Manual,1,2011-01-01T10:00:00,18,9,UK
1,gift_0001_20,Voucher,1,2011-01-01T10:00:00,16.67,9,UK
1,PADS,PADS,1,2011-01-01T10:00:00,0.001,9,UK
1,A,FREE,1,2011-01-01T10:00:00,0,9,UK
1,B2,BAD DEBT,1,2011-01-01T10:00:00,-11062.06,9,UK
1,C,BROKEN,-5,2011-01-01T10:00:00,1,9,UK
1,DCGS0003,BOXED GLASS,1,2011-01-01T10:00:00,2,9,UK
2,A,NOBODY,1,2011-01-01T10:00:00,2,,UK
C3,BANK CHARGES,Bank,-1,2011-01-01T10:00:00,15,9,UK
`)
	w.rows(r, map[importing.Class]int{importing.NoProduct: 6, importing.NoPrice: 2, importing.NoQuantity: 1, importing.Sold: 1, importing.NoCustomer: 1})
	w.wants("codes", len(r.NoProducts), 6)
	w.wants("in all", r.Total(), 11)
}

func TestADiscountLowersItsPurchase(t *testing.T) {
	w := newWorld(t)
	r := w.retail("1,A,A,1,2011-01-01T10:00:00,100,9,UK\n1,D,Discount,-1,2011-01-01T10:00:00,27.50,9,UK\n")
	w.rows(r, map[importing.Class]int{importing.Sold: 1, importing.Discounted: 1})
	w.wants("points", r.Issued, 72)
	w.wants("discount", w.count(`SELECT discount FROM purchases`), 2750)
	w.addsUp()
}

func TestALaterDiscountGoesToTheLatestPurchaseAndSpillsOver(t *testing.T) {
	w := newWorld(t)
	r := w.retail(`1,A,A,1,2011-01-01T10:00:00,100,9,UK
2,A,A,1,2011-01-02T10:00:00,20,9,UK
C3,D,Discount,-1,2011-01-03T10:00:00,30,9,UK
C4,D,Discount,-1,2011-01-03T10:00:00,1000,9,UK
C5,D,Discount,-1,2011-01-03T10:00:00,1,8,UK
`)
	w.rows(r, map[importing.Class]int{importing.Sold: 2, importing.Discounted: 1, importing.InPart: 1, importing.Unmatched: 1})
	w.wants("discounts", w.count(`SELECT sum(discount) FROM purchases`), 12000)
	w.wants("left of C4 and C5", []any{r.Unmatched[0].Amount, r.Unmatched[1].Amount}, []any{91000, 100})
	w.wants("nobody is made for a discount", r.Members, 1)
}

const spilling = `1,A,MUG,3,2011-01-01T10:00:00,10,9,UK
2,A,MUG,2,2011-01-05T10:00:00,10,9,UK
2,BW,BOWL,1,2011-01-05T10:00:00,50,9,UK
C3,A,MUG,-4,2011-01-07T10:00:00,10,9,UK
3,A,MUG,5,2011-01-08T10:00:00,10,9,UK
C4,A,MUG,-9,2011-01-09T10:00:00,10,9,UK
C5,Z,CUP,-1,2011-01-09T10:00:00,10,9,UK
C6,BW,BOWL,-1,2011-01-09T10:00:00,50,8,UK
`

func TestAReturnTakesTheLatestPurchaseFirstAndSpillsOver(t *testing.T) {
	w := newWorld(t)
	r := w.retail(spilling)
	w.rows(r, map[importing.Class]int{importing.Sold: 4, importing.Returned: 1, importing.InPart: 1, importing.Unmatched: 2})
	w.wants("returns", r.Returns, 4)
	for reference, left := range map[string]int{"1": 0, "2": 0, "3": 0} {
		w.wants("mugs left of "+reference, w.count(`SELECT sum(bought - returned) FROM purchase_lines l JOIN purchases p ON p.id = l.purchase_id
			WHERE sku = 'A' AND p.reference = $1`, reference), left)
	}
	w.wants("C3 took two of the latest", w.count(`SELECT amount FROM returns WHERE reference = 'C3/2'`), 2000)
	w.wants("and two of the one before", w.count(`SELECT amount FROM returns WHERE reference = 'C3/1'`), 2000)
	w.wants("left over", len(r.Unmatched), 3)
	w.wants("three mugs of C4", r.Unmatched[0].Quantity, "3")
	w.wants("issued less reversed", int(r.Issued-r.Reversed), w.balance("9"))
	w.wants("the bowl", w.balance("9"), 50)
	w.wants("nobody is made for a return", r.Members, 1)
	w.addsUp()
}

func TestAReturnNeverMatchesALaterPurchase(t *testing.T) {
	w := newWorld(t)
	r := w.retail("C1,A,MUG,-1,2011-01-01T10:00:00,10,9,UK\n2,A,MUG,1,2011-01-02T10:00:00,10,9,UK\n")
	w.rows(r, map[importing.Class]int{importing.Sold: 1, importing.Unmatched: 1})
	w.wants("returns", r.Returns, 0)
}

func TestTiersClimbAndFallAsTheyWouldHave(t *testing.T) {
	w := newWorld(t, func(d *programme.Document) {
		d.Tiers.Window, d.Tiers.Months = "rolling", 12
		d.Tiers.Keep.Kind, d.Tiers.Keep.Months = "months", 3
	})
	rows := `1,A,A,1,2011-01-01T10:00:00,400,9,UK
2,A,A,1,2011-02-01T10:00:00,100,9,UK
3,A,A,1,2011-12-01T10:00:00,100,9,UK
`
	w.retail(rows)
	w.wants("at the old rate, then at silver's, and still silver after three quarters",
		[]any{w.count(`SELECT points FROM purchases WHERE reference = '1'`), w.count(`SELECT points FROM purchases WHERE reference = '2'`),
			w.count(`SELECT points FROM purchases WHERE reference = '3'`)}, []any{400, 125, 125})
	w.retail("4,A,A,1,2012-01-05T10:00:00,100,9,UK\n")
	w.wants("kept until three months after", w.count(`SELECT count(*) FROM standings WHERE tier = 'silver' AND keep_until > '2012-01-05'`), 1)
	w.addsUp()
}

func TestAReturnLetsATierFallThatWasJustClimbed(t *testing.T) {
	w := newWorld(t)
	r := w.retail("1,A,A,1,2011-03-01T10:00:00,400,9,UK\nC2,A,A,-1,2011-03-02T10:00:00,400,9,UK\n")
	w.wants("tier", w.count(`SELECT count(*) FROM standings WHERE tier = 'member'`), 1)
	w.wants("members per tier", r.Tiers[0].Members, 1)
}

func TestGzipIsReadToo(t *testing.T) {
	w := newWorld(t)
	var packed bytes.Buffer
	out := gzip.NewWriter(&packed)
	_, err := out.Write([]byte(retailHeader + spilling))
	w.must(err)
	w.must(out.Close())
	r, err := importing.Run(t.Context(), w.d, w.deps, importing.Command{File: &packed, Format: importing.FormatRetail})
	w.must(err)
	w.wants("purchases", r.Purchases, 3)
}

func TestPoundsAreNotTakenForEuros(t *testing.T) {
	w := newWorld(t, func(d *programme.Document) { d.Club.Currency = "EUR" })
	_, err := w.try(importing.FormatRetail, retailHeader+spilling)
	if !fault.Is(err, "import_currency") {
		t.Errorf("got %v", err)
	}
	r := w.retail(spilling, func(c *importing.Command) { c.AsIs = true })
	w.wants("taken as they are, when that is asked for", r.Currency.Code, "EUR")
}

func TestABadRowRefusesTheFileWithItsPlace(t *testing.T) {
	w := newWorld(t)
	rows := "1,A,A,1,2011-01-01T10:00:00,1,9,UK\n1,A,A,x,2011-01-01T10:00:00,1,9,UK\n2,A,A,1,yesterday,1,9,UK\n3,A,\"A\x00\",1,2011-01-01T10:00:00,1,9,UK\n4,A\n1,A,A,1,2011-01-01T10:00:00,1,7,UK\n5,A,A,1,2011-01-01T10:00:00,1.234,9,UK\n6,A,\xff,1,2011-01-01T10:00:00,1,9,UK\n"
	r, err := w.try(importing.FormatRetail, retailHeader+rows)
	if !fault.Is(err, "import_bad") {
		t.Fatalf("got %v", err)
	}
	want := []struct {
		line        int
		column, key string
	}{{3, "quantity", "quantity"}, {4, "invoicedate", "import_date"}, {5, "description", "field.text"}, {6, "", "import_fields"},
		{7, "customerid", "import_differs"}, {8, "unitprice", "amount_range"}, {9, "description", "field.text"}}
	for i, bad := range r.Bad {
		if bad.Line != want[i].line || bad.Column != want[i].column || bad.Why.Key != want[i].key {
			t.Errorf("bad row %d is %d %q %s, not %v", i, bad.Line, bad.Column, bad.Why.Key, want[i])
		}
	}
	w.wants("bad rows", len(r.Bad), len(want))
	w.wants("members", w.count(`SELECT count(*) FROM members`), 0)
	r = w.retail(rows, func(c *importing.Command) { c.SkipBad = true })
	w.rows(r, map[importing.Class]int{importing.Sold: 1, importing.Bad: 7})
}

func TestAFileOfAnotherKindIsRefused(t *testing.T) {
	w := newWorld(t)
	for text, key := range map[string]string{"": "import_header", "a,b\n1,2\n": "import_column", "\x1f\x8b junk": "import_header"} {
		if _, err := w.try(importing.FormatRetail, text); !fault.Is(err, key) {
			t.Errorf("%q gives %v", text, err)
		}
	}
	if _, err := w.try("xlsx", ""); !fault.Is(err, "import_format") {
		t.Errorf("got %v", err)
	}
}

func TestOldPurchasesLeaveATierThatCameLater(t *testing.T) {
	w := newWorld(t)
	w.retail("1,A,A,1,2011-03-01T10:00:00,10,9,UK\n")
	w.must(db.InTx(t.Context(), w.d, func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), `UPDATE standings SET tier = 'platinum', since = '2011-12-01', keep_until = '2011-12-31'`)
		return err
	}))
	w.retail("2,A,A,1,2012-01-05T10:00:00,400,9,UK\nC3,A,A,-1,2012-01-06T10:00:00,10,9,UK\n")
	w.wants("still", w.count(`SELECT count(*) FROM standings WHERE tier = 'platinum' AND keep_until = '2011-12-31'`), 1)
}
