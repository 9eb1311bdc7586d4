package member_test

import (
	"html"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"fealty/handlers/apptest"
	"fealty/models/db/testdb"
	"fealty/models/ids"
	"fealty/models/redeeming"
)

var codeOnPage = regexp.MustCompile(`<span class="code">([A-Z0-9-]{14})</span>`)

func voucherCode(t *testing.T, body string) string {
	t.Helper()
	found := codeOnPage.FindStringSubmatch(body)
	if found == nil {
		t.Fatalf("there is no code in %s", body)
	}
	return found[1]
}

// use lets the shop's system use a code.
func use(w *apptest.World, code string) {
	w.Helper()
	deps := redeeming.Deps{Programme: w.Deps.Programme, Keys: w.Deps.Keyring}
	if _, err := redeeming.Use(w.Context(), w.Deps.DB, deps, redeeming.Using{Question: redeeming.Question{Code: code}, Place: "Harbour Street", Key: "use"}); err != nil {
		w.Fatal(err)
	}
}

func TestVouchersShowHasTheCodeUntilItIsUsed(t *testing.T) {
	w := apptest.Open(t)
	c := w.AsMember(w.Alice.ID)
	path := redeem(w, c, w.FlatWhite, "a")
	page := c.Get(path)
	code := voucherCode(t, page.Body)
	if !page.Has("In any shop, and online, until 9 April 2026", `role="img"`, "Return it and get 600 points back", "Print or save") {
		t.Errorf("%s", page.Body)
	}
	if list := c.Get("/vouchers"); !list.Has("Flat white", "until 9 April 2026") {
		t.Errorf("%s", list.Body)
	}
	use(w, code)
	page = c.Get(path)
	if !page.Has("Used on 10 March 2026", "Harbour Street") || page.Has(code) || page.Has("Return it") {
		t.Errorf("%s", page.Body)
	}
	if list := c.Get("/vouchers?show=used"); !list.Has("Flat white", "Harbour Street") {
		t.Errorf("%s", list.Body)
	}
	if list := c.Get("/vouchers"); !list.Has("No vouchers to use") {
		t.Errorf("%s", list.Body)
	}
}

func TestVouchersShowHidesTheCodeOfAnExpiredOne(t *testing.T) {
	w := apptest.Open(t)
	c := w.AsMember(w.Alice.ID)
	path := redeem(w, c, w.FlatWhite, "a")
	testdb.At(t, w.Deps.DB, testdb.Start.AddDate(0, 0, 31))
	page := w.AsMember(w.Alice.ID).Get(path)
	if !page.Has("Ended on 9 April 2026", "Expired") || codeOnPage.MatchString(page.Body) {
		t.Errorf("%s", page.Body)
	}
	if list := w.AsMember(w.Alice.ID).Get("/vouchers?show=ended"); !list.Has("Flat white", "Expired") {
		t.Errorf("%s", list.Body)
	}
}

func TestVoucherReturnsCreateGivesEverythingBack(t *testing.T) {
	w := apptest.Open(t)
	c := w.AsMember(w.Alice.ID)
	path := redeem(w, c, w.FlatWhite, "a")
	for range 2 {
		if got := c.Post(path+"/returns", key("back")); got.Status != 303 || got.Location() != path {
			t.Fatalf("%d to %q", got.Status, got.Location())
		}
	}
	if got := c.Get(path); !got.Has("Returned on 10 March 2026", "600 points came back. You have 1,200 points.") {
		t.Errorf("%s", got.Body)
	}
	if got := c.Post(path+"/returns", key("again")); got.Status != 409 || !got.Has("was returned for its points") {
		t.Errorf("%d %s", got.Status, got.Body)
	}
	if got := spendable(w, w.Alice); got != 1200 {
		t.Errorf("Alice has %d", got)
	}
}

