package arranging_test

import (
	"testing"

	"fealty/models/arranging"
	"fealty/models/audit"
	"fealty/models/catalogue"
	"fealty/models/club"
	"fealty/models/db/testdb"
	"fealty/models/fault"
	"fealty/models/programme"
	"fealty/models/publishing"
)

func TestEveryTemplateGivesRulesAndARewardThatTheWelcomeReaches(t *testing.T) {
	for _, currency := range []string{"EUR", "NOK", "HUF", "TWD", "JPY"} {
		d := testdb.Open(t)
		deps := arranging.Deps{Programme: &programme.Cache{}, Club: &club.Cache{}}
		if _, err := publishing.Initial(t.Context(), d, programme.Settings{Currency: currency, ClubName: "Havn"}); err != nil {
			t.Fatal(err)
		}
		if err := arranging.Begin(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		act := audit.Act{Actor: "staff", Role: "owner", Action: "club.setup"}
		for _, key := range arranging.Templates() {
			if err := arranging.Start(t.Context(), d, deps, act, key); err != nil {
				t.Fatalf("%s in %s: %v", key, currency, err)
			}
			v, err := deps.Programme.InForce(t.Context(), d)
			if err != nil {
				t.Fatal(err)
			}
			for _, lang := range v.Document.Club.Languages {
				cards, err := catalogue.Open(t.Context(), d, catalogue.Languages{Wanted: lang, Main: "en"}, v.Today(d.Time()))
				if err != nil || len(cards) < 3 {
					t.Fatalf("%s in %s: %d rewards, %v", key, currency, len(cards), err)
				}
				if cards[0].Price > v.Document.Earning.Welcome || cards[0].Language != lang {
					t.Errorf("%s in %s: the first costs %d, the welcome is %d, in %s", key, currency, cards[0].Price, v.Document.Earning.Welcome, cards[0].Language)
				}
			}
			if s, err := deps.Club.Get(t.Context(), d); err != nil || s.Template != key || s.IsOpen() {
				t.Errorf("%+v, %v", s, err)
			}
		}
		if err := arranging.Open(t.Context(), d, deps.Club, act, "open"); err != nil {
			t.Fatal(err)
		}
		if err := arranging.Start(t.Context(), d, deps, act, arranging.Cafe); !fault.Is(err, "club_open_already") {
			t.Errorf("an open club begins anew: %v", err)
		}
	}
}
