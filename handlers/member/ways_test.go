package member_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"fealty/handlers/apptest"
	"fealty/models/catalogue"
	"fealty/models/db"
	"fealty/models/db/testdb"
	"fealty/models/earning"
	"fealty/models/programme"
	"fealty/models/spending"
)

// withPerks publishes two perks and goods that give more.
func withPerks(w *apptest.World) {
	w.Publish(func(doc *programme.Document) {
		doc.Perks = []programme.Perk{{Key: "cinema", Kind: programme.PerkPercent, Percent: 10, Partner: "Fjordkino"},
			{Key: "early", Kind: programme.PerkEarly, Hours: 48, From: "gold"}}
		doc.Words.Perks = map[string]map[string]programme.PerkWords{"cinema": {}, "early": {}}
		doc.Earning.Multipliers = append(doc.Earning.Multipliers, earning.Multiplier{Key: "ethiopia", Categories: []string{"Ethiopia"}, Factor: decimal.NewFromInt(2)})
		doc.Words.Rules["ethiopia"] = map[string]string{}
		for _, language := range doc.Club.Languages {
			doc.Words.Perks["cinema"][language] = programme.PerkWords{Name: "10% off at Fjordkino", Text: "All films"}
			doc.Words.Perks["early"][language] = programme.PerkWords{Name: "New roasts two days early"}
			doc.Words.Rules["ethiopia"][language] = "Ethiopia extra"
		}
	})
}

// endsOn lets a reward end on a day.
func endsOn(w *apptest.World, days int) {
	w.Helper()
	day := w.Version.Today(w.Deps.DB.Time()).AddDate(0, 0, days)
	err := db.InTx(w.Context(), w.Deps.DB, func(tx *db.Tx) error {
		r, err := catalogue.Find(w.Context(), tx, w.FlatWhite)
		if err != nil {
			return err
		}
		texts, err := catalogue.Texts(w.Context(), tx, w.FlatWhite)
		if err != nil {
			return err
		}
		r.EndsOn = &day
		return catalogue.Save(w.Context(), tx, r, texts)
	})
	if err != nil {
		w.Fatal(err)
	}
}

func TestOffersIndexShowsWhatIsOpenToThisMember(t *testing.T) {
	w := apptest.Open(t)
	withPerks(w)
	endsOn(w, 10)
	alice, charlie := w.AsMember(w.Alice.ID).Get("/offers"), w.AsMember(w.Charlie.ID).Get("/offers")
	for _, want := range []string{"10% off at Fjordkino", "New roasts two days early", "Points × 2 on Ethiopia", "Flat white", "Until "} {
		if alice.Status != 200 || !alice.Has(want) {
			t.Errorf("Alice's offers (%d) lack %q", alice.Status, want)
		}
	}
	if !charlie.Has("10% off at Fjordkino") || charlie.Has("New roasts two days early") {
		t.Error("Charlie should see the cinema and nothing of Gold's")
	}
	home := w.AsMember(w.Alice.ID).Get("/home")
	if !home.Has(`href="/offers"`) || !home.Has("10% off at Fjordkino") || !home.Has(`href="/earn"`) {
		t.Error("the home page should show offers and lead to the ways to earn")
	}
	if card := w.AsMember(w.Alice.ID).Get("/card"); !card.Has("10% off at Fjordkino") || !card.Has("100 points pay €5 of a purchase") {
		t.Error("the card should show what partners give and what points pay")
	}
}

func TestOffersIndexSaysWhenThereIsNothing(t *testing.T) {
	w := apptest.Open(t)
	w.Publish(func(doc *programme.Document) { doc.Earning.Multipliers = nil; doc.Words.Rules = nil })
	if _, err := testdb.Owner(t, w.Deps.DB).Exec(`UPDATE rewards SET state = 'paused'`); err != nil {
		t.Fatal(err)
	}
	if got := w.AsMember(w.Charlie.ID).Get("/offers"); !got.Has("No offers right now") || !got.Has(`href="/rewards"`) {
		t.Errorf("%d %s", got.Status, got.Body)
	}
}