// TestAnotherMembersThingsAreAsUnknownAsNothing is T11 for what members own.
func TestAnotherMembersThingsAreAsUnknownAsNothing(t *testing.T) {
	w := apptest.Open(t)
	alice, charlie := w.AsMember(w.Alice.ID), w.AsMember(w.Charlie.ID)
	voucher := redeem(w, alice, w.FlatWhite, "a")
	gift := alice.Post("/give", giveForm(w, "100", "gift")).Location()
	for path, unknown := range map[string]string{
		voucher: "/vouchers/" + ids.Voucher{9}.String(), gift: "/donations/" + ids.Donation{9}.String(),
	} {
		theirs, nobodys := charlie.Get(path), charlie.Get(unknown)
		if theirs.Status != 404 || nobodys.Status != 404 || withoutChance(theirs.Body, path) != withoutChance(nobodys.Body, unknown) {
			t.Errorf("%s gives %d, unknown %d, or other words", path, theirs.Status, nobodys.Status)
		}
	}
	for path, unknown := range map[string]string{
		voucher + "/returns": "/vouchers/" + ids.Voucher{9}.String() + "/returns", gift + "/undos": "/donations/" + ids.Donation{9}.String() + "/undos",
	} {
		theirs, nobodys := charlie.Post(path, key("x")), charlie.Post(unknown, key("y"))
		if theirs.Status != 404 || nobodys.Status != 404 {
			t.Errorf("posting to %s gives %d, to unknown %d", path, theirs.Status, nobodys.Status)
		}
	}
	if got := spendable(w, w.Alice); got != 500 {
		t.Errorf("Alice has %d", got)
	}
}

var chance = regexp.MustCompile(`(value="[^"]{20,}"|\b[A-Z2-9]{8}\b)`)

// withoutChance takes out what differs between any two answers.
func withoutChance(body, path string) string {
	return chance.ReplaceAllString(strings.ReplaceAll(body, path, "PATH"), "")
}

func TestVoucherlinkShowUsesNothing(t *testing.T) {
	w := apptest.Open(t)
	alice := w.AsMember(w.Alice.ID)
	path := redeem(w, alice, w.Pot, "a")
	code := voucherCode(t, alice.Get(path).Body)
	w.Logged.Reset()
	if got := alice.Get("/v/" + strings.ToLower(code)); got.Status != 303 || got.Location() != path {
		t.Errorf("the owner gets %d to %q", got.Status, got.Location())
	}
	for name, c := range map[string]*apptest.Client{"nobody": w.Anonymous(), "another": w.AsMember(w.Charlie.ID), "the shop": w.AsStaff(w.Dora.ID)} {
		if got := c.Get("/v/" + code); got.Status != 200 || !got.Has("Show this at the till") || got.Has("Pot of tea") {
			t.Errorf("%s gets %d %s", name, got.Status, got.Body)
		}
	}
	if got := w.AsStaff(w.TeaHouseClerk.ID).Get("/v/" + code); got.Status != 303 || got.Location() != "/partner?code="+code {
		t.Errorf("a partner gets %d to %q", got.Status, got.Location())
	}
	if strings.Contains(strings.ToUpper(w.Logged.String()), code) {
		t.Errorf("the log tells the code: %s", w.Logged)
	}
	if got := alice.Get(path); voucherCode(t, got.Body) != code {
		t.Error("looking has changed the voucher")
	}
	if got := w.Anonymous().Get("/v/nonsense"); got.Status != 200 || !got.Has("Show this at the till") {
		t.Errorf("a code that can't be one gives %d", got.Status)
	}
}

// TestTheQRCodeOfAVoucherCanBeRead draws the page's QR code and reads it back
// with zbarimg, as a phone would.
func TestTheQRCodeOfAVoucherCanBeRead(t *testing.T) {
	need(t, "zbarimg")
	w := apptest.Open(t)
	c := w.AsMember(w.Alice.ID)
	body := c.Get(redeem(w, c, w.FlatWhite, "a")).Body
	want := apptest.Origin + "/v/" + voucherCode(t, body)
	if got := scan(t, qrOnPage(t, body)); got != want {
		t.Errorf("the QR code opens %q, not %q", got, want)
	}
}

func TestVouchersIndexGoesOnByKey(t *testing.T) {
	w := apptest.Open(t)
	w.Buy(w.Alice, "MANY", 20_000)
	c := w.AsMember(w.Alice.ID)
	for i := range 22 {
		redeem(w, c, w.Cake, string(rune('a'+i)))
	}
	first := c.Get("/vouchers")
	more := regexp.MustCompile(`href="(/vouchers\?after=[^"]+)"`).FindStringSubmatch(first.Body)
	if more == nil || strings.Count(first.Body, "Slice of cake") != 20 {
		t.Fatalf("%s", first.Body)
	}
	rest := c.GetHX(html.UnescapeString(more[1]))
	if strings.Count(rest.Body, "Slice of cake") != 2 || strings.Contains(rest.Body, "<html") || rest.Has("Show more") {
		t.Errorf("%s", rest.Body)
	}
}

// need skips a test that rests on a program which isn't installed; with CI=true
// it fails.
func need(t *testing.T, program string) {
	t.Helper()
	if _, err := exec.LookPath(program); err == nil {
		return
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is not installed", program)
	}
	t.Skipf("%s is not installed", program)
}
