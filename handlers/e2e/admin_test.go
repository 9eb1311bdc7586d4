package e2e

import (
	"strings"
	"testing"

	"github.com/pquerna/otp/totp"

	"fealty/handlers/apptest"
)

func TestTheOwnerSignsInWithASecondStepAndMakesARewardThatMembersSee(t *testing.T) {
	for language, name := range map[string]string{"en": "Cortado", "pl": "Cortado po polsku"} {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			l := s.Deps.Views.Locales().Pick(language)
			alice := s.Open(t)
			alice.As(s.AsMember(s.Alice.ID))
			alice.Speak(language)
			alice.Go("/rewards")
			alice.SeesNot(name)

			b := s.Open(t)
			b.Speak(language)
			b.Go("/admin/rewards")
			b.IsAt("/admin/signin")
			b.signsIn(s.Dora.Email)
			b.IsAt("/admin/signin/app")
			code, err := totp.GenerateCode(strings.Join(strings.Fields(b.Text("#secret")), ""), s.Deps.DB.Time())
			if err != nil {
				t.Fatal(err)
			}
			b.Fill("code", code)
			b.Press(l.T("web.staffapp.new.action"))
			b.IsAt("/admin/rewards")
			b.Speak(language)
			b.makesAReward(name)
			b.Inspect("admin-reward-made-" + language)

			alice.Go("/rewards")
			alice.Press(name)
			alice.IsAt("/rewards/…")
			alice.Sees(name, l.Points(300))
		})
	}
}

// signsIn gives the password of one of the staff.
func (b *Browser) signsIn(email string) {
	b.t.Helper()
	b.Fill("email", email)
	b.Fill("password", apptest.Password)
	b.PressOn(`main button.primary`)
}

// makesAReward fills in what a reward needs, in English and with its name in the language spoken, and publishes it.
func (b *Browser) makesAReward(name string) {
	b.t.Helper()
	l := b.site.Deps.Views.Locales().Pick(b.language)
	b.Go("/admin/rewards/new")
	b.Press(l.T("admin.rewards.kind.product"))
	b.Fill("texts.en.name", "Cortado")
	if b.language != "en" {
		b.PressOn(`details:has([name="texts.` + b.language + `.name"]) summary`)
		b.Fill("texts."+b.language+".name", name)
	}
	b.Fill("price", "300")
	b.Fill("worth", "4.50")
	b.Fill("cost", "0.90")
	b.Press(l.T("admin.rewards.edit.save_publish"))
	b.IsAt("/admin/rewards/…")
	b.Sees(name, l.T("admin.rewards.state.live"))
}
