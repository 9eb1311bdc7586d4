package member_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"fealty/handlers/apptest"
	"fealty/models/db/testdb"
	"fealty/models/ids"
)

// giveForm fills in the form of giving.
func giveForm(w *apptest.World, points, name string) url.Values {
	form := key(name)
	form.Set("cause", w.Forest.String())
	form.Set("points", points)
	return form
}

func TestGiveIndexHasCausesAmountsAndTheSum(t *testing.T) {
	w := apptest.Open(t)
	got := w.AsMember(w.Alice.ID).Get("/give")
	if got.Status != 200 || !got.Has("1,200 points", "100 points become €5.", "Forest by the fjord", "The 300 expiring", "Give 250 points", "€12.50",
		"You keep 950 points", "€0 of €1,000 this year", "Your first gift will be counted here.") {
		t.Errorf("%d %s", got.Status, got.Body)
	}
	sum := w.AsMember(w.Alice.ID).GetHX("/give/sum?cause=" + w.Library.String() + "&points=300")
	if !sum.Has(`id="sum"`, "Children&#39;s library gets", "€15.00", "€30.00", "Give 300 points") || sum.Has("<html") {
		t.Errorf("%s", sum.Body)
	}
	for query, want := range map[string]string{
		"?points=other&other=5000": "You are 3,800 points short", "?points=other": "Choose how much to give", "?points=-4": "Choose how much", "?cause=x": "Give 250 points",
	} {
		if got := w.AsMember(w.Alice.ID).Get("/give/sum" + query); got.Status != 200 || !got.Has(want, "<html") {
			t.Errorf("%s: %d %s", query, got.Status, got.Body)
		}
	}
}

func TestDonationsCreateGivesOnceAndCanBeUndoneForADay(t *testing.T) {
	w := apptest.Open(t)
	c := w.AsMember(w.Alice.ID)
	form := giveForm(w, "300", "a")
	first, again := c.Post("/give", form), c.Post("/give", form)
	if first.Status != 303 || first.Location() != again.Location() || !strings.HasPrefix(first.Location(), "/donations/") {
		t.Fatalf("%d to %q and %q", first.Status, first.Location(), again.Location())
	}
	if got := c.Get(first.Location()); !got.Has("You gave 300 points", "€30.00", "Undo and get 300 points back", "Until 11 March 2026, 13:00") {
		t.Errorf("%s", got.Body)
	}
	if got := c.Get("/give"); !got.Has("€30 of €1,000 this year", "With the shop’s share that is €30.", "1 member has given this year") {
		t.Errorf("%s", got.Body)
	}
	for range 2 {
		if got := c.Post(first.Location()+"/undos", key("undo")); got.Status != 303 {
			t.Errorf("%d", got.Status)
		}
	}
	if got := c.Get(first.Location()); !got.Has("Undone: 300 points came back") || got.Has("Undo and get") {
		t.Errorf("%s", got.Body)
	}
	if got := spendable(w, w.Alice); got != 1200 {
		t.Errorf("Alice has %d", got)
	}
	late := c.Post("/give", giveForm(w, "100", "b")).Location()
	testdb.At(t, w.Deps.DB, testdb.Start.Add(25*time.Hour))
	c = w.AsMember(w.Alice.ID)
	if got := c.Get(late); got.Has("Undo and get") {
		t.Error("a gift of yesterday can still be undone")
	}
	if got := c.Post(late+"/undos", key("late")); got.Status != 409 {
		t.Errorf("a late undo gives %d", got.Status)
	}
}

func TestDonationsCreateKeepsWhatWasTypedWhenItIsWrong(t *testing.T) {
	w := apptest.Open(t)
	c := w.AsMember(w.Alice.ID)
	other := func(text string) url.Values {
		form := giveForm(w, "other", "x"+text)
		form.Set("other", text)
		form.Set("cause", w.Library.String())
		return form
	}
	for text, want := range map[string]string{"twelve": "Enter a whole number.", "0": "Enter a number from 1 to", "": "Fill this in."} {
		got := c.Post("/give", other(text))
		if got.Status != 422 || !got.Has(want, `href="#f-other"`, `name="other" type="text" value="`+text+`"`, w.Library.String()+`" checked`) {
			t.Errorf("%q: %d %s", text, got.Status, got.Body)
		}
	}
	if got := c.Post("/give", other("5000")); got.Status != 409 || !got.Has("Nothing was taken", `other=5000`) {
		t.Errorf("%d %s", got.Status, got.Body)
	}
	if got := c.Post("/give", url.Values{"key": {apptest.FormKey("n")}, "points": {"100"}}); got.Status != 422 || !got.Has(`href="#f-cause"`) {
		t.Errorf("%d %s", got.Status, got.Body)
	}
	nowhere := giveForm(w, "100", "nowhere")
	nowhere.Set("cause", ids.Cause{5}.String())
	if got := c.Post("/give", nowhere); got.Status != 404 {
		t.Errorf("an unknown cause gives %d", got.Status)
	}
	if got := spendable(w, w.Alice); got != 1200 {
		t.Errorf("Alice has %d", got)
	}
}

// Without scripts the sum on the page is the one before the choice.
func TestDonationsCreateGivesNothingUnderAnotherSumThanTheOneShown(t *testing.T) {
	w := apptest.Open(t)
	c := w.AsMember(w.Alice.ID)
	form := giveForm(w, "500", "a")
	form.Set("shown", "250."+w.Forest.String())
	got := c.Post("/give", form)
	if got.Status != 200 || !got.Has("Look at the sum, then press again.", "Give 500 points", "€25.00") {
		t.Errorf("%d %s", got.Status, got.Body)
	}
	if got := spendable(w, w.Alice); got != 1200 {
		t.Errorf("Alice has %d", got)
	}
	form.Set("shown", "500."+w.Forest.String())
	if got := c.Post("/give", form); got.Status != 303 {
		t.Errorf("%d", got.Status)
	}
}
