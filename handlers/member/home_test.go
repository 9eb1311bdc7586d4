package member_test

import (
	"net/url"
	"strings"
	"testing"

	"fealty/handlers/apptest"
	"fealty/handlers/web"
	"fealty/models/programme"
	"fealty/models/staff"
)

func TestStartIndexTellsWhatJoiningGives(t *testing.T) {
	w := apptest.Open(t)
	page := w.Anonymous().Get("/")
	if page.Status != 200 || !page.Has("Join Havn Club and get 100 points", "1 point for every €1 you spend", "Rewards from 300 points", "Gold from 900 points a year",
		"10% off everything", "Bring a friend: 100 points for them, 200 points for you", "Flat white", "At Fjordkino") {
		t.Errorf("%d %s", page.Status, page.Body)
	}
	w.Publish(func(doc *programme.Document) {
		doc.Earning.Welcome, doc.Referral.On, doc.Giving.Amounts = 0, false, nil
	})
	if page = w.Anonymous().Get("/"); page.Has("100 points") || page.Has("Bring a friend") || page.Has("give your points") || !page.Has("Join Havn Club") {
		t.Errorf("what is off is still promised: %s", page.Body)
	}
}

func TestHomeIndexSaysWhatIsThereWhatExpiresAndWhatCanBeTaken(t *testing.T) {
	w := apptest.Open(t)
	page := w.AsMember(w.Alice.ID).Get("/home")
	if page.Status != 200 || !page.Has("Hi, Alice", `<p class="balance">1,200</p>`, "Worth €60 in rewards", "Gold is yours until 31 December 2027.",
		"300 points expire on 31 March", "Yours to take now", "All 4 you can get", "Stoneware mug", "300 points to go", "Online order, €900", "5 March 2024") {
		t.Errorf("%d %s", page.Status, page.Body)
	}
	if page.Has("Tote bag") {
		t.Error("what is sold out is offered")
	}
	if strings.Count(page.Body, `class="tile"`) != 3 {
		t.Error("not three tiles")
	}
}

func TestHomeIndexOnTheFirstDayLeadsToTheFirstPurchase(t *testing.T) {
	w := apptest.Open(t)
	page := w.AsMember(w.Charlie.ID).Get("/home")
	if !page.Has("Your welcome points are here", "Show your card when you shop", "300 points to Silver.", "keep Silver through 2027", "0% to Silver") ||
		page.Has("Yours to take now") || page.Has("expire on") {
		t.Error(page.Body)
	}
	page = w.AsMember(w.Charlie.ID).Get("/home?lang=pl")
	if !page.Has("Cześć, Charlie", "300 punktów do srebrnego.", "Na powitanie") {
		t.Error(page.Body)
	}
}

func TestHomeIndexShowsNobodyElsesPoints(t *testing.T) {
	w := apptest.Open(t)
	page := w.AsMember(w.Charlie.ID).Get("/home")
	if page.Has("Alice") || page.Has("1,200") || page.Has("€900") {
		t.Error(page.Body)
	}
	if got := w.AsStaff(w.Dora.ID).Get("/home"); got.Status != 303 {
		t.Errorf("staff without a membership: %d", got.Status)
	}
}

func TestCardShowGivesQRNumberAndWhatTheTierGives(t *testing.T) {
	w := apptest.Open(t)
	page := w.AsMember(w.Alice.ID).Get("/card")
	number := w.Alice.Number[:4] + " " + w.Alice.Number[4:7] + " " + w.Alice.Number[7:]
	if !page.Has("QR code for member "+number, number, "1.5 points for every €1", "10% off everything", "Free shipping", "member since March 2024") {
		t.Error(page.Body)
	}
	if got := w.AsMember(w.Alice.ID).Get("/c/" + w.Alice.Number); got.Location() != "/card" {
		t.Errorf("her own QR: %d", got.Status)
	}
	known, unknown := w.Anonymous().Get("/c/"+w.Alice.Number), w.Anonymous().Get("/c/1234567897")
	if known.Status != 200 || known.Body != unknown.Body || known.Has("Alice") {
		t.Error("the QR tells a stranger whose card it is")
	}
}

func TestTermsShowIsWrittenFromTheDocument(t *testing.T) {
	w := apptest.Open(t)
	for _, path := range []string{"/how", "/terms"} {
		page := w.Anonymous().Get(path)
		if !page.Has("You get 1 point for every €1 you spend.", "Points last 24 months.", "Gold begins at 900 points.", "your next points cover them first") {
			t.Errorf("%s: %s", path, page.Body)
		}
	}
	w.Publish(func(doc *programme.Document) {
		doc.Earning.PendingDays, doc.Earning.Expiry.Months, doc.Spending.Debt = 14, 6, programme.Forgive
		doc.Tiers.Steps[2].From = 1234
	})
	page := w.Anonymous().Get("/terms")
	if !page.Has("Points can be used 14 days after the purchase.", "Points last 6 months.", "Gold begins at 1,234 points.", "you owe nothing", "Version 2, in force since 10 March 2026.") {
		t.Error(page.Body)
	}
	if page = w.AsMember(w.Alice.ID).Get("/how"); !page.Has(`<span class="tagl brand">You</span>`) {
		t.Error("the table does not say which tier is hers")
	}
}

func TestDemoCreateMakesTheVisitorOneOfTheDemoPeople(t *testing.T) {
	w := apptest.Open(t, func(d *web.Deps) { d.Demo = true })
	w.Join(apptest.Newcomer{Name: "Ingrid", Email: "ingrid@havn.example"})
	w.HireAs(staff.Staff{Email: "owner@havn.example", Name: "Olav", Role: staff.Owner})
	c := w.Anonymous()
	if page := c.Get("/signin"); !page.Has("Ingrid, Member", "Olav, owner of the shop") || page.Has(`value="partner"`) {
		t.Error(page.Body)
	}
	if in := c.Post("/demo/signin", url.Values{"person": {"member"}}); in.Location() != "/home" || !c.Get("/home").Has("Hi, Ingrid") {
		t.Errorf("%d %s", in.Status, in.Body)
	}
	if in := w.Anonymous().Post("/demo/signin", url.Values{"person": {"owner"}}); in.Location() != "/admin" {
		t.Errorf("the owner goes to %s", in.Location())
	}
	if in := w.Anonymous().Post("/demo/signin", url.Values{"person": {"alice"}}); in.Status != 404 {
		t.Errorf("somebody else: %d", in.Status)
	}
	sent := c.Post("/signin", url.Values{"contact": {"ingrid@havn.example"}})
	_, digits := digitsOf(t, w.App, sent.Location())
	if page := c.Get(sent.Location()); !page.Has("Your code is " + digits) {
		t.Error("the demo does not show the code")
	}
}

func TestWithoutTheDemoItsDoorsAreShut(t *testing.T) {
	w := apptest.Open(t)
	c := w.Anonymous()
	if got := c.Post("/demo/signin", url.Values{"person": {"member"}}); got.Status != 404 {
		t.Errorf("%d", got.Status)
	}
	sent := c.Post("/signin", url.Values{"contact": {"alice@example.com"}})
	_, digits := digitsOf(t, w.App, sent.Location())
	if page := c.Get(sent.Location()); page.Has(digits) || c.Get("/signin").Has("demo") {
		t.Error("the code is shown")
	}
}