func TestEarnIndexListsWaysAndWorksOutABasket(t *testing.T) {
	w := apptest.Open(t)
	withPerks(w)
	alice := w.AsMember(w.Alice.ID)
	page := alice.Get("/earn")
	for _, want := range []string{"Buy anything", "1.5 points per €1", "Buy Ethiopia", "Points × 2", "Invite a friend", "&#43;200", "Type an amount"} {
		if page.Status != 200 || !page.Has(want) {
			t.Errorf("/earn (%d) lacks %q", page.Status, want)
		}
	}
	// Gold earns half as much again and Ethiopia double: 10 + 5 + 10.
	sum := alice.Get("/earn?amount=10,00&category=Ethiopia")
	for _, want := range []string{">25 <", "1 point for every €1", "&#43;10", "Gold extra", "&#43;5", "Ethiopia extra", "Worth €1.25.", `value="10,00"`} {
		if !sum.Has(want) {
			t.Errorf("the basket lacks %q: %s", want, sum.Body)
		}
	}
	fragment := alice.GetHX("/earn?amount=10&category=")
	if !fragment.Has(`id="sum"`) || fragment.Has("<main") || !fragment.Has(">15 <") {
		t.Errorf("the fragment is %s", fragment.Body)
	}
	for _, bad := range []string{"ten", "-5", "1.234", "99999999999999999999", strings.Repeat("9", 30)} {
		got := alice.Get("/earn?amount=" + bad)
		if got.Status != 422 || !got.Has(`id="f-amount"`) || !got.Has("Buy anything") {
			t.Errorf("%q gives %d", bad, got.Status)
		}
		if hx := alice.GetHX("/earn?amount=" + bad); hx.Status != 422 || !hx.Has(`id="sum"`) || !hx.Has(`class="err"`) {
			t.Errorf("%q as a fragment gives %d %s", bad, hx.Status, hx.Body)
		}
	}
}

func TestTiersIndexShowsEachTierAndWhatMovesThem(t *testing.T) {
	w := apptest.Open(t)
	withPerks(w)
	page := w.AsMember(w.Charlie.ID).Get("/tiers")
	for _, want := range []string{"Everybody begins here", "From 300 points", "New roasts two days early", "Free shipping", "Spending points never lowers your tier.", "points to Silver", "What moves your tier"} {
		if page.Status != 200 || !page.Has(want) {
			t.Errorf("/tiers (%d) lacks %q", page.Status, want)
		}
	}
	if alice := w.AsMember(w.Alice.ID).Get("/tiers"); !alice.Has("Reached") || strings.Count(alice.Body, `class="card stack s here"`) != 1 {
		t.Error("Alice should see where she is, and what she reached")
	}
}

func TestTermsSayHowPointsPayAndWhatPerksThereAre(t *testing.T) {
	w := apptest.Open(t)
	for name, c := range map[string]struct {
		paying *spending.Policy
		want   []string
	}{
		"by default": {&spending.Policy{Points: true, Credit: true, Share: 50, Step: 100, Minimum: 100, HoldMinutes: 30},
			[]string{"100 points pay €5", "up to 50% of what there is to pay", "Points are used 100 points at a time", "for 30 minutes"}},
		"off":       {&spending.Policy{Share: 50, Step: 1, HoldMinutes: 1}, []string{"Points don’t pay for purchases"}},
		"narrow":    {&spending.Policy{Points: true, Share: 100, Step: 1, Minimum: 20, HoldMinutes: 1, Channels: []string{"web", "kiosk"}}, []string{"the web shop and kiosk", "all of what there is to pay", "at least 20 points", "for 1 minute;"}},
		"no bounds": {nil, []string{"all of what there is to pay"}},
	} {
		w.Publish(func(doc *programme.Document) { doc.Spending.Paying = c.paying })
		for _, path := range []string{"/terms", "/how"} {
			got := w.Anonymous().Get(path)
			for _, want := range c.want {
				if !got.Has(want) {
					t.Errorf("%s: %s lacks %q", name, path, want)
				}
			}
		}
	}
	withPerks(w)
	if got := w.Anonymous().Get("/terms"); !got.Has("10% off at Fjordkino, for every member. All films.") || !got.Has("New roasts two days early, from Gold upwards.") {
		t.Error("the terms should name the perks and whose they are")
	}
	if got := w.Anonymous().Get("/how"); !got.Has("10% off at Fjordkino") {
		t.Error("the table of tiers should have a row for each perk")
	}
}

func TestPagesOfWaysAreDrawnInEveryLanguage(t *testing.T) {
	w := apptest.Open(t)
	withPerks(w)
	endsOn(w, 3)
	c := w.AsMember(w.Alice.ID)
	for _, language := range []string{"en", "nb", "pl", "hu", "zh-Hant"} {
		c.Language = language
		for _, page := range []string{"/offers", "/earn", "/earn?amount=12&category=Ethiopia", "/tiers", "/card", "/how", "/terms", "/home"} {
			got := c.Get(page)
			if found := bareKey.FindString(got.Body); got.Status != 200 || found != "" || got.Has("<no value>") || got.Has("%!") {
				t.Errorf("%s in %s gives %d and shows %q", page, language, got.Status, found)
			}
		}
	}
}
