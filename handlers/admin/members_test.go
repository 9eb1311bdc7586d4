package admin_test

import (
	"net/url"
	"strings"
	"testing"

	"fealty/handlers/apptest"
	"fealty/models/fields"
	"fealty/models/ledger"
	"fealty/models/members"
	"fealty/models/once"
	"fealty/models/recording"
	"fealty/models/verifying"
)

func page(m members.Member) string { return "/admin/members/" + m.ID.String() }

func TestMembersIndexFindsAndNarrows(t *testing.T) {
	w := apptest.Open(t)
	c := w.AsStaff(w.Dora.ID)
	for path, names := range map[string]struct{ has, not string }{
		"/admin/members":                                    {"Alice", "x y z"},
		"/admin/members?q=ALIC":                             {"Alice", ">Bob<"},
		"/admin/members?q=bob@example.com":                  {">Bob<", "Alice"},
		"/admin/members?tier=gold":                          {"Alice", ">Bob<"},
		"/admin/members?debt=true":                          {"Nobody found", "Alice"},
		"/admin/members?state=erased":                       {"Nobody found", "Alice"},
		"/admin/members?from=2026-02-01&until=2026-02-28":   {">Bob<", "Alice"},
		"/admin/members?from=nonsense&tier=none&state=none": {"Alice", "x y z"},
	} {
		a := c.Get(path)
		if a.Status != 200 || !a.Has(names.has) || a.Has(names.not) {
			t.Errorf("%s: %d, should show %q and not %q", path, a.Status, names.has, names.not)
		}
	}
	if a := c.GetHX("/admin/members?q=bob"); !strings.HasPrefix(strings.TrimSpace(a.Body), `<div id="list"`) {
		t.Errorf("the fragment is %.200s", a.Body)
	}
}

