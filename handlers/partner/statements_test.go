package partner_test

import (
	"encoding/csv"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"fealty/handlers/apptest"
	"fealty/models/db/testdb"
	"fealty/models/redeeming"
)

// sheet reads a statement's CSV: the sum of its amounts and how many lines it has.
func sheet(t *testing.T, c *apptest.Client, path string) (decimal.Decimal, int) {
	t.Helper()
	got := c.Get(path)
	if got.Status != 200 || !strings.HasPrefix(got.Header.Get("Content-Type"), "text/csv") {
		t.Fatalf("%s answers %d %s", path, got.Status, got.Body)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(got.Body, "\ufeff"))).ReadAll()
	if err != nil || len(rows) == 0 {
		t.Fatalf("%s holds %d lines, %v", path, len(rows), err)
	}
	var sum decimal.Decimal
	for _, row := range rows[1:] {
		amount, err := decimal.NewFromString(row[4])
		if err != nil {
			t.Fatal(err)
		}
		sum = sum.Add(amount)
	}
	return sum, len(rows) - 1
}

var total = regexp.MustCompile(`id="total">€([0-9.,]+)<`)

func TestAStatementIsWhatWasUsedLessWhatWasUndone(t *testing.T) {
	w := open(t)
	manager := w.AsStaff(w.TeaHouseManager.ID)
	w.use(1100) // more than a part of the sheet
	_, use := w.check(w.Tea, w.Code)
	testdb.Forward(t, w.Deps.DB, time.Minute)
	w.undo(w.Tea, use)
	page := manager.Get("/partner/statements/2026-03")
	shown := total.FindStringSubmatch(page.Body)
	if page.Status != 200 || shown == nil || !page.Has("Statement for March 2026", "1,101 vouchers", "1 voucher<", "So far") {
		t.Fatalf("%d %s", page.Status, page.Body)
	}
	sum, lines := sheet(t, manager, "/partner/statements/2026-03.csv")
	if lines != 1102 || sum.StringFixed(2) != "3300.00" || shown[1] != "3,300.00" {
		t.Errorf("%d lines sum up to %s, the page says %s", lines, sum, shown[1])
	}
	owed, err := redeeming.SumOf(w.Context(), w.Deps.DB, w.TeaHouse.ID, w.Deps.DB.Time().AddDate(0, 0, -9))
	if err != nil || owed.Pays != 330_000 || owed.Uses != 1100 {
		t.Errorf("the month owes %+v, %v", owed, err)
	}
}

func TestAStatementBelongsToItsMonthAndItsPartnersManager(t *testing.T) {
	w := open(t)
	w.check(w.Tea, w.Code)
	testdb.Forward(t, w.Deps.DB, 40*24*time.Hour)
	manager := w.AsStaff(w.TeaHouseManager.ID)
	if home := manager.Get("/partner"); !home.Has(`href="/partner/statements/2026-04"`, `href="/partner/statements/2026-03"`) || home.Has("/partner/statements/2026-02") {
		t.Errorf("the page leads to %s", home.Body)
	}
	if march := manager.Get("/partner/statements/2026-03"); !march.Has("€3", `href="/partner/statements/2026-04"`) || march.Has("So far") {
		t.Errorf("March says %s", march.Body)
	}
	if april := manager.Get("/partner/statements/2026-04"); !april.Has("No vouchers were used", "€0") {
		t.Errorf("April says %s", april.Body)
	}
	if theirs := w.AsStaff(w.FjordkinoManager.ID).Get("/partner/statements/2026-03"); theirs.Status != 200 || theirs.Has("Pot of tea") {
		t.Errorf("another partner reads %d %s", theirs.Status, theirs.Body)
	}
	for _, path := range []string{"/partner/statements/2026-05", "/partner/statements/2026-13", "/partner/statements/1999-12", "/partner/statements/x", "/partner/statements/x.csv"} {
		if got := manager.Get(path); got.Status != 404 {
			t.Errorf("%s answers %d", path, got.Status)
		}
	}
	clerk := w.AsStaff(w.TeaHouseClerk.ID)
	for _, path := range []string{"/partner/statements/2026-03", "/partner/statements/2026-03.csv"} {
		if got := clerk.Get(path); got.Status != 403 {
			t.Errorf("a clerk gets %d from %s", got.Status, path)
		}
	}
}

// The club is in Oslo, where April has begun while it is still March in UTC.
func TestAMonthEndsAtTheClubsMidnight(t *testing.T) {
	w := open(t)
	testdb.At(t, w.Deps.DB, time.Date(2026, 3, 31, 22, 30, 0, 0, time.UTC))
	w.use(1)
	manager := w.AsStaff(w.TeaHouseManager.ID)
	for month, want := range map[string]int{"2026-03": 0, "2026-04": 1} {
		if _, lines := sheet(t, manager, "/partner/statements/"+month+".csv"); lines != want {
			t.Errorf("%s has %d lines", month, lines)
		}
	}
}
