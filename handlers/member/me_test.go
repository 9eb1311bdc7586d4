package member_test

import (
	"net/url"
	"strings"
	"testing"

	"fealty/handlers/apptest"
	"fealty/models/members"
	"fealty/models/recording"
)

func TestMeUpdateSavesNameLanguageAndTheBirthdayOnce(t *testing.T) {
	w := apptest.Open(t)
	c := w.AsMember(w.Alice.ID)
	if page := c.Get("/me"); page.Status != 200 || !page.Has("Gold until 31 December 2027", "alice@example.com", "Confirmed", "Not given", `action="/signout"`) {
		t.Fatalf("%d %s", page.Status, page.Body)
	}
	good := url.Values{"first_name": {" Alicja  Ł. "}, "language": {"pl"}, "birthday": {"1990-05-17"}}
	if got := c.Post("/me", good); got.Status != 303 || !c.Get("/me").Has("Alicja Ł.", "Urodziny: 17 maja 1990", "Zapisano.") {
		t.Errorf("%d %s", got.Status, got.Body)
	}
	m, err := members.Find(t.Context(), w.Deps.DB, w.Alice.ID)
	if err != nil || m.Language != "pl" || m.NameFolded != "alicja l." || m.Birthday.Year() != 1990 {
		t.Errorf("%+v, %v", m, err)
	}
	again := url.Values{"first_name": {"Alicja"}, "language": {"pl"}, "birthday": {"1991-05-17"}}
	if got := c.Post("/me", again); got.Status != 409 {
		t.Errorf("another birthday: %d", got.Status)
	}
	for field, value := range map[string]string{"first_name": "", "language": "xx", "birthday": "2199-01-01"} {
		bad := url.Values{"first_name": {"Bob"}, "language": {"en"}}
		bad.Set(field, value)
		if got := w.AsMember(w.Bob.ID).Post("/me", bad); got.Status != 422 || !got.Has(`href="#f-`+field+`"`) {
			t.Errorf("%s=%q: %d", field, value, got.Status)
		}
	}
}

func TestConsentsUpdateKeepsAnswersWithTheirDates(t *testing.T) {
	w := apptest.Open(t)
	c := w.AsMember(w.Bob.ID)
	c.Post("/me/consents", url.Values{"marketing": {"on"}})
	if page := c.Get("/me"); strings.Count(page.Body, " checked") != 1 || !page.Has("Yes, since 10 March 2026") {
		t.Error(page.Body)
	}
	c.Post("/me/consents", url.Values{})
	if page := c.Get("/me"); strings.Contains(page.Body, " checked") || !page.Has("No, since 10 March 2026") {
		t.Error(page.Body)
	}
}

func TestContactsCreateAddsAContactThatWasProved(t *testing.T) {
	w := apptest.Open(t)
	w.BuyAs(recording.Who{Contact: members.Contact{Kind: members.Phone, Value: "+4791234567"}}, "G-1", 40)
	c := w.AsMember(w.Bob.ID)
	if bad := c.Post("/me/contacts", url.Values{"contact": {"12"}}); bad.Status != 422 || !bad.Has(`href="#f-contact"`, `value="12"`) {
		t.Errorf("%d %s", bad.Status, bad.Body)
	}
	sent := c.Post("/me/contacts", url.Values{"contact": {"912 34 567"}})
	id, digits := digitsOf(t, w.App, sent.Location())
	if page := c.Get(sent.Location()); !page.Has("•••567") {
		t.Error(page.Body)
	}
	form := url.Values{"request": {id.String()}, "code": {digits}}
	if other := w.AsMember(w.Charlie.ID).Post("/me/contacts/code", form); other.Status != 422 {
		t.Errorf("somebody else's code: %d", other.Status)
	}
	if in := w.Anonymous().Post("/signin/code", form); in.Status != 422 {
		t.Errorf("a contact's code signs in: %d", in.Status)
	}
	if got := c.Post("/me/contacts/code", form); got.Status != 303 || !c.Get("/me").Has("4791234567") {
		t.Errorf("%d %s", got.Status, got.Body)
	}
	if !c.Get("/home").Has("Online order, €40") {
		t.Error("what was bought under the number before is not there")
	}
}

func TestContactsCreateRefusesWhatIsSomebodyElses(t *testing.T) {
	w := apptest.Open(t)
	c := w.AsMember(w.Charlie.ID)
	sent := c.Post("/me/contacts", url.Values{"contact": {"alice@example.com"}})
	id, digits := digitsOf(t, w.App, sent.Location())
	got := c.Post("/me/contacts/code", url.Values{"request": {id.String()}, "code": {digits}})
	if got.Status != 409 || !got.Has("Another member has this one already") || c.Get("/me").Has("alice@example.com") {
		t.Errorf("%d %s", got.Status, got.Body)
	}
}

func TestSignoutsCreateEndsEverySession(t *testing.T) {
	w := apptest.Open(t)
	here, there, bob := w.AsMember(w.Alice.ID), w.AsMember(w.Alice.ID), w.AsMember(w.Bob.ID)
	if got := here.Post("/me/signouts", nil); got.Location() != "/" {
		t.Errorf("%d", got.Status)
	}
	if here.Get("/home").Status != 303 || there.Get("/home").Status != 303 || bob.Get("/home").Status != 200 {
		t.Error("not all of hers, or more than hers")
	}
}
