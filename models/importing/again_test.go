package importing_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/importing"
)

// year is a made-up file of many customers: enough for several transactions.
func year(customers int) string {
	var b strings.Builder
	day := time.Date(2011, 1, 3, 10, 0, 0, 0, time.UTC)
	for n := range 12 {
		for c := range customers {
			at := day.AddDate(0, 0, 25*n).Format("2006-01-02T15:04:05")
			fmt.Fprintf(&b, "%d,A%d,MUG,%d,%s,%d.99,%d,UK\n", 1000*c+n, n%3, 1+n%4, at, 20+c%7*13, 5000+c)
			fmt.Fprintf(&b, "%d,POST,POSTAGE,1,%s,18,%d,UK\n", 1000*c+n, at, 5000+c)
			if n%5 == 4 {
				fmt.Fprintf(&b, "C%d,A%d,MUG,-%d,%s,9,%d,UK\n", 1000*c+n, n%3, 2+n, at, 5000+c)
			}
		}
	}
	return b.String()
}

func TestImportingTwiceChangesNothing(t *testing.T) {
	w := newWorld(t)
	first := w.retail(year(30))
	before, entries := w.all(), w.count(`SELECT count(*) FROM entries`)
	second := w.retail(year(30))
	if w.all() != before || w.count(`SELECT count(*) FROM entries`) != entries {
		t.Error("the second run changed something")
	}
	w.wants("purchases", []int{second.Purchases, second.KnownPurchases}, []int{0, first.Purchases})
	w.wants("returns", []int{second.Returns, second.KnownReturns}, []int{0, first.Returns})
	w.wants("members", []int{second.Members, second.KnownMembers}, []int{0, 30})
	w.wants("points", second.Issued+second.Reversed, 0)
	w.wants("what the rows are", second.Rows, first.Rows)
	w.wants("tiers", second.Tiers, first.Tiers)
	w.wants("unmatched", len(second.Unmatched), len(first.Unmatched))
	w.addsUp()
}

func TestADryRunReportsTheSameAndWritesNothing(t *testing.T) {
	w := newWorld(t)
	tried := w.retail(year(30), dry)
	for _, table := range []string{"members", "purchases", "entries", "purchase_references", "returns", "wallets", "import_sources", "standings"} {
		w.wants(table, w.count(`SELECT count(*) FROM `+table), 0)
	}
	done := w.retail(year(30))
	w.wants("the report", fmt.Sprintf("%+v", tried), fmt.Sprintf("%+v", done))
	if done.Purchases != 360 || done.Returns == 0 || len(done.Unmatched) == 0 {
		t.Errorf("a report that says too little: %d purchases, %d returns, %d unmatched", done.Purchases, done.Returns, len(done.Unmatched))
	}
}

func TestAnImportKilledHalfWayIsCompletedByTheNext(t *testing.T) {
	whole, halved := newWorld(t), newWorld(t)
	whole.retail(year(150))
	ctx, stop := context.WithCancel(t.Context())
	_, err := importing.Run(ctx, halved.d, halved.deps, importing.Command{File: strings.NewReader(retailHeader + year(150)), Format: importing.FormatRetail,
		Progress: func(done, total int) { stop() }})
	if err == nil {
		t.Fatal("the run wasn't stopped")
	}
	some := halved.count(`SELECT count(*) FROM purchases`)
	if some == 0 || some == 1800 {
		t.Fatalf("%d purchases were recorded before the end: too early or too late to tell anything", some)
	}
	halved.addsUp()
	r := halved.retail(year(150))
	if r.KnownPurchases < some || r.KnownPurchases+r.Purchases != 1800 {
		t.Errorf("%d purchases were known and %d new", r.KnownPurchases, r.Purchases)
	}
	if whole.all() != halved.all() {
		t.Error("two runs came to something else than one")
	}
	halved.addsUp()
}

func TestALongerFileContinuesAShorterOne(t *testing.T) {
	whole, continued := newWorld(t), newWorld(t)
	rows := strings.SplitAfter(year(20), "\n")
	continued.retail(strings.Join(rows[:len(rows)/2], ""))
	continued.retail(strings.Join(rows, ""))
	whole.retail(strings.Join(rows, ""))
	if whole.all() != continued.all() {
		t.Error("half a year and then the whole came to something else than the whole")
	}
	continued.addsUp()
}

