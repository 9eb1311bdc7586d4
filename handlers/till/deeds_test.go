package till_test

import (
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"fealty/handlers/apptest"
	"fealty/models/db/testdb"
)

func TestAVoucherIsShownUsedAndUndone(t *testing.T) {
	w := open(t)
	id, code := w.voucher(w.FlatWhite)
	seen := w.find(strings.ToLower(code))
	if !seen.Has("Valid, and not used yet", "Use now", `name="voucher" value="`+id.String()) || strings.Contains(seen.Body, "value=\""+code) {
		t.Fatalf("the code shows %s", seen.Body)
	}
	if got := w.Till.Get("/v/" + code); got.Location() != "/till?code="+code {
		t.Errorf("the voucher's QR leads a till to %q", got.Location())
	}
	form := url.Values{"member": {w.Alice.ID.String()}, "voucher": {id.String()}, "key": {w.key()}}
	used := w.Till.PostHX("/till/uses", form)
	if used.Status != 200 || !used.Has("Used. Hand over:", `id="log"`) {
		t.Fatalf("using answers %d %s", used.Status, used.Body)
	}
	if got := w.find(code); !got.Has("notice bad") || got.Has("Use now</button></form>\n</section>") {
		t.Errorf("used, it shows %s", got.Body)
	}
	if got := w.Till.PostHX("/till/uses", url.Values{"member": {w.Alice.ID.String()}, "voucher": {id.String()}, "key": {w.key()}}); got.Status != 409 {
		t.Errorf("used twice it answers %d", got.Status)
	}
	testdb.Forward(t, w.Deps.DB, 14*time.Minute)
	w.Till = w.OpenTill(w.Clerk)
	path := undo(used)
	if got := w.Till.PostHX(path, url.Values{"key": {w.key()}}); !got.Has("Undone") || got.Status != 200 {
		t.Errorf("undone: %d %s", got.Status, got.Body)
	}
	if got := w.find(code); !got.Has("Valid, and not used yet") {
		t.Errorf("undone, it shows %s", got.Body)
	}
	if got := w.find("2222-2222-2222"); got.Has("Add as new member") || got.Status >= 500 {
		t.Errorf("an unknown code answers %d %s", got.Status, got.Body)
	}
	_, pot := w.voucher(w.Pot)
	if got := w.find(pot); !got.Has("notice bad", "Tea House") {
		t.Errorf("a partner's voucher shows %s", got.Body)
	}
}

func TestARewardIsRedeemedAtTheCounterAndTakenBack(t *testing.T) {
	w := open(t)
	before := w.spendable(w.Alice.ID)
	form := url.Values{"member": {w.Alice.ID.String()}, "reward": {w.FlatWhite.String()}, "key": {w.key()}}
	got := w.Till.PostHX("/till/redemptions", form)
	if got.Status != 200 || !got.Has("Redeemed for 600 points", "Use now") || w.spendable(w.Alice.ID) != before-600 {
		t.Fatalf("redeeming answers %d %s", got.Status, got.Body)
	}
	again := w.Till.PostHX("/till/redemptions", form)
	if again.Status != 200 || w.spendable(w.Alice.ID) != before-600 {
		t.Errorf("sent twice: %d, %d", again.Status, w.spendable(w.Alice.ID))
	}
	if back := w.Till.PostHX(undo(got), url.Values{"key": {w.key()}}); back.Status != 200 || w.spendable(w.Alice.ID) != before {
		t.Errorf("undone: %d, %d", back.Status, w.spendable(w.Alice.ID))
	}
	poor := url.Values{"member": {w.Charlie.ID.String()}, "reward": {w.FlatWhite.String()}, "key": {w.key()}}
	if got := w.Till.PostHX("/till/redemptions", poor); got.Status != 409 || !got.Has("the member has 100") {
		t.Errorf("too few points answer %d %s", got.Status, got.Body)
	}
}

func TestAnUndoEndsAfterFifteenMinutes(t *testing.T) {
	w := open(t)
	path := undo(w.buy(w.Alice.ID, "10"))
	testdb.Forward(t, w.Deps.DB, 15*time.Minute+time.Second)
	w.Till = w.OpenTill(w.Clerk)
	if got := w.Till.PostHX(path, url.Values{"key": {w.key()}}); !got.Has("15 minutes") {
		t.Errorf("answers %d %s", got.Status, got.Body)
	}
}

