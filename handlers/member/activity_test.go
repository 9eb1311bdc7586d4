package member_test

import (
	"encoding/csv"
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"fealty/handlers/apptest"
	"fealty/models/db/testdb"
	"fealty/models/earning"
	"fealty/models/ledger"
	"fealty/models/money"
	"fealty/models/once"
	"fealty/models/programme"
	"fealty/models/recording"
)

// buy records a purchase of one line by a member.
func buy(w *apptest.World, reference string, cents int64) recording.Receipt {
	w.Helper()
	receipt, err := recording.Purchase(w.Context(), w.Deps.DB, recording.Deps{Programme: w.Deps.Programme, Keys: w.Deps.Keyring},
		recording.Command{Key: once.Key{Scope: "test", Key: reference}, Actor: ledger.Actor{Kind: ledger.ByAPI}, Input: recording.Input{
			Reference: reference, Member: recording.Who{ID: w.Alice.ID}, Currency: "EUR", Channel: "counter", Shop: "Harbour Street", PricesIncludeTax: true,
			Lines: []recording.Line{{SKU: "A", Name: "Coffee", Category: "coffee", Quantity: 1000, UnitPrice: money.Amount(cents)}}}})
	if err != nil {
		w.Fatal(err)
	}
	return receipt
}

func TestActivityIndexExplainsEveryPoint(t *testing.T) {
	w := apptest.Open(t)
	w.Publish(func(doc *programme.Document) {
		doc.Earning.Multipliers = []earning.Multiplier{{Key: "gold_extra", Tiers: []string{"gold"}, Factor: decimal.RequireFromString("1.25")}}
		delete(doc.Words.Rules, "silver_extra")
	})
	if got := buy(w, "204-1187", 31_800).Points; got != 397 {
		t.Fatalf("the purchase gave %d", got)
	}
	page := w.AsMember(w.Alice.ID).Get("/activity")
	if page.Status != 200 || !page.Has("€318 at 1.25 points per €1 is 397.5, rounded down to 397 points.", "Receipt 204-1187.",
		"79 points: Gold extra, 25 points more per €100, on €318", "It lasts until 31 March 2028.", "10 March, Harbour Street") {
		t.Errorf("%d %s", page.Status, page.Body)
	}
	in := w.AsMember(w.Alice.ID)
	in.Language = "pl"
	if got := in.Get("/activity"); !got.Has("po 1,25 punktu za 1\u00a0€ daje 397,5, w zaokrągleniu w dół 397 punktów") {
		t.Errorf("%s", got.Body)
	}
}

func TestActivityIndexTellsOfEverythingThatHappened(t *testing.T) {
	w := apptest.Open(t)
	c := w.AsMember(w.Alice.ID)
	receipt := buy(w, "BACK", 10_000)
	deps := recording.Deps{Programme: w.Deps.Programme, Keys: w.Deps.Keyring}
	if _, err := recording.Return(w.Context(), w.Deps.DB, deps, recording.ReturnCommand{Key: once.Key{Scope: "test", Key: "r"},
		Actor: ledger.Actor{Kind: ledger.ByAPI}, Input: recording.ReturnInput{PurchaseID: receipt.ID, Reference: "R-1"}}); err != nil {
		t.Fatal(err)
	}
	voucher := redeem(w, c, w.FlatWhite, "a")
	c.Post(voucher+"/returns", key("b"))
	gift := c.Post("/give", giveForm(w, "100", "c")).Location()
	page := c.Get("/activity")
	if !page.Has("Return, €100", "Flat white", "Returned: Flat white", "Gift to Forest by the fjord", "€5 from you and €5 from Havn Club.",
		`href="`+voucher+`"`, `href="`+gift+`"`, "March 2026", "February 2026", "March 2024", "Gold is yours until 31 December 2027.", "31 March 2026") {
		t.Errorf("%s", page.Body)
	}
	if spent := c.GetHX("/activity?show=spent"); !spent.Has("Flat white", `id="ledger"`) || spent.Has("Online order") || spent.Has("<html") {
		t.Errorf("%s", spent.Body)
	}
	if lost := c.Get("/activity?show=expired"); !lost.Has("Nothing of this kind") {
		t.Errorf("%s", lost.Body)
	}
}

func TestActivityIndexIsEmptyForWhoHasNothing(t *testing.T) {
	w := apptest.Open(t)
	w.Publish(func(doc *programme.Document) { doc.Earning.Welcome = 0 })
	nora := w.Join(apptest.Newcomer{Name: "Nora", Email: "nora@example.com"})
	if got := w.AsMember(nora.ID).Get("/activity"); got.Status != 200 || !got.Has("Show your card when you pay", "Nothing can end now.") {
		t.Errorf("%d %s", got.Status, got.Body)
	}
}

func TestActivityIndexGoesOnByWholeMonths(t *testing.T) {
	w := apptest.Open(t)
	for i := range 30 {
		testdb.At(t, w.Deps.DB, testdb.Start.AddDate(0, 0, 3*i))
		buy(w, "M-"+string(rune('A'+i)), 1000)
	}
	c := w.AsMember(w.Alice.ID)
	first := c.Get("/activity")
	more := regexp.MustCompile(`href="(/activity\?after=[^"]+)"`).FindStringSubmatch(first.Body)
	if more == nil {
		t.Fatalf("%s", first.Body)
	}
	rest := c.GetHX(html.UnescapeString(more[1]))
	if rest.Has("<html") || rest.Has(`id="ledger"`) || strings.Count(first.Body+rest.Body, "<details") != 33 {
		t.Errorf("%d lines in all: %s", strings.Count(first.Body+rest.Body, "<details"), rest.Body)
	}
	heading := regexp.MustCompile(`<h2 id="m\d+">([^<]+)<`)
	seen := map[string]int{}
	for _, m := range heading.FindAllStringSubmatch(first.Body+rest.Body, -1) {
		seen[m[1]]++
	}
	for month, n := range seen {
		if n != 1 {
			t.Errorf("%s stands %d times", month, n)
		}
	}
	if got := c.Get("/activity?after=9999999"); got.Status != 200 {
		t.Errorf("an unknown key gives %d", got.Status)
	}
}

func TestActivitySheetShowIsHarmlessInASpreadsheet(t *testing.T) {
	w := apptest.Open(t)
	evil := w.Reward(apptest.Goods{Name: `=HYPERLINK("http://evil")`, Art: "cup", Price: 100})
	c := w.AsMember(w.Alice.ID)
	redeem(w, c, evil, "a")
	got := c.Get("/activity.csv")
	if got.Header.Get("Content-Type") != "text/csv; charset=utf-8" || !strings.Contains(got.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("%v", got.Header)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(got.Body, "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 5 {
		t.Fatalf("%v %v", rows, err)
	}
	if row := rows[1]; row[1] != `'=HYPERLINK("http://evil")` || row[2] != "-100" || row[3] != "1100" || row[0] != "2026-03-10" {
		t.Errorf("%q", row)
	}
	for _, row := range rows[1:] {
		for i, cell := range row {
			if i != 2 && i != 3 && cell != "" && strings.ContainsRune("=+-@", rune(cell[0])) {
				t.Errorf("the cell %q is a formula", cell)
			}
		}
	}
}
