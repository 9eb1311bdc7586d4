package importing_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"fealty/models/importing"
)

// realYear is the data set, where it lies beside the project; it is not part of
// it.
const realYear = "../shared/data/online_retail.csv.gz"

// openYear opens the real year, or skips the test.
func openYear(t testing.TB) *os.File {
	t.Helper()
	file, err := os.Open(filepath.Join("..", "..", realYear))
	if err != nil {
		t.Skipf("this needs the real year, and it is not there: %v", err)
	}
	t.Cleanup(func() { _ = file.Close() })
	return file
}

// TestTheRealYearAddsUp imports all of one shop's year. It needs the data set of
// ../shared/data and skips when that isn't there.
func TestTheRealYearAddsUp(t *testing.T) {
	file := openYear(t)
	w := newWorld(t)
	started := time.Now()
	r, err := importing.Run(t.Context(), w.d, w.deps, importing.Command{File: file, Format: importing.FormatRetail})
	w.must(err)
	t.Logf("%d purchases and %d returns in %.1f s", r.Purchases, r.Returns, time.Since(started).Seconds())
	w.wants("rows", r.Total(), 541_909)
	w.rows(r, map[importing.Class]int{importing.Sold: 396_337, importing.Discounted: 73, importing.Returned: 7_432, importing.InPart: 52,
		importing.Unmatched: 1_059, importing.NoCustomer: 135_080, importing.NoProduct: 1_843, importing.NoPrice: 33})
	w.wants("what was recorded", []int{r.Members, r.Purchases, r.Lines, r.Returns}, []int{4_334, 18_402, 396_337, 3_774})
	w.wants("listed", len(r.Unmatched), 52+1_059)
	w.wants("issued less reversed is what members have", int(r.Issued-r.Reversed-r.Repaid), w.count(`SELECT sum(balance) FROM wallets WHERE wallet = 'points'`))
	w.wants("members by tier", r.Tiers[0].Members+r.Tiers[1].Members+r.Tiers[2].Members, 4_334)
	w.addsUp()
}
