package e2e

import (
	"strings"
	"testing"

	"github.com/pquerna/otp/totp"

	"fealty/handlers/apptest"
	"fealty/models/adjusting"
	"fealty/models/db"
	"fealty/models/messages"
)

func TestTheOwnerSignsInWithASecondStepAndMakesARewardThatMembersSee(t *testing.T) {
	for language, words := range map[string]struct{ signIn, turnOn, publish, live, name string }{
		"en": {"Sign in", "Turn on and sign in", "Save and publish", "Live", "Cortado"},
		"pl": {"Zaloguj się", "Włącz i zaloguj się", "Zapisz i opublikuj", "Opublikowana", "Cortado po polsku"},
	} {
		t.Run(language, func(t *testing.T) {
			s := newSite(t)
			b := s.Open(t)
			b.Speak(language)
			b.Go("/admin/rewards")
			b.IsAt("/admin/signin")
			b.Inspect("admin-signin-" + language)
			b.Fill("email", s.Dora.Email)
			b.Fill("password", apptest.Password)
			b.Press(words.signIn)
			b.IsAt("/admin/signin/app")
			b.Inspect("admin-app-" + language)
			code, err := totp.GenerateCode(strings.Join(strings.Fields(b.Text("#secret")), ""), s.Deps.DB.Time())
			if err != nil {
				t.Fatal(err)
			}
			b.Fill("code", code)
			b.Press(words.turnOn)
			b.IsAt("/admin/rewards")
			b.Speak(language)
			b.Go("/admin/rewards/new")
			b.Inspect("admin-reward-new-" + language)
			b.Fill("texts.en.name", "Cortado")
			if language != "en" {
				b.Width(1280) // where the bar of the foot covers nothing
				b.PressOn("details:nth-of-type(3) summary")
				b.Fill("texts.pl.name", words.name)
			}
			b.Fill("price", "300")
			b.Fill("worth", "4.50")
			b.Fill("cost", "0.90")
			b.Press(words.publish)
			b.Sees(words.name, words.live)
			b.Inspect("admin-reward-" + language)

			alice := s.Open(t)
			alice.As(s.AsMember(s.Alice.ID))
			alice.Speak(language)
			alice.Go("/rewards")
			alice.Sees(words.name)
		})
	}
}

func TestTheOfficeKeepsNobodyOut(t *testing.T) {
	s := newSite(t)
	who := adjusting.Who{Staff: s.Dora.ID, Role: string(s.Dora.Role)}
	adjustment := adjusting.Adjustment{By: who, Member: s.Alice.ID, Points: 50, Reason: "Receipt 4711 was not scanned", Key: apptest.FormKey("one")}
	if _, err := adjusting.Adjust(t.Context(), s.Deps.DB, adjusting.Deps{Programme: s.Deps.Programme}, adjustment); err != nil {
		t.Fatal(err)
	}
	dead := messages.Message{ID: messages.ID("welcome", "x", "alice@example.com"), MemberID: s.Alice.ID, Channel: messages.Email, Recipient: "alice@example.com",
		Template: messages.Welcome, Language: "en", Params: messages.Params{"points": 100}, CreatedAt: s.Deps.DB.Time()}
	if err := db.InTx(t.Context(), s.Deps.DB, func(tx *db.Tx) error {
		if err := tx.Apply(t.Context(), messages.Insert(dead)); err != nil {
			return err
		}
		claimed, err := messages.ClaimDue(t.Context(), tx, 100, 1)
		if err != nil {
			return err
		}
		for _, m := range claimed {
			if err := tx.Apply(t.Context(), messages.MarkDead(m, "550 no such user", tx.Now)); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for _, language := range []string{"en", "nb", "pl", "hu", "zh-Hant"} {
		b := s.Open(t)
		b.As(s.AsStaff(s.Dora.ID))
		b.Speak(language)
		for _, page := range []struct{ name, path string }{
			{"home", "/admin"}, {"rewards", "/admin/rewards"}, {"reward-edit", "/admin/rewards/" + s.Pot.String() + "/edit"},
			{"causes", "/admin/causes"}, {"cause-edit", "/admin/causes/" + s.Forest.String() + "/edit"},
			{"partners", "/admin/partners"}, {"partner", "/admin/partners/" + s.TeaHouse.ID.String()}, {"partner-new", "/admin/partners/new"},
			{"members", "/admin/members"}, {"member", "/admin/members/" + s.Alice.ID.String()},
			{"outbox", "/admin/outbox"}, {"message", "/admin/outbox/" + dead.ID.String()},
			{"log", "/admin/log"}, {"programme", "/admin/programme"},
		} {
			b.Go(page.path)
			if language == "en" {
				b.Inspect("office-" + page.name)
				continue
			}
			b.Glance("office-" + page.name + "-" + language)
		}
	}
}
