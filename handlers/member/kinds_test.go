package member_test

import (
	"net/url"
	"strings"
	"testing"

	"fealty/handlers/apptest"
	"fealty/models/catalogue"
	"fealty/models/ids"
)

func TestEachKindOfVoucherShowsWhatItsOwnerNeeds(t *testing.T) {
	w := apptest.Open(t)
	w.Buy(w.Alice, "rich", 2000)
	alice, charlie := w.AsMember(w.Alice.ID), w.AsMember(w.Charlie.ID)
	for kind, wants := range map[catalogue.Kind][]string{
		catalogue.Product: {"Show this when you pay"}, catalogue.Gift: {"Show this with your next purchase"}, catalogue.Event: {"Show this at the door", "The roastery"},
		catalogue.Content: {"https://havn.example/secret.pdf", "Yours since"}, catalogue.Credit: {"in credit, until"}, catalogue.EarlyAccess: {"You get in"},
		catalogue.Physical: {"Havnegata 1", "Ordered", "Packed", "Delivered"}} {
		id := w.OfKind(kind, "Thing")
		if page := alice.Get("/rewards/" + id.String()); page.Status != 200 || page.Has("secret.pdf") || page.Has(`name="street"`) != (kind == catalogue.Physical) {
			t.Errorf("%s: %d, the reward's page shows too much or too little", kind, page.Status)
		}
		form := url.Values{"key": {apptest.FormKey(string(kind))}}
		if kind == catalogue.Physical {
			form = url.Values{"key": form["key"], "recipient": {"Alice"}, "street": {"Havnegata 1"}, "postcode": {""}, "city": {"Oslo"}, "country": {"NO"}}
		}
		taken := alice.Post("/rewards/"+id.String()+"/redemptions", form)
		page := alice.Get(taken.Location())
		if taken.Status != 303 || !page.Has(wants...) || page.Has(`class="qr"`) != (kind.Behaviour().Leaves == catalogue.AVoucher) {
			t.Errorf("%s: %d: %s", kind, taken.Status, page.Body)
		}
		if other := charlie.Get(taken.Location()); other.Status != 404 || strings.Contains(other.Body, "secret.pdf") {
			t.Errorf("%s: Charlie is answered %d", kind, other.Status)
		}
		if off := charlie.Post(taken.Location()+"/cancellations", url.Values{"key": {apptest.FormKey("off" + string(kind))}}); off.Status != 404 {
			t.Errorf("%s: Charlie calls it off: %d", kind, off.Status)
		}
	}
}

func TestAStampCardFillsOnTheFirstPageAndBecomesAVoucher(t *testing.T) {
	w := apptest.Open(t)
	two := 2
	w.OfKind(catalogue.StampCard, "Free coffee", func(r *catalogue.Reward) { r.Stamps = &two })
	alice := w.AsMember(w.Alice.ID)
	if page := alice.Get("/rewards"); !page.Has("Stamp cards", "Free coffee", "0 of 2 stamps") || page.Has("/rewards/00000000") {
		t.Error(page.Body)
	}
	w.Buy(w.Alice, "one", 4)
	if page := alice.Get("/home"); !page.Has("1 of 2 stamps", "One more, then it is yours") {
		t.Error(page.Body)
	}
	w.Buy(w.Alice, "two", 4)
	if page := alice.Get("/vouchers"); !page.Has("Free coffee") || !alice.Get("/home").Has("0 of 2 stamps") {
		t.Error(page.Body)
	}
}

func TestWhoWaitsForWhatIsSoldOutIsToldSoAndMayStop(t *testing.T) {
	w := apptest.Open(t)
	alice := w.AsMember(w.Alice.ID)
	path := "/rewards/" + w.Tote.String()
	if page := alice.Get(path); !page.Has("Tell me when it is back", path+"/waits") {
		t.Fatal(page.Body)
	}
	if answer := alice.Post(path+"/waits", nil); answer.Status != 303 || !alice.Get(path).Has("We tell you when it is back", path+"/waits/end") {
		t.Errorf("%d", answer.Status)
	}
	if answer := alice.Post(path+"/waits/end", nil); answer.Status != 303 || !alice.Get(path).Has("Tell me when it is back") {
		t.Errorf("%d", answer.Status)
	}
	unknown := "/rewards/" + ids.Reward{9}.String() + "/waits"
	if answer := alice.Post(unknown, nil); answer.Status != 404 {
		t.Errorf("an unknown reward answers %d", answer.Status)
	}
	if answer := alice.Post(path+"/waits", url.Values{"more": {"x"}}); answer.Status != 422 {
		t.Errorf("a field too many answers %d", answer.Status)
	}
}

func TestATileOfASoldOutRewardSaysWhenItIsBack(t *testing.T) {
	w := apptest.Open(t)
	id := w.OfKind(catalogue.Product, "Rare beans", func(r *catalogue.Reward) {
		day := w.Deps.DB.Time().AddDate(0, 0, 9)
		r.BackOn = &day
	})
	w.Seats(id, 0)
	if page := w.AsMember(w.Alice.ID).Get("/rewards?q=rare"); !page.Has(`<span class="tagl">Back `) {
		t.Error(page.Body)
	}
}
