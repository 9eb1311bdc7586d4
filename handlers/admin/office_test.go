package admin_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"fealty/handlers/apptest"
	"fealty/models/db"
	"fealty/models/messages"
)

func TestHomeIndexTellsWhatThereIsAndWhatNeedsSomebody(t *testing.T) {
	w, c := office(t)
	page := c.Get("/admin")
	if page.Status != 200 || !page.Has("Hello, Dora", "Tote bag", "Sold out", "1,500 points", "Gold", "€75") {
		t.Errorf("%d: %s", page.Status, page.Body)
	}
	clerk := w.AsStaff(w.Clerk.ID).Get("/admin")
	if clerk.Status != 403 || !clerk.Has("Your account is for the counter", "/admin/signout") || clerk.Has("/admin/members") {
		t.Errorf("the clerk is answered %d: %s", clerk.Status, clerk.Body)
	}
	marketing := w.AsStaff(w.Marketing.ID).Get("/admin")
	if !marketing.Has("/admin/rewards") || marketing.Has("/admin/members", "/admin/outbox") || marketing.Has("Latest acts") {
		t.Errorf("marketing sees %s", marketing.Body)
	}
}

func TestMembersIndexFindsByNameNumberAndAddress(t *testing.T) {
	w, c := office(t)
	if all := c.Get("/admin/members"); !all.Has("Alice", "Bob", "Charlie", "1,200", "Gold") {
		t.Errorf("all: %s", all.Body)
	}
	for _, q := range []string{"ali", w.Alice.Number, "ALICE@example.com"} {
		if page := c.GetHX("/admin/members?q=" + url.QueryEscape(q)); !page.Has(w.Alice.ID.String()) || page.Has("Charlie") {
			t.Errorf("%q finds %s", q, page.Body)
		}
	}
	if none := c.Get("/admin/members?q=nobody"); !none.Has("Nobody found") {
		t.Errorf("none: %s", none.Body)
	}
}

func TestMembersShowExplainsPointsAndMasksAddressesByRole(t *testing.T) {
	w, c := office(t)
	path := "/admin/members/" + w.Alice.ID.String()
	page := c.Get(path)
	if page.Status != 200 || !page.Has("Alice", "Gold", "alice@example.com", "€900 × 1 = 900 points", "Receipt W-2", "Adjust points", "300", "31 March 2026") {
		t.Errorf("%d: %s", page.Status, page.Body)
	}
	accountant := w.AsStaff(w.Accountant.ID).Get(path)
	if accountant.Status != 200 || accountant.Has("alice@example.com") || accountant.Has("adjustments") {
		t.Errorf("the accountant sees %d: %s", accountant.Status, accountant.Body)
	}
	if unknown := c.Get("/admin/members/00000000-0000-7000-8000-000000000009"); unknown.Status != 404 {
		t.Errorf("an unknown member answers %d", unknown.Status)
	}
	if odd := c.Get("/admin/members/x"); odd.Status != 404 {
		t.Errorf("no id answers %d", odd.Status)
	}
}

func TestAdjustmentsCreateMovesPointsOnceAndIsAudited(t *testing.T) {
	w, c := office(t)
	path := "/admin/members/" + w.Alice.ID.String()
	form := url.Values{"points": {"1 00"}, "take": {"on"}, "reason": {"Scanned twice"}, "key": {apptest.FormKey("adjust")}}
	for range 2 {
		if answer := c.Post(path+"/adjustments", form); answer.Status != 303 || answer.Location() != path {
			t.Fatalf("%d: %s", answer.Status, answer.Body)
		}
	}
	if balance := count(t, w, `SELECT balance FROM wallets WHERE member_id = $1 AND wallet = 'points'`, w.Alice.ID); balance != 1100 {
		t.Errorf("Alice has %d", balance)
	}
	if page := c.Get(path); !page.Has("Scanned twice", "Adjusted points", "−100") {
		t.Errorf("the page shows %s", page.Body)
	}
	for name, bad := range map[string]url.Values{
		"points": {"points": {"0"}, "reason": {"Why"}}, "reason": {"points": {"10"}, "reason": {" "}},
	} {
		bad.Set("key", apptest.FormKey(name))
		if answer := c.Post(path+"/adjustments", bad); answer.Status != 422 || !answer.Has("#f-"+name, `value="`+bad.Get("points")) {
			t.Errorf("a bad %s answers %d: %s", name, answer.Status, answer.Body)
		}
	}
	much := url.Values{"points": {"5000"}, "take": {"on"}, "reason": {"Too much"}, "key": {apptest.FormKey("much")}}
	if answer := c.Post(path+"/adjustments", much); answer.Status != 409 || !answer.Has("Too much") {
		t.Errorf("taking more than there is answers %d", answer.Status)
	}
	if n := count(t, w, `SELECT count(*) FROM audit WHERE action = 'points.adjust'`); n != 1 {
		t.Errorf("the audit has %d lines of it", n)
	}
}

