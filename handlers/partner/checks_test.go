package partner_test

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"fealty/handlers/apptest"
	"fealty/models/db/testdb"
	"fealty/models/ids"
	"fealty/models/redeeming"
	"fealty/models/vouchers"
)

// counter is the world with Alice's voucher for a pot of tea in it.
type counter struct {
	*apptest.World
	Tea, Kino *apptest.Client
	Code      string
	keys      int
}

func open(t *testing.T) *counter {
	t.Helper()
	w := &counter{World: apptest.Open(t)}
	w.Tea, w.Kino = w.AsStaff(w.TeaHouseClerk.ID), w.AsStaff(w.FjordkinoManager.ID)
	_, w.Code = w.take(w.Pot)
	return w
}

// take redeems a reward for Alice and answers the voucher and its code.
func (w *counter) take(reward ids.Reward) (ids.Voucher, string) {
	w.Helper()
	deps := redeeming.Deps{Programme: w.Deps.Programme, Keys: w.Deps.Keyring}
	got, err := redeeming.Redeem(w.Context(), w.Deps.DB, deps, redeeming.Redemption{Member: w.Alice.ID, Reward: reward, Key: w.key()})
	if err != nil {
		w.Fatal(err)
	}
	v, err := vouchers.Find(w.Context(), w.Deps.DB, w.Alice.ID, got.Voucher)
	if err != nil {
		w.Fatal(err)
	}
	code, err := w.Deps.Keyring.Open(v)
	if err != nil {
		w.Fatal(err)
	}
	return got.Voucher, code.String()
}

func (w *counter) key() string {
	w.keys++
	return apptest.FormKey(fmt.Sprint(w.keys))
}

func (w *counter) form(code string) url.Values { return url.Values{"code": {code}, "key": {w.key()}} }

var useLink = regexp.MustCompile(`/partner/uses/([0-9a-f-]{36})/undo`)

// check uses a code by HTMX and answers the id of the use.
func (w *counter) check(c *apptest.Client, code string) (apptest.Answer, string) {
	w.Helper()
	got := c.PostHX("/partner/checks", w.form(code))
	if m := useLink.FindStringSubmatch(got.Body); m != nil {
		return got, m[1]
	}
	return got, ""
}

func TestOneAnswerSaysValidUsedAndWhatToHandOver(t *testing.T) {
	w := open(t)
	got, use := w.check(w.Tea, strings.ToLower(w.Code))
	if got.Status != 200 || use == "" || !got.Has(`id="verdict"`, "Valid, and now used", "One Pot of tea.", w.Code, "Alice", "€3", `id="today"`, `id="check"`) {
		t.Fatalf("answered %d %s", got.Status, got.Body)
	}
	if got.Has("<html", "result bad") || strings.Contains(got.Body, `id="due"`) {
		t.Error("a fragment for a clerk has the layout, a refusal or what is owed")
	}
	home := w.Tea.Get("/partner")
	if !home.Has("Used today", "/partner?use="+use, "<html") {
		t.Errorf("the page has no use today: %s", home.Body)
	}
}

func TestWithoutScriptsTheAnswerIsOnePageFurther(t *testing.T) {
	w := open(t)
	form := w.form("https://club.example/v/" + w.Code)
	got := w.Tea.Post("/partner/checks", form)
	if got.Status != 303 || !strings.HasPrefix(got.Location(), "/partner?use=") {
		t.Fatalf("answered %d to %q", got.Status, got.Location())
	}
	if page := w.Tea.Get(got.Location()); !page.Has("Valid, and now used", "One Pot of tea.", "You can undo until") {
		t.Errorf("the page says %s", page.Body)
	}
	if again := w.Tea.Post("/partner/checks", form); again.Location() != got.Location() {
		t.Errorf("the same form sent twice leads to %q", again.Location())
	}
}

