package till_test

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"fealty/handlers/apptest"
	"fealty/models/ids"
	"fealty/models/redeeming"
	"fealty/models/vouchers"
)

// counter is the world with a till at which Klaus, the clerk, stands.
type counter struct {
	*apptest.World
	Till *apptest.Client
	keys int
}

func open(t *testing.T) *counter {
	t.Helper()
	w := &counter{World: apptest.Open(t)}
	w.Till = w.OpenTill(w.Clerk)
	return w
}

func (w *counter) key() string {
	w.keys++
	return apptest.FormKey(fmt.Sprint("till", w.keys))
}

func (w *counter) find(text string) apptest.Answer {
	w.Helper()
	return w.Till.PostHX("/till/finds", url.Values{"who": {text}})
}

func (w *counter) book(form url.Values) apptest.Answer {
	w.Helper()
	if !form.Has("key") {
		form.Set("key", w.key())
	}
	return w.Till.PostHX("/till/purchases", form)
}

func (w *counter) buy(member ids.Member, amount string) apptest.Answer {
	w.Helper()
	return w.book(url.Values{"member": {member.String()}, "amount": {amount}})
}

// spendable is what a member has.
func (w *counter) spendable(id ids.Member) int64 {
	w.Helper()
	got := w.AsMember(id).Get("/activity.csv")
	if got.Status != 200 {
		w.Fatalf("the activity answers %d", got.Status)
	}
	var n int64
	if err := w.Deps.DB.Get(w.Context(), &n, `SELECT balance FROM wallets WHERE member_id = $1 AND wallet = 'points'`, id); err != nil {
		w.Fatal(err)
	}
	return n
}

var undoLink = regexp.MustCompile(`action="/till/acts/([0-9a-f-]{36})/undo"`)

// undo is the address that the first undo on a page posts to.
func undo(a apptest.Answer) string {
	if m := undoLink.FindStringSubmatch(a.Body); m != nil {
		return "/till/acts/" + m[1] + "/undo"
	}
	return ""
}