func TestNobodyAdjustsTheirOwnPoints(t *testing.T) {
	w, c := office(t)
	own := w.Join(apptest.Newcomer{Name: "Dora", Email: w.Dora.Email})
	form := url.Values{"points": {"100"}, "reason": {"For me"}, "key": {apptest.FormKey("own")}}
	if answer := c.Post("/admin/members/"+own.ID.String()+"/adjustments", form); answer.Status != 403 || !answer.Has("Nobody adjusts their own points") {
		t.Errorf("%d: %s", answer.Status, answer.Body)
	}
}

func TestAPartnersPersonIsInvitedByALinkThatWorksOnce(t *testing.T) {
	w, c := office(t)
	path := "/admin/partners/" + w.TeaHouse.ID.String()
	bad := c.Post(path+"/invitations", url.Values{"staff_name": {"Tea"}, "staff_email": {"not an address"}, "role": {"partner_clerk"}, "language": {"en"}})
	if bad.Status != 422 || !bad.Has("#f-staff_email", `value="Tea"`) {
		t.Errorf("a bad address answers %d", bad.Status)
	}
	page := c.Post(path+"/invitations", url.Values{"staff_name": {"Tea"}, "staff_email": {"tea@teahouse.example"}, "role": {"owner"}, "language": {"pl"}})
	link := regexp.MustCompile(`/partner/password/[0-9a-f-]{36}/[A-Za-z0-9_-]+`).FindString(page.Body)
	if page.Status != 200 || link == "" {
		t.Fatalf("%d: %s", page.Status, page.Body)
	}
	if n := count(t, w, `SELECT count(*) FROM staff WHERE email = 'tea@teahouse.example' AND role = 'partner_clerk' AND partner_id = $1`, w.TeaHouse.ID); n != 1 {
		t.Error("somebody was invited into a role that isn't a partner's")
	}
	tea := w.Anonymous()
	if form := tea.Get(link); form.Status != 200 || !form.Has("Choose your password", "tea@teahouse.example") {
		t.Fatalf("%d: %s", form.Status, form.Body)
	}
	if weak := tea.Post(link, url.Values{"password": {"12345678"}}); weak.Status != 422 || !weak.Has("#f-password") {
		t.Errorf("a weak password answers %d", weak.Status)
	}
	if done := tea.Post(link, url.Values{"password": {"four cups of cold tea"}}); done.Status != 303 || done.Location() != "/partner/signin" {
		t.Fatalf("%d: %s", done.Status, done.Body)
	}
	if again := tea.Post(link, url.Values{"password": {"another good password"}}); again.Status != 410 {
		t.Errorf("the link works twice: %d", again.Status)
	}
	in := tea.Post("/partner/signin", url.Values{"email": {"Tea@TeaHouse.example"}, "password": {"four cups of cold tea"}})
	if in.Status != 303 || in.Location() != "/partner" || tea.SessionID() == "" {
		t.Errorf("signing in answers %d %s", in.Status, in.Location())
	}
}

func TestPartnersAreKeptAndTheirMonthIsSummed(t *testing.T) {
	w, c := office(t)
	answer := c.Post("/admin/partners", url.Values{"name": {"Bakery"}, "about": {"Bread."}, "email": {""}, "state": {"active"}})
	if page := c.Get(answer.Location()); answer.Status != 303 || !page.Has("Bakery", "No offers yet", "Nobody can check vouchers yet") {
		t.Errorf("%d: %s", answer.Status, page.Body)
	}
	if bad := c.Post("/admin/partners", url.Values{"name": {""}, "about": {"Kept text"}, "email": {"x"}, "state": {"active"}}); bad.Status != 422 || !bad.Has("#f-name", "#f-email", "Kept text") {
		t.Errorf("%d", bad.Status)
	}
	c.Post(answer.Location(), url.Values{"name": {"Bakery"}, "about": {""}, "email": {""}, "state": {"paused"}})
	if list := c.Get("/admin/partners"); !list.Has("Bakery", "Paused", "Tea House", "0 used this month") {
		t.Errorf("the list shows %s", list.Body)
	}
	if show := c.Get("/admin/partners/" + w.TeaHouse.ID.String()); !show.Has("Pot of tea", "€3.00", "Tove", "Timo") {
		t.Errorf("the page shows %s", show.Body)
	}
}

