package e2e

import (
	"testing"

	"fealty/models/members"
	"fealty/models/money"
)

// way is how a journey is made: in which language, and whether scripts run.
type way struct {
	language  string
	noScripts bool
}

// ways are two languages, and once everything with scripts off.
var ways = map[string]way{"en": {language: "en"}, "pl": {language: "pl"}, "en without scripts": {language: "en", noScripts: true}}

// open opens a window for somebody on this way.
func (s *site) open(t *testing.T, w way) *Browser {
	t.Helper()
	b := s.Open(t)
	if w.noScripts {
		b.WithoutScripts()
	}
	b.Speak(w.language)
	return b
}

// A newcomer joins, is welcomed, shops, takes a reward of a partner's and shows the voucher there.
func TestANewcomerJoinsTakesARewardAndThePartnerHonoursIt(t *testing.T) {
	for name, w := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			b := s.open(t, w)
			l := s.Deps.Views.Locales().Pick(w.language)
			b.joins("/", "Nora", "nora@example.com")
			b.Sees("Nora", l.T("member.code.new.welcome", "Club", "Havn Club"), l.Number(100))
			b.Go("/activity")
			b.Sees(l.Signed(100))
			nora, err := members.FindByContact(t.Context(), s.Deps.DB, members.Contact{Kind: members.Email, Value: "nora@example.com"})
			if err != nil {
				t.Fatal(err)
			}
			s.Buy(nora, "W-N-1", 500)
			b.Go("/rewards")
			b.PressOn(`a[href="/rewards/` + s.Pot.String() + `"]`)
			b.IsAt("/rewards/" + s.Pot.String())
			b.Press(l.T("member.rewards.show.redeem", "Points", money.Points(400)))
			b.IsAt("/vouchers/…")
			b.Sees(l.T("member.vouchers.show.yours"), l.T("member.vouchers.show.result", "Points", money.Points(400), "Have", money.Points(200)))
			voucher, code := b.ask("location.pathname"), b.Text(".stub .code")
			if !w.noScripts {
				b.Inspect("voucher-new-" + w.language)
			}

			s.honours(t, w, code)
			b.Go(voucher)
			b.Sees(l.T("member.vouchers.state.used"))
			b.SeesNot(code)
			b.Go("/home")
			b.Sees(l.Number(200))
		})
	}
}

// joins goes from a page with the form, or a way to it, through the code to the first page of a member.
func (b *Browser) joins(from, name, email string) {
	b.t.Helper()
	l := b.site.Deps.Views.Locales().Pick(b.language)
	b.Go(from)
	if from == "/" {
		b.PressOn(`main a[href="/join"]`)
		b.IsAt("/join")
	}
	b.Fill("first_name", name)
	b.Fill("contact", email)
	b.Press(l.T("member.join.new.button"))
	b.IsAt("/join/code")
	b.Fill("code", b.site.Code(b.t, email))
	b.Press(l.T("member.code.new.button"))
	b.IsAt("/home")
}

// honours has the Tea House check a code: typed, valid and used in one answer, and the second time not.
func (s *site) honours(t *testing.T, w way, code string) {
	t.Helper()
	l := s.Deps.Views.Locales().Pick(w.language)
	tea := s.open(t, w)
	tea.As(s.AsStaff(s.TeaHouseClerk.ID))
	tea.Go("/partner")
	for _, answer := range []string{"partner.checks.new.used", "partner.checks.new.refused.voucher_used"} {
		tea.Fill("code", code)
		tea.Press(l.T("partner.checks.new.check"))
		tea.Sees(l.T(answer), code)
	}
	tea.Sees("Nora", l.T("partner.checks.new.refused"))
}

// What is mistyped is said at its field, and the page stays open to everybody.
func TestAWrongAddressIsToldAtItsField(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.Open(t)
	b.Speak("en")
	b.Go("/join")
	b.Fill("first_name", "Nora")
	b.Fill("contact", "nowhere")
	b.Press("Join")
	b.until("the summary has the focus", func() bool { return b.try(`document.activeElement.matches("[data-errors]")`) == "true" })
	if name := b.ask(`document.querySelector('[name="first_name"]').value`); name != "Nora" {
		t.Errorf("the name is %q now", name)
	}
	b.Inspect("join-wrong")
}