func TestTwoImportsAtOnceRecordEachPurchaseOnce(t *testing.T) {
	w := newWorld(t)
	errs := make(chan error, 2)
	for range 2 {
		go func() {
			_, err := importing.Run(t.Context(), w.d, w.deps, importing.Command{File: strings.NewReader(retailHeader + year(40)), Format: importing.FormatRetail})
			errs <- err
		}()
	}
	w.must(<-errs)
	w.must(<-errs)
	w.wants("purchases", w.count(`SELECT count(*) FROM purchases`), 480)
	w.wants("members", w.count(`SELECT count(*) FROM members`), 40)
	w.addsUp()
}

func TestWhatChangedSinceIsSaidAndLeft(t *testing.T) {
	w := newWorld(t)
	w.retail("1,A,A,1,2011-01-01T10:00:00,100,9,UK\n2,A,A,1,2011-01-02T10:00:00,100,9,UK\n")
	r := w.retail("1,A,A,1,2011-01-01T10:00:00,100,9,UK\n2,A,A,7,2011-01-02T10:00:00,100,9,UK\n")
	w.wants("known", r.KnownPurchases, 2)
	if len(r.Changed) != 1 || r.Changed[0].Reference != "2" {
		t.Errorf("changed: %+v", r.Changed)
	}
	w.wants("points", w.balance("9"), 200)
}

func TestDatesMoveByWholeWeeksAndThatIsRemembered(t *testing.T) {
	w := newWorld(t)
	rows := "1,A,A,1,2010-12-06T10:00:00,5,9,UK\n2,A,A,1,2011-07-06T10:00:00,5,9,UK\n"
	moved := func(c *importing.Command) { c.ShiftDates = true }
	r := w.retail(rows, moved)
	w.wants("the last day lies in the week before Tuesday, 10 January 2012, and is a Wednesday still",
		w.count(`SELECT count(*) FROM purchases WHERE reference = '2' AND placed_on = '2012-01-04' AND placed_at = '2012-01-04 10:00:00Z'`), 1)
	w.wants("weeks", []any{r.Weeks, r.IsRemembered}, []any{26, false})
	_, err := w.try(importing.FormatRetail, retailHeader+rows+"3,A,A,1,2011-07-13T10:00:00,5,9,UK\n", moved)
	if !fault.Is(err, "import_bad") {
		t.Errorf("what is yet to come was recorded: %v", err)
	}
	testdb.Forward(t, w.d, 24*time.Hour)
	r = w.retail(rows+"3,A,A,1,2011-07-13T10:00:00,5,9,UK\n", moved)
	w.wants("weeks again", []any{r.Weeks, r.IsRemembered, r.KnownPurchases, len(r.Changed)}, []any{26, true, 2, 0})
	w.wants("the third is moved alike", w.count(`SELECT count(*) FROM purchases WHERE reference = '3' AND placed_on = '2012-01-11'`), 1)
}

func TestAFileInOrderNeedsNoMoving(t *testing.T) {
	w := newWorld(t)
	for last, weeks := range map[string]int{"2012-01-09": 0, "2012-01-03": 0, "2012-01-02": 1, "2012-01-10": -1, "2012-01-17": -2} {
		r := w.retail("1,A,A,1,"+last+"T10:00:00,5,9,UK\n", dry, func(c *importing.Command) { c.ShiftDates = true })
		w.wants("weeks from "+last, r.Weeks, weeks)
	}
}

func TestAnErasedMembersHistoryIsNotRecorded(t *testing.T) {
	w := newWorld(t)
	w.retail("1,A,A,1,2011-01-01T10:00:00,100,9,UK\n")
	w.must(db.InTx(t.Context(), w.d, func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), `UPDATE members SET state = 'erased'`)
		return err
	}))
	r := w.retail("1,A,A,1,2011-01-01T10:00:00,100,9,UK\n2,A,A,1,2011-01-02T10:00:00,100,9,UK\nC3,A,A,-1,2011-01-03T10:00:00,100,9,UK\n")
	w.wants("recorded", []int{r.Purchases, r.Returns, r.Gone}, []int{0, 0, 1})
	w.wants("the return is listed", len(r.Unmatched), 1)
	if r.Unmatched[0].Why.Kind != fault.NotFound {
		t.Errorf("why: %v", r.Unmatched[0].Why)
	}
}