func TestCausesAreKeptWithTheirWords(t *testing.T) {
	_, c := office(t)
	form := url.Values{"state": {"live"}, "art": {"book"}, "goal": {"1 000,50"}, "match_percent": {"50"}, "position": {"2"},
		"texts.en.name": {"School garden"}, "texts.en.description": {"Beds."}, "texts.nb.name": {"Skolehage"}}
	if answer := c.Post("/admin/causes", form); answer.Status != 303 {
		t.Fatalf("%d: %s", answer.Status, answer.Body)
	}
	list := c.Get("/admin/causes")
	if !list.Has("School garden", "€1,000.50", "you add 50%") {
		t.Errorf("the list shows %s", list.Body)
	}
	path := regexp.MustCompile(`/admin/causes/[0-9a-f-]{36}/edit" lang="en">School`).FindString(list.Body)
	path = strings.TrimSuffix(path, `" lang="en">School`)
	if page := c.Get(path); !page.Has("Skolehage", `value="1000.50"`) {
		t.Errorf("the editor shows %s", page.Body)
	}
	for field, bad := range map[string]string{"goal": "x", "match_percent": "1001", "art": "castle", "state": "open", "texts.en.name": ""} {
		wrong := url.Values{}
		for name := range form {
			wrong.Set(name, form.Get(name))
		}
		wrong.Set(field, bad)
		if answer := c.Post(strings.TrimSuffix(path, "/edit"), wrong); answer.Status != 422 || !answer.Has("#f-"+field, "Skolehage") {
			t.Errorf("%s = %q answers %d", field, bad, answer.Status)
		}
	}
}

func TestOutboxShowsLettersButNoCodesAndSendsDeadOnesAgain(t *testing.T) {
	w, c := office(t)
	keep := func(template string, params messages.Params) messages.Message {
		m := messages.Message{ID: messages.ID(template, "x", "alice@example.com"), MemberID: w.Alice.ID, Channel: messages.Email, Recipient: "alice@example.com",
			Template: template, Language: "en", Params: params, CreatedAt: w.Deps.DB.Time(), RunAt: w.Deps.DB.Time().Add(-time.Hour)}
		if err := db.InTx(t.Context(), w.Deps.DB, func(tx *db.Tx) error { return tx.Apply(t.Context(), messages.Insert(m)) }); err != nil {
			t.Fatal(err)
		}
		return m
	}
	welcome, code := keep(messages.Welcome, messages.Params{"points": 100}), keep(messages.SigninCode, messages.Params{"code": "424242", "link": "/signin/links/a/b"})
	if list := c.Get("/admin/outbox"); !list.Has("Welcome", "Sign-in code", "alice@example.com", "Waiting") {
		t.Errorf("the list shows %s", list.Body)
	}
	secret := c.Get("/admin/outbox/" + code.ID.String())
	if secret.Status != 200 || secret.Has("424242") || secret.Has("/signin/links/a/b") {
		t.Errorf("a code is shown: %d %s", secret.Status, secret.Body)
	}
	path := "/admin/outbox/" + welcome.ID.String()
	if early := c.Post(path+"/resends", nil); early.Status != 409 {
		t.Errorf("a waiting message is sent again: %d", early.Status)
	}
	kill(t, w)
	if page := c.Get(path); !page.Has("550 no such user", "100 points", "Send again") {
		t.Errorf("the letter: %s", page.Body)
	}
	if answer := c.Post(path+"/resends", nil); answer.Status != 303 {
		t.Fatalf("%d", answer.Status)
	}
	if n := count(t, w, `SELECT count(*) FROM messages m JOIN audit a ON a.object_id = m.id AND a.action = 'message.resend' WHERE m.state = 'waiting'`); n != 1 {
		t.Error("the message should wait again, with a line in the audit")
	}
	if answer := c.Post("/admin/outbox/"+code.ID.String()+"/resends", nil); answer.Status != 409 {
		t.Errorf("a code is sent again: %d", answer.Status)
	}
}

// kill lets every message that waits fail for good.
func kill(t *testing.T, w *apptest.World) {
	t.Helper()
	err := db.InTx(t.Context(), w.Deps.DB, func(tx *db.Tx) error {
		claimed, err := messages.ClaimDue(t.Context(), tx, 100, time.Minute)
		for _, m := range claimed {
			if err == nil {
				err = tx.Apply(t.Context(), messages.MarkDead(m, "550 no such user", tx.Now))
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestLogAndProgrammeAreReadAsTheyAre(t *testing.T) {
	_, c := office(t)
	if empty := c.Get("/admin/log"); empty.Status != 200 || !empty.Has("Nothing yet") {
		t.Errorf("%d: %s", empty.Status, empty.Body)
	}
	c.Post("/admin/rewards", cortado())
	if log := c.Get("/admin/log"); !log.Has("Made a reward", "Dora", "10 March 2026") {
		t.Errorf("the log shows %s", log.Body)
	}
	if rules := c.Get("/admin/programme"); rules.Status != 200 || !rules.Has("version 1", "1 point for each €1 spent", "24 months", "Silver", "In force") {
		t.Errorf("%d: %s", rules.Status, rules.Body)
	}
	file := c.Get("/admin/programme/document")
	if file.Status != 200 || !strings.HasPrefix(file.Body, "{") || !strings.Contains(file.Header.Get("Content-Disposition"), "programme-1.json") {
		t.Errorf("%d %v", file.Status, file.Header)
	}
}