func TestGoodsComeBackByAmountAndTheLossIsSaid(t *testing.T) {
	w := open(t)
	w.book(url.Values{"member": {w.Charlie.ID.String()}, "amount": {"26.40"}, "receipt": {"R-77"}})
	before := w.spendable(w.Charlie.ID)
	page := w.Till.Get("/till/returns/new?reference=R-77")
	if !page.Has("€26.40", "takes back 26 points", `name="amount"`) {
		t.Fatalf("the purchase shows %s", page.Body)
	}
	list := w.Till.Get("/till/returns/new?member=" + w.Charlie.ID.String())
	if !list.Has("R-77", "Choose") {
		t.Errorf("the latest are %s", list.Body)
	}
	part := url.Values{"reference": {"R-77"}, "amount": {"13,20"}, "key": {w.key()}}
	if got := w.Till.Post("/till/returns", part); got.Status != 303 || w.spendable(w.Charlie.ID) != before-13 {
		t.Fatalf("half of it answers %d %s, and %d", got.Status, got.Body, w.spendable(w.Charlie.ID))
	}
	more := url.Values{"reference": {"R-77"}, "amount": {"20"}, "key": {w.key()}}
	if got := w.Till.Post("/till/returns", more); got.Status != 409 || !got.Has("notice bad") {
		t.Errorf("more than is left answers %d %s", got.Status, got.Body)
	}
	rest := url.Values{"reference": {"R-77"}, "key": {w.key()}}
	if got := w.Till.Post("/till/returns", rest); got.Status != 303 || w.spendable(w.Charlie.ID) != before-26 {
		t.Errorf("the rest answers %d, and %d", got.Status, w.spendable(w.Charlie.ID))
	}
	if got := w.Till.Get("/till/returns/new?reference=nothing"); !got.Has("We do not know this receipt") {
		t.Errorf("an unknown receipt answers %s", got.Body)
	}
	if got := w.Till.Get("/till/returns/new?reference=W-2"); !got.Has("Coffee", `name="lines"`) {
		t.Errorf("a purchase of the web shop shows %s", got.Body)
	}
}

// press is somebody about to send a form.
type press struct {
	by   *apptest.Client
	path string
	form url.Values
}

// TestOneVoucherAtTillAndPartnerAtOnceIsUsedOnce is T1: tills and partners press at the same moment.
func TestOneVoucherAtTillAndPartnerAtOnceIsUsedOnce(t *testing.T) {
	w := open(t)
	w.Buy(w.Alice, "T1", 9000)
	owner := testdb.Owner(t, w.Deps.DB)
	for round := range 3 {
		shop, shopCode := w.voucher(w.FlatWhite)
		pot, potCode := w.voucher(w.Pot)
		var forms []press
		for range 8 {
			for _, id := range []string{shop.String(), pot.String()} {
				till := w.OpenTill(w.Clerk)
				forms = append(forms, press{till, "/till/uses", url.Values{"member": {w.Alice.ID.String()}, "voucher": {id}, "key": {w.key()}, "csrf": {till.Token()}}})
			}
			for _, code := range []string{shopCode, potCode} {
				tea := w.AsStaff(w.TeaHouseClerk.ID)
				forms = append(forms, press{tea, "/partner/checks", url.Values{"code": {code}, "key": {w.key()}, "csrf": {tea.Token()}}})
			}
		}
		var wait sync.WaitGroup
		answers := make([]int, len(forms))
		for i, f := range forms {
			wait.Go(func() {
				answers[i] = f.by.PostRaw(f.path, f.form, "Sec-Fetch-Site", "same-origin", "HX-Request", "true").Status
			})
		}
		wait.Wait()
		won := 0
		for _, status := range answers {
			if status == 200 {
				won++
			} else if status != 409 && status != 422 && status != 429 {
				t.Errorf("round %d: somebody is answered %d", round, status)
			}
		}
		var uses int
		if err := owner.Get(&uses, `SELECT count(*) FROM voucher_uses WHERE voucher_id IN ($1, $2)`, shop, pot); err != nil || uses != 2 || won != 2 {
			t.Errorf("round %d: %d winners and %d uses of two vouchers, %v", round, won, uses, err)
		}
	}
}