func TestMembersSheetIsAStreamWithoutFormulas(t *testing.T) {
	w := apptest.Open(t)
	w.Join(apptest.Newcomer{Name: "=1+1", Email: "formula@example.com"})
	a := w.AsStaff(w.Dora.ID).Get("/admin/members.csv?from=2026-02-01")
	if a.Status != 200 || !a.Has("'=1+1", "bob@example.com") || a.Has("alice@") || strings.Contains(a.Body, "\n=") {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	if n := strings.Count(a.Body, "\n"); n != 4 {
		t.Errorf("%d lines: %s", n, a.Body)
	}
	if a := w.AsStaff(w.Accountant.ID).Get("/admin/members.csv"); a.Status != 403 {
		t.Errorf("the accountant takes the list: %d", a.Status)
	}
}

func TestMembersShowHasEveryPart(t *testing.T) {
	w := apptest.Open(t)
	c := w.AsStaff(w.Dora.ID)
	for show, want := range map[string]string{
		"summary": "Adjust points", "points": "What ends when", "purchases": "W-2", "vouchers": "No vouchers yet", "messages": "Messages",
		"consents": "Sign", "acts": "What staff did here", "nonsense": "Adjust points",
	} {
		if a := c.Get(page(w.Alice) + "?show=" + show); a.Status != 200 || !a.Has(want) {
			t.Errorf("%s: %d, should say %q", show, a.Status, want)
		}
	}
	if a := w.AsStaff(w.Accountant.ID).Get(page(w.Alice)); a.Status != 200 || a.Has("alice@example.com") || a.Has("merges/new") {
		t.Errorf("the accountant sees too much: %d", a.Status)
	}
	if a := c.Get("/admin/members/" + w.TeaHouse.ID.String()); a.Status != 404 {
		t.Errorf("who is no member: %d", a.Status)
	}
}

func TestMembersUpdateKeepsBeforeAndAfter(t *testing.T) {
	w := apptest.Open(t)
	c := w.AsStaff(w.Manager.ID)
	form := url.Values{"field_key": {"dog"}, "kind": {"choice"}, "access": {"shown"}, "position": {"0"},
		"label.en": {"Dog"}, "choices.en": {"Big\nSmall"}, "label.pl": {"Pies"}, "choices.pl": {"Duży\nMały"}}
	if a := c.Post("/admin/fields", form); a.Status != 303 {
		t.Fatalf("a field: %d %s", a.Status, a.Body)
	}
	if a := c.Post("/admin/fields", form); a.Status != 409 || !a.Has("under this key already") {
		t.Errorf("the same key: %d", a.Status)
	}
	edit := url.Values{"first_name": {"Alicja"}, "language": {"en"}, "birthday": {"1987-06-05"}, "contact": {"+47 40 60 07 77"}, "field.dog": {"Small"}}
	if a := c.Post(page(w.Alice), edit); a.Status != 303 {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	if a := c.Get(page(w.Alice)); !a.Has("Alicja", "40600777", "Small", "Dog") {
		t.Errorf("the page: %s", a.Body)
	}
	if a := c.Get(page(w.Alice) + "?show=acts"); !a.Has("<del>Alice</del>", "<ins>Alicja</ins>") {
		t.Errorf("the log: %s", a.Body)
	}
	for name, bad := range map[string]url.Values{
		"a name":    {"first_name": {"<b>"}, "language": {"en"}},
		"a day":     {"language": {"en"}, "birthday": {"tomorrow"}},
		"a choice":  {"language": {"en"}, "field.dog": {"Huge"}},
		"a contact": {"language": {"en"}, "contact": {"nobody"}},
		"a field":   {"language": {"en"}, "field.cat": {"x"}},
	} {
		if a := c.Post(page(w.Alice), bad); a.Status != 422 {
			t.Errorf("%s: %d", name, a.Status)
		}
	}
	if a := c.Post(page(w.Alice), url.Values{"language": {"en"}, "contact": {"bob@example.com"}}); a.Status != 409 {
		t.Errorf("Bob's address: %d", a.Status)
	}
	if a := c.Post(page(w.Alice), url.Values{"language": {"en"}, "remove": {"email alice@example.com", "phone +4740600777"}}); a.Status != 409 {
		t.Errorf("the last contact: %d", a.Status)
	}
	values, err := fields.Values(t.Context(), w.Deps.DB, w.Alice.ID)
	if err != nil || values["dog"] != "Small" {
		t.Errorf("%v %v", values, err)
	}
}

func TestLargeAdjustmentsWaitForSomebodyElse(t *testing.T) {
	w := apptest.Open(t)
	c := w.AsStaff(w.Manager.ID)
	a := c.Post(page(w.Charlie)+"/adjustments", url.Values{"key": {apptest.FormKey("a")}, "points": {"8000"}, "reason": {"Wedding"}})
	if a.Status != 303 {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	much := c.Post(page(w.Charlie)+"/adjustments", url.Values{"key": {apptest.FormKey("m")}, "points": {"10001"}, "reason": {"Wedding"}})
	if much.Status != 422 || !much.Has("10,000", `value="10001"`) {
		t.Errorf("more than the shop allows anybody: %d", much.Status)
	}
	if own := c.Get("/admin/adjustments"); !own.Has("Charlie", "Wedding", "Somebody else must decide") || own.Has(`value="yes"`) {
		t.Errorf("who asked: %s", own.Body)
	}
	dora := w.AsStaff(w.Dora.ID)
	list := dora.Get("/admin/adjustments")
	_, rest, _ := strings.Cut(list.Body, `action="/admin/adjustments/`)
	id, _, _ := strings.Cut(rest, "/")
	decide := func(who *apptest.Client, key string) int {
		return who.Post("/admin/adjustments/"+id+"/decisions", url.Values{"key": {apptest.FormKey(key)}, "answer": {"yes"}}).Status
	}
	if got := decide(c, "b"); got != 403 {
		t.Errorf("who asked decides: %d", got)
	}
	if got := decide(dora, "c"); got != 303 {
		t.Errorf("the second person: %d", got)
	}
	if got := decide(dora, "d"); got != 409 {
		t.Errorf("twice: %d", got)
	}
	if page := dora.Get(page(w.Charlie)); !page.Has("8,000</span>") {
		t.Errorf("the book: %s", page.Body)
	}
}

func TestMergesCreateShowsFirstAndThenMoves(t *testing.T) {
	w := apptest.Open(t)
	c := w.AsStaff(w.Dora.ID)
	w.Buy(w.Charlie, "C-9", 50)
	path := page(w.Charlie) + "/merges"
	if a := c.Get(path + "/new?q=ali"); !a.Has("Alice", "into="+w.Alice.ID.String()) {
		t.Errorf("the search: %s", a.Body)
	}
	if a := c.Get(path + "/new?into=" + w.Alice.ID.String()); a.Status != 200 || !a.Has("What moves to Alice", "Gold") {
		t.Errorf("the preview: %d %s", a.Status, a.Body)
	}
	if a := c.Get(path + "/new?into=" + w.Charlie.ID.String()); a.Status != 200 || !a.Has("two different members") {
		t.Errorf("with himself: %d", a.Status)
	}
	form := url.Values{"key": {apptest.FormKey("m")}, "into": {w.Alice.ID.String()}, "reason": {""}}
	if a := c.Post(path, form); a.Status != 422 || !a.Has("What moves to Alice") {
		t.Errorf("without a reason: %d", a.Status)
	}
	form.Set("reason", "One person")
	if a := c.Post(path, form); a.Status != 303 || a.Location() != page(w.Alice) {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	if a := c.Get(page(w.Charlie)); !a.Has("merged into another", page(w.Alice)) {
		t.Errorf("the tombstone: %s", a.Body)
	}
	if a := c.Get("/admin/members?q=" + w.Charlie.Number); !a.Has("Alice") {
		t.Errorf("the old number: %s", a.Body)
	}
	// Goods that he bought come back: the points that they gave are hers now.
	returned, err := recording.Return(t.Context(), w.Deps.DB, recording.Deps{Programme: w.Deps.Programme, Keys: w.Deps.Keyring}, recording.ReturnCommand{
		Key: once.Key{Scope: "test", Key: "back"}, Actor: ledger.Actor{Kind: ledger.ByAPI}, Input: recording.ReturnInput{Reference: "B-C-9", PurchaseReference: "C-9"}})
	if err != nil || returned.Taken != 50 || returned.Owed+returned.Forgiven != 0 {
		t.Errorf("the return: %+v %v", returned, err)
	}
	var left []int64
	if err := w.Deps.DB.Select(t.Context(), &left, `SELECT balance FROM wallets WHERE wallet = 'points' AND member_id IN ($1, $2) ORDER BY balance`, w.Alice.ID, w.Charlie.ID); err != nil || left[0] != 0 || left[1] != 1300 {
		t.Errorf("the two have %v, %v", left, err)
	}
	if report, err := verifying.Run(t.Context(), w.Deps.DB); err != nil || report.Wrong != nil {
		t.Errorf("%v %v", report.Wrong, err)
	}
}

func TestErasuresCreateLeavesATombstone(t *testing.T) {
	w := apptest.Open(t)
	c := w.AsStaff(w.Manager.ID)
	if a := c.Get(page(w.Bob) + "/erasures/new"); a.Status != 200 || !a.Has("Erase Bob") {
		t.Errorf("%d", a.Status)
	}
	if a := c.Post(page(w.Bob)+"/erasures", url.Values{"why": {"because"}}); a.Status != 422 {
		t.Errorf("without a reason: %d", a.Status)
	}
	if a := c.Post(page(w.Bob)+"/erasures", url.Values{"why": {"asked"}, "sure": {"on"}}); a.Status != 303 {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	if a := c.Get(page(w.Bob)); a.Status != 200 || !a.Has("This member was erased") || a.Has("bob@") {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	if a := c.Get("/admin/members?state=erased"); !a.Has("Erased member") {
		t.Errorf("%s", a.Body)
	}
}

func TestStaffSignMembersOutAndTakeTheirDataAlong(t *testing.T) {
	w := apptest.Open(t)
	alice, c := w.AsMember(w.Alice.ID), w.AsStaff(w.Manager.ID)
	if a := c.Post(page(w.Alice)+"/signouts", nil); a.Status != 303 {
		t.Errorf("%d", a.Status)
	}
	if a := alice.Get("/home"); a.Status != 303 {
		t.Errorf("she is still in: %d", a.Status)
	}
	if a := c.Get(page(w.Alice) + "/export.zip"); a.Status != 200 || a.Header.Get("Content-Type") != "application/zip" {
		t.Errorf("%d", a.Status)
	}
	var acts []string
	if err := w.Deps.DB.Select(t.Context(), &acts, `SELECT action FROM audit WHERE member_id = $1 AND action LIKE 'member.%' ORDER BY action DESC`, w.Alice.ID); err != nil || strings.Join(acts, " ") != "member.signout member.export" {
		t.Errorf("%v %v", acts, err)
	}
}

func TestFieldsIndexTellsThatThereAreNone(t *testing.T) {
	w := apptest.Open(t)
	c := w.AsStaff(w.Dora.ID)
	for path, want := range map[string]string{"/admin/fields": "No fields of your own yet", "/admin/adjustments": "Nothing waits", "/admin/fields/new": "New field"} {
		if a := c.Get(path); a.Status != 200 || !a.Has(want) {
			t.Errorf("%s: %d", path, a.Status)
		}
	}
	if a := c.Post("/admin/fields", url.Values{"field_key": {"Not A Key"}, "kind": {"choice"}, "access": {"x"}}); a.Status != 422 || !a.Has("Begin with a small letter", "two to 50") {
		t.Errorf("%d %s", a.Status, a.Body)
	}
}