// voucher is a fresh voucher of Alice's, with its code.
func (w *counter) voucher(reward ids.Reward) (ids.Voucher, string) {
	w.Helper()
	got, err := redeeming.Redeem(w.Context(), w.Deps.DB, redeeming.Deps{Programme: w.Deps.Programme, Keys: w.Deps.Keyring},
		redeeming.Redemption{Member: w.Alice.ID, Reward: reward, Key: w.key()})
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

func TestOneFieldFindsWhoeverIsMeant(t *testing.T) {
	w := open(t)
	for _, text := range []string{"alice@example.com", w.Alice.Number, w.Alice.Number[:4] + " " + w.Alice.Number[4:], "https://club.example/c/" + w.Alice.Number} {
		got := w.find(text)
		if got.Status != 200 || !got.Has(`id="desk"`, "Alice", `name="member" value="`+w.Alice.ID.String(), `autofocus`, "Gold") || strings.Contains(got.Body, "<html") {
			t.Errorf("%s finds %d %s", text, got.Status, got.Body)
		}
	}
	w.Join(apptest.Newcomer{Name: "Alicia", Email: "alicia@example.com"})
	if got := w.find("ali"); !got.Has("Which one?", "Alicia", "/till?member="+w.Alice.ID.String()) {
		t.Errorf("a beginning of two names finds %s", got.Body)
	}
	if got := w.find("stranger@example.com"); !got.Has("Not a member yet", `value="stranger@example.com"`, "Add as new member") {
		t.Errorf("a stranger is answered with %s", got.Body)
	}
	if got := w.Till.PostHX("/till/finds", url.Values{"who": {"ali"}, "typed": {"1"}}); got.Status != 204 {
		t.Errorf("three typed letters answer %d", got.Status)
	}
	if got := w.Till.PostHX("/till/finds", url.Values{"who": {"stranger@example.com"}, "typed": {"1"}}); got.Status != 204 {
		t.Errorf("a stranger who is still being typed answers %d", got.Status)
	}
	if got := w.Till.Get("/c/" + w.Alice.Number); got.Location() != "/till?number="+w.Alice.Number {
		t.Errorf("the card's QR leads a till to %q", got.Location())
	}
}

func TestAnAmountIsQuotedAndBookedByTheSameDecision(t *testing.T) {
	w := open(t)
	for _, typed := range []string{"264", "264.50", "264,50"} {
		got := w.Till.GetHX("/till/quotes?member=" + w.Alice.ID.String() + "&amount=" + url.QueryEscape(typed))
		if got.Status != 200 || !got.Has(`id="gets"`, `hx-swap-oob="true"`, "Give ") {
			t.Errorf("%s is quoted as %d %s", typed, got.Status, got.Body)
		}
	}
	before := w.spendable(w.Alice.ID)
	got := w.buy(w.Alice.ID, "100,50")
	after := w.spendable(w.Alice.ID)
	if got.Status != 200 || after <= before || !got.Has(`id="desk"`, `id="log"`, `hx-swap-oob="true"`, "Alice", "€100.50", "Klaus") || undo(got) == "" {
		t.Fatalf("booking answers %d, %d → %d: %s", got.Status, before, after, got.Body)
	}
	if strings.Contains(got.Body, `id="sale"`) {
		t.Error("the till is not cleared for the next one")
	}
	form := url.Values{"member": {w.Alice.ID.String()}, "amount": {"10"}, "key": {w.key()}}
	w.book(form)
	once := w.spendable(w.Alice.ID)
	if again := w.book(form); again.Status != 200 || w.spendable(w.Alice.ID) != once {
		t.Errorf("the same form sent twice answers %d and gives %d instead of %d", again.Status, w.spendable(w.Alice.ID), once)
	}
	for _, typed := range []string{"", "0", "-5", "ten", "1.234"} {
		if got := w.buy(w.Alice.ID, typed); got.Status != 422 || !got.Has(`id="f-amount-error"`, `value="`+typed+`"`) {
			t.Errorf("%q answers %d %s", typed, got.Status, got.Body)
		}
	}
}

func TestUndoTakesBackOnesOwnActsAndKeepsBothLines(t *testing.T) {
	w := open(t)
	before := w.spendable(w.Alice.ID)
	path := undo(w.buy(w.Alice.ID, "100"))
	mette := w.OpenTill(w.Manager)
	if got := mette.PostHX(path, url.Values{"key": {w.key()}}); got.Status != 404 || w.spendable(w.Alice.ID) == before {
		t.Errorf("somebody else undoes it: %d", got.Status)
	}
	got := w.Till.PostHX(path, url.Values{"key": {w.key()}})
	if got.Status != 200 || !got.Has("Undone") || w.spendable(w.Alice.ID) != before {
		t.Errorf("undone: %d, %d instead of %d: %s", got.Status, w.spendable(w.Alice.ID), before, got.Body)
	}
	if again := w.Till.PostHX(path, url.Values{"key": {w.key()}}); !again.Has("was undone already") || w.spendable(w.Alice.ID) != before {
		t.Errorf("twice: %d %s", again.Status, again.Body)
	}
	if log := w.Till.Get("/till/log"); !log.Has("Undone", "Klaus", "Harbour Street") {
		t.Errorf("the log says %s", log.Body)
	}
	lines := w.AsMember(w.Alice.ID).Get("/activity")
	if !lines.Has("100") {
		t.Error("the member's book has lost a line")
	}
}

func TestPartIsPaidWithPoints(t *testing.T) {
	w := open(t)
	before := w.spendable(w.Alice.ID)
	quoted := w.Till.GetHX("/till/quotes?member=" + w.Alice.ID.String() + "&amount=100&points=200")
	if quoted.Status != 200 || !quoted.Has("200 points pay €10", "€90 is left") {
		t.Fatalf("the quote says %d %s", quoted.Status, quoted.Body)
	}
	form := url.Values{"member": {w.Alice.ID.String()}, "amount": {"100"}, "points": {"200"}}
	paid := w.book(form)
	if got := w.spendable(w.Alice.ID); paid.Status != 200 || got >= before || got <= before-200 {
		t.Fatalf("paying answers %d, %d → %d: %s", paid.Status, before, got, paid.Body)
	}
	if back := w.Till.PostHX(undo(paid), url.Values{"key": {w.key()}}); back.Status != 200 || w.spendable(w.Alice.ID) != before {
		t.Errorf("undone: %d, %d instead of %d", back.Status, w.spendable(w.Alice.ID), before)
	}
	too := w.book(url.Values{"member": {w.Charlie.ID.String()}, "amount": {"100"}, "points": {"1000"}})
	if too.Status != 409 || !too.Has("notice bad", `value="1000"`) {
		t.Errorf("more points than there are answer %d %s", too.Status, too.Body)
	}
}

func TestSearchingIsSlowedDown(t *testing.T) {
	w := open(t)
	last := 0
	for i := range 121 {
		last = w.find(fmt.Sprintf("name%d", i)).Status
	}
	if last != 429 {
		t.Errorf("the 121st search in a minute answers %d", last)
	}
}

func TestOneNameLeadsToTheAmount(t *testing.T) {
	w := open(t)
	if got := w.find("charl"); !got.Has("Charlie") || !strings.Contains(between(got.Body, `id="f-amount"`, ">"), "autofocus") {
		t.Errorf("one name finds %s", got.Body)
	}
	typed := w.Till.PostHX("/till/finds", url.Values{"who": {"charl"}, "typed": {"1"}})
	if !typed.Has("Charlie") || strings.Contains(between(typed.Body, `id="f-amount"`, ">"), "autofocus") {
		t.Errorf("a name that is still typed takes the focus: %s", typed.Body)
	}
}

// between is what stands after one text and before another.
func between(text, from, to string) string {
	_, rest, _ := strings.Cut(text, from)
	out, _, _ := strings.Cut(rest, to)
	return out
}