func TestEachRefusalHasItsOwnSentence(t *testing.T) {
	w := open(t)
	_, returned := w.take(w.Pot)
	say := func(c *apptest.Client, code string, status int, texts ...string) {
		t.Helper()
		got, use := w.check(c, code)
		if got.Status != status || use != "" || !got.Has(append(texts, "result bad", "Do not give anything")...) {
			t.Errorf("%s answered %d, and should say %v:\n%s", code, got.Status, texts, got.Body)
		}
		if plain := c.Post("/partner/checks", w.form(code)); plain.Status != status || !plain.Has(append(texts, "<html")...) {
			t.Errorf("%s without scripts answered %d", code, plain.Status)
		}
	}
	swapped := w.Code[:13] + map[bool]string{true: "3", false: "2"}[w.Code[13] == '2']
	say(w.Tea, swapped, 422, "A typing error", `value="`+swapped+`"`)
	say(w.Tea, "", 422, "A typing error")
	say(w.Tea, strings.Repeat("2", 301), 422, "A typing error")
	say(w.Tea, "2222-2222-2222", 422, "Unknown code", "We don’t know this voucher.")
	say(w.Kino, w.Code, 409, "For another place")
	w.check(w.Tea, w.Code)
	say(w.Tea, w.Code, 409, "Already used", "10 March 2026", "Tea House")
	say(w.Kino, w.Code, 409, "For another place")
	testdb.Forward(t, w.Deps.DB, 31*24*time.Hour)
	w.Tea = w.AsStaff(w.TeaHouseClerk.ID)
	say(w.Tea, returned, 409, "Expired", "9 April 2026")
}

func TestAReturnedVoucherIsSaidToBeReturned(t *testing.T) {
	w := open(t)
	id, code := w.take(w.Pot)
	deps := redeeming.Deps{Programme: w.Deps.Programme, Keys: w.Deps.Keyring}
	if _, err := redeeming.ReturnVoucher(t.Context(), w.Deps.DB, deps, redeeming.VoucherReturn{Member: w.Alice.ID, Voucher: id, Key: w.key()}); err != nil {
		t.Fatal(err)
	}
	if got, _ := w.check(w.Tea, code); got.Status != 409 || !got.Has("Returned for its points") {
		t.Errorf("answered %d %s", got.Status, got.Body)
	}
}

func TestACloseMatchIsOfferedForATypingErrorOnly(t *testing.T) {
	w := open(t)
	_, code := w.take(w.Pot)
	at := strings.IndexAny(code, "85SB2Z6GUV")
	for at < 0 {
		w.Buy(w.Alice, w.key(), 400)
		_, code = w.take(w.Pot)
		at = strings.IndexAny(code, "85SB2Z6GUV")
	}
	pairs := map[byte]string{'8': "B", 'B': "8", '5': "S", 'S': "5", '2': "Z", 'Z': "2", '6': "G", 'G': "6", 'U': "V", 'V': "U"}
	typed := code[:at] + pairs[code[at]] + code[at+1:]
	got, _ := w.check(w.Tea, typed)
	if meant, ok := vouchers.CloseMatch(typed); ok && !got.Has(meant.String(), "Compare them first") {
		t.Errorf("%s is offered no %s: %s", typed, meant, got.Body)
	}
	if got, _ := w.check(w.Kino, "2222-2222-2222"); got.Has("Compare them first") {
		t.Error("an unknown code is offered another")
	}
}

func TestOpeningTheCodeUsesNothingAndShowsOneButton(t *testing.T) {
	w := open(t)
	led := w.Tea.Get("/v/" + w.Code)
	if led.Status != 303 || led.Location() != "/partner?code="+w.Code {
		t.Fatalf("the QR leads to %d %q", led.Status, led.Location())
	}
	for range 2 {
		if page := w.Tea.Get(led.Location()); !page.Has("Valid, and not used yet", "Use it", "One Pot of tea.", "No vouchers today") {
			t.Fatalf("the page says %s", page.Body)
		}
	}
	if page := w.Kino.Get(led.Location()); !page.Has("For another place") || strings.Contains(page.Body, "Use it") {
		t.Errorf("the other partner sees %s", page.Body)
	}
	if got, use := w.check(w.Tea, w.Code); use == "" {
		t.Errorf("it was used: %s", got.Body)
	}
}

func TestGuessingIsSlowedDown(t *testing.T) {
	w := open(t)
	last := 0
	for range 61 {
		last = w.Tea.Get("/partner?code=2222-2222-2222").Status
	}
	if last != 429 {
		t.Errorf("the 61st guess in a minute answers %d", last)
	}
	if got, _ := w.check(w.Kino, "2222-2222-2222"); got.Status != 422 {
		t.Errorf("somebody else is stopped with %d", got.Status)
	}
	testdb.Forward(t, w.Deps.DB, time.Minute)
	if _, use := w.check(w.Tea, w.Code); use == "" {
		t.Error("a minute later a good code isn't taken")
	}
}
