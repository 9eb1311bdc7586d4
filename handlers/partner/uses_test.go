package partner_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"fealty/handlers/apptest"
	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/ids"
	"fealty/models/vouchers"
)

func (w *counter) undo(c *apptest.Client, use string) apptest.Answer {
	w.Helper()
	return c.Post("/partner/uses/"+use+"/undo", url.Values{"key": {w.key()}})
}

func TestAUseIsUndoneForTenMinutes(t *testing.T) {
	w := open(t)
	_, use := w.check(w.Tea, w.Code)
	testdb.Forward(t, w.Deps.DB, 10*time.Minute)
	if got := w.undo(w.Tea, use); got.Status != 303 || got.Location() != "/partner?use="+use {
		t.Fatalf("the undo answers %d %q", got.Status, got.Location())
	}
	if page := w.Tea.Get("/partner?use=" + use); !page.Has("Undone. The voucher is good again", "Undone</span>") || strings.Contains(page.Body, "/undo") {
		t.Errorf("the page says %s", page.Body)
	}
	if got := w.undo(w.Tea, use); got.Status != 409 || !got.Has("This was undone already.") {
		t.Errorf("a second undo answers %d", got.Status)
	}
	_, again := w.check(w.Tea, w.Code)
	testdb.Forward(t, w.Deps.DB, 10*time.Minute+time.Second)
	if got := w.undo(w.Tea, again); got.Status != 409 || !got.Has("10 minutes", "Used on 10 March 2026") {
		t.Errorf("too late answers %d %s", got.Status, got.Body)
	}
}

func TestNothingOfAnotherPartnersIsThere(t *testing.T) {
	w := open(t)
	_, use := w.check(w.Tea, w.Code)
	unknown := "00000000-0000-7000-8000-000000000001"
	for _, path := range []string{"/partner?use="} {
		theirs, nobodys := w.Kino.Get(path+use), w.Kino.Get(path+unknown)
		if theirs.Status != 404 || theirs.Status != nobodys.Status || strings.ReplaceAll(theirs.Body, use, unknown) == "" {
			t.Errorf("%s answers %d and %d", path, theirs.Status, nobodys.Status)
		}
	}
	if theirs, nobodys := w.undo(w.Kino, use), w.undo(w.Kino, unknown); theirs.Status != 404 || nobodys.Status != 404 {
		t.Errorf("an undo answers %d and %d", theirs.Status, nobodys.Status)
	}
	for _, path := range []string{"/partner", "/partner/uses", "/partner/offers"} {
		if page := w.Kino.Get(path); page.Status != 200 || page.Has("Pot of tea") || page.Has("Alice") {
			t.Errorf("%s shows the Tea House's to Fjordkino", path)
		}
	}
	if got := w.Tea.Get("/partner?use=nonsense"); got.Status != 404 {
		t.Errorf("nonsense answers %d", got.Status)
	}
}

func TestUsesIndexGoesOnByKey(t *testing.T) {
	w := open(t)
	manager := w.AsStaff(w.TeaHouseManager.ID)
	if page := manager.Get("/partner/uses"); !page.Has("No vouchers yet") {
		t.Errorf("the empty list says %s", page.Body)
	}
	w.use(55)
	first := manager.Get("/partner/uses")
	rows := strings.Count(first.Body, "<tr><td")
	_, rest, ok := strings.Cut(first.Body, `hx-get="`)
	if rows != 50 || !ok {
		t.Fatalf("the first part has %d rows", rows)
	}
	next, _, _ := strings.Cut(rest, `"`)
	second := manager.GetHX(next)
	if n := strings.Count(second.Body, "<tr><td"); n != 5 || second.Has("<html") || second.Has("hx-get") {
		t.Errorf("the second part has %d rows: %s", n, second.Body)
	}
}

// use writes many uses at the Tea House, as of vouchers long gone.
func (w *counter) use(n int) {
	w.Helper()
	err := db.InTx(w.Context(), w.Deps.DB, func(tx *db.Tx) error {
		for range n {
			use := vouchers.Use{MemberID: w.Alice.ID, RewardID: w.Pot, PartnerID: w.TeaHouse.ID, StaffID: w.TeaHouseClerk.ID, Place: "Tea House", Pays: 300, UsedAt: tx.Now}
			var err error
			if use.ID, err = db.ID[ids.Use](tx); err != nil {
				return err
			}
			if use.VoucherID, err = db.ID[ids.Voucher](tx); err != nil {
				return err
			}
			if err := tx.Apply(w.Context(), vouchers.MarkUsed(use)...); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		w.Fatal(err)
	}
}

func TestOffersIndexTellsWhatBecameOfEachOffer(t *testing.T) {
	w := open(t)
	w.take(w.Pot)
	w.check(w.Tea, w.Code)
	manager := w.AsStaff(w.TeaHouseManager.ID)
	page := manager.Get("/partner/offers")
	if page.Status != 200 || !page.Has("Pot of tea", "400 points", "<dd>2</dd>", "<dd>1</dd>", "€3") {
		t.Errorf("answered %d %s", page.Status, page.Body)
	}
	if got := w.Tea.Get("/partner/offers"); got.Status != 403 {
		t.Errorf("a clerk gets %d", got.Status)
	}
	if home := manager.Get("/partner"); !home.Has("Owed to you this month", "€3", "March 2026: 1 voucher used.", "Pot of tea") {
		t.Errorf("the manager's page says %s", home.Body)
	}
	testdb.Forward(t, w.Deps.DB, 22*24*time.Hour)
	if home := w.AsStaff(w.TeaHouseManager.ID).Get("/partner"); !home.Has("April 2026: 0 vouchers used.", "No vouchers today.") {
		t.Errorf("in April it says %s", home.Body)
	}
}

func TestEveryPageIsDrawnInEveryLanguage(t *testing.T) {
	w := open(t)
	_, use := w.check(w.Tea, w.Code)
	manager := w.AsStaff(w.TeaHouseManager.ID)
	for _, path := range []string{"/partner", "/partner?use=" + use, "/partner?code=" + w.Code, "/partner?code=x", "/partner/uses", "/partner/offers",
		"/partner/statements/2026-03"} {
		for _, lang := range []string{"en", "nb", "pl", "hu", "zh-Hant"} {
			manager.Cookie("lang", lang)
			if got := manager.Get(path); got.Status != 200 || !got.Has(`<html lang="`+lang+`">`, "<h1") || strings.Contains(got.Body, "partner.checks.") || strings.Contains(got.Body, "&lt;no value") {
				t.Errorf("%s in %s: %d\n%s", path, lang, got.Status, got.Body)
			}
		}
	}
}
